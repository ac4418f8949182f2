/** The smaller instances of the whole catalogue: their certificates show what was found. */

import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import type { Model } from "../../src/model/model.js";
import { certified, verified, words } from "./certified.js";

/** Larger instances take too long for every run of the tests: they are looked at state by state. */
const mostStates = 400;

const ofRuns = ["neverStuck", "eventually", "leadsTo"];

/** Compares; false where there are too many states. */
function compared(model: Model): boolean {
  const { report, file } = certified(model, {
    stop: ({ states }) => (states > mostStates ? "many" : undefined),
  });
  if (file === undefined) return false;
  const shown = verified(model, file);
  const expected = report.verdicts.map(({ property, kind }, i) => [
    property,
    ofRuns.includes(model.properties[i]?.kind ?? "") ? "inconclusive" : kind,
  ]);
  expect(words(shown)).toEqual(Object.fromEntries(expected));
  const { states, transitions, leftOut, symmetry } = report.grounds;
  expect(shown).toMatchObject({ states, leftOut });
  // Of states that stand for others, moves are counted of all of them.
  if ((symmetry?.alike ?? []).length === 0) expect(shown.transitions).toBe(transitions);
  else expect(shown.transitions).toBeGreaterThan(transitions);
  return true;
}

describe.each(families.map((family) => [family.name, family] as const))("%s", (_, family) => {
  test("every variant that is small", () => {
    const small = family.instances().filter(({ model }) => compared(model));
    expect(small.length).toBeGreaterThan(0);
  });
});
