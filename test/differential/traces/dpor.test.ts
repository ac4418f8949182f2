/** Dynamic partial order reduction against brute force and the sleep-set count, on random programs of each class. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { built } from "./built-program.js";
import { discrepancyOf, emptyTally } from "./discrepancy.js";
import { programClasses, randomProgram } from "./random-programs.js";

const programs = 1_500;

describe("what is explored is what there is, in", () => {
  for (const [number, name] of programClasses.entries()) {
    test(`programs of the class ${name}`, () => {
      const tally = emptyTally();
      fc.assert(
        fc.property(randomProgram(name), (program) => {
          expect(discrepancyOf(built(program), tally)).toBeUndefined();
        }),
        { numRuns: programs, seed: 6_000 + number },
      );
      expect(tally.programs).toBeGreaterThan(0.9 * programs);
      // Neither algorithm has passed for want of anything to do.
      expect(tally.traces).toBeGreaterThan(2 * programs);
      expect(tally.optimal).toBeGreaterThan(0.1 * programs);
    });
  }
});
