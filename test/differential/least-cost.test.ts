/** Verdicts, costs and traces of random models whose costs are counted from switches, against all of their runs. */

import { expect, test } from "vitest";
import { compareRandomModels, models } from "./comparison.js";

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
