/** A check that throws: for tests, in any runner. */

import { holding } from "./adapters/answer.js";
import type { Claims, StateOf } from "./adapters/asked.js";
import { machineClock } from "./adapters/clock.js";
import { judged } from "./adapters/judged.js";
import { checkNames, checkValues, type TestOptions, testOptions } from "./adapters/options.js";
import type { Checkable } from "./adapters/subject.js";
import type { CheckOptions, Report } from "./check.js";

/** How to check. No limit of a runner is known here: `timeout` gives one. */
export interface AssertOptions<M = never>
  extends TestOptions,
    Pick<CheckOptions, "stop" | "witnesses" | "space" | "recheck"> {
  /** Names of the model's own properties, or claims that it does not make itself; all of its own, if left out. */
  readonly properties?: Claims<StateOf<M>>;
}

/**
 * Checks `model` and returns the report, if every property holds.
 *
 * @throws Error whose message is the report, counterexamples in lanes, where any is violated or unreached; or inconclusive, unless
 *   that is accepted
 * @throws ModelError for a mistake in the model, or in what is asked of it
 */
export function assertHolds<M extends Checkable>(model: M, options: AssertOptions<M> = {}): Report {
  const more = ["properties", "stop", "witnesses", "space", "recheck"] as const;
  checkNames("option of assertHolds", options, [...more, ...testOptions]);
  checkValues(options);
  const { properties, stop, witnesses, space, recheck } = options;
  const given = Object.entries({ stop, witnesses, space, recheck }).filter(
    ([, value]) => value !== undefined,
  );
  const asking = { asked: "assertHolds", clock: machineClock, more: Object.fromEntries(given) };
  const found = judged(model, properties as Claims | undefined, options, asking);
  const { pass, message } = holding(found, options);
  if (pass) return found.report;
  throw new Error(message());
}
