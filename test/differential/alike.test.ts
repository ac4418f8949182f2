/**
 * Random models of which some elements are alike. Whatever way they are searched, the same is found, and where one state is kept for all that
 * are alike there are as many as orbits; and where something about them is odd, the declaration is refused, unless no run comes upon it.
 */

import { describe, expect, test } from "vitest";
import { compareAlike, compareTwins, type Tally } from "./alike/campaign.js";
import { onReference, upToSymmetry, withReduction, withSymmetry, withWorkers } from "./alike/ways.js";

const seed = 20_261_122;

/** So many models are compared. */
const models = { alike: 30, workers: 12, twins: 40 };

const timeout = 600_000;

const times = (tally: Tally, what: string): number => tally.get(what) ?? 0;

describe("models that are as they are declared", () => {
  test("with symmetry and without, with reduction and without", { timeout }, () => {
    const tally = compareAlike([onReference, ...withReduction, ...withSymmetry], {
      models: models.alike,
      seed,
    });
    expect(times(tally, "models")).toBe(models.alike);
    // What follows is about the models: whether they try anything.
    expect(times(tally, "smaller")).toBeGreaterThan(models.alike / 2);
    for (const what of ["told apart", "violated", "holds", "unreached"])
      expect(times(tally, what)).toBeGreaterThan(0);
  });

  test("by several workers", { timeout }, () => {
    const tally = compareAlike(withWorkers, { models: models.workers, seed: seed + 1 });
    expect(times(tally, "models")).toBe(models.workers);
  });
});

test("twins that are odd in one spot: refused, or the oddity shows nowhere", { timeout }, () => {
  const tally = compareTwins(upToSymmetry, { models: models.twins, seed });
  expect(times(tally, "models")).toBe(models.twins);
  expect(times(tally, "refused, being untrue")).toBeGreaterThan(models.twins / 5);
  expect(times(tally, "true")).toBeGreaterThan(models.twins / 5);
});
