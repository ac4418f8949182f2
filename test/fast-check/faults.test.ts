/**
 * Each mistake in a regime, found from scratch by random workloads, and shrunk: to one that is no larger than the one made by hand
 * for it, and to the report beside this test.
 */

import { check, type Model } from "preempt";
import { outcomeText } from "preempt/fast-check";
import {
  checkAllWorkloads,
  type Kernel,
  sizeOf,
  smaller,
  type Workload,
  workloadModel,
  workloadText,
} from "preempt/machine/fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { byHand, rows } from "../properties/fault-rows.js";

/** The same for every fault, so that none is favoured. */
const drawing = { seed: 1, numRuns: 100 };

function violates(model: Model, property: string): boolean {
  const known = model.properties.some(({ name }) => name === property);
  return known && check(model, { properties: [property] }).verdicts.some(({ kind }) => kind === "violated");
}

/** The counterexample on `kernel`, and how it is shown. */
function foundIn(kernel: Kernel) {
  const outcome = checkAllWorkloads(kernel, "all", drawing);
  if (outcome.kind !== "counterexample" || outcome.counterexample.failure.kind !== "violated")
    throw new Error(`nothing is violated: ${outcome.kind}`);
  const { configuration, failure } = outcome.counterexample;
  return { configuration, property: failure.property, text: outcomeText(outcome, workloadText) };
}

describe.each(rows)("$fault", ({ fault, kernel, on }) => {
  let found: ReturnType<typeof foundIn>;

  beforeAll(() => {
    found = foundIn(kernel(true));
  });

  test("is found, and its report is this", async () => {
    const file = `reports/${fault.replaceAll(/[^a-z]+/gi, "-")}.txt`;
    await expect(`${found.text}\n`).toMatchFileSnapshot(file);
  });

  test("on a workload that is no larger than one made by hand", () => {
    expect(sizeOf(found.configuration)).toBeLessThanOrEqual(sizeOf(byHand[on]));
  });

  test("no smaller one of which breaks the same, and which holds without the mistake", () => {
    const model = (workload: Workload): Model => workloadModel(workload, kernel(true));
    const { configuration, property } = found;
    expect(smaller(configuration).filter((each) => violates(model(each), property))).toEqual([]);
    expect(violates(workloadModel(configuration, kernel(false)), property)).toBe(false);
  });
});
