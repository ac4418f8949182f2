/** Verdicts, costs and traces of random models whose costs are counted from switches, against all of their runs. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bruteForce, Situations, scheduleOf } from "./brute-force.js";
import { compareRandomModels, models } from "./comparison.js";
import { builtModel, modelDescription } from "./random-model.js";

const timeout = 300_000;

test(`${models} models: verdicts, costs and traces are those of all runs, in any order of search`, {
  timeout,
}, () => {
  const tally = compareRandomModels("plain");
  expect(tally.models).toBe(models);
  // What follows is about the models: whether they still try anything.
  expect(tally.medianStates).toBeGreaterThanOrEqual(25);
  expect(tally.shown).toBeGreaterThan(0.3);
  expect(tally.shown).toBeLessThan(0.8);
  expect(tally.count((_cost, kind) => kind === "deadlockFree")).toBeGreaterThan(models / 10);
  expect(tally.count((_cost, kind) => kind === "assertion")).toBeGreaterThan(models / 2);
  expect(tally.count(([preemptions]) => preemptions === 1)).toBeGreaterThan(models / 10);
  expect(tally.count(([preemptions]) => preemptions >= 2)).toBeGreaterThan(models / 200);
  expect(tally.count(([, , steps]) => steps >= 4)).toBeGreaterThan(models);
});

describe("the enumeration of runs", () => {
  test("comes to the same where every state is asked about anew", () => {
    fc.assert(
      fc.property(modelDescription("plain"), (description) => {
        const model = builtModel(description);
        const anew = Situations.of(model, { most: 200, remember: false });
        const remembered = Situations.of(model, { most: 200 });
        fc.pre(anew !== undefined && remembered !== undefined);
        if (anew === undefined || remembered === undefined) return;
        const [a, b] = [anew, remembered].map((situations) => {
          const { best, runs } = bruteForce(situations);
          return { runs, best: new Map([...best].map(([name, run]) => [name, scheduleOf(run)])) };
        });
        expect(a).toEqual(b);
      }),
      { numRuns: 30, seed: 1 },
    );
  });
});
