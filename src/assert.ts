/** A check that throws: for tests. */

import { type CheckOptions, check, type Report } from "./check.js";
import type { Model } from "./model/model.js";
import { reportText } from "./render/report.js";

/**
 * Checks `model` and returns the report, if every property holds.
 *
 * @throws Error whose message is the report, counterexamples in lanes, where any is violated, unreached or inconclusive
 * @throws ModelError for a mistake in the model
 */
export function assertHolds(model: Model, options: CheckOptions = {}): Report {
  const report = check(model, options);
  if (report.verdicts.every(({ kind }) => kind === "holds")) return report;
  throw new Error(`not every property holds\n\n${reportText(report)}`);
}
