/** Few programs of each class, and the traps: what notices a fault in dynamic partial order reduction before all the others do. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { traps } from "../../../models/classics/traps.js";
import { built } from "./built-program.js";
import { discrepancyOf, emptyTally } from "./discrepancy.js";
import { programClasses, randomProgram } from "./random-programs.js";

describe("what is explored is what there is, in", () => {
  for (const name of Object.keys(traps.variants)) {
    test(`the trap ${name}`, () => {
      expect(discrepancyOf(traps.instance(name, {}).model, emptyTally())).toBeUndefined();
    });
  }

  for (const [number, name] of programClasses.entries()) {
    test(`a few programs of the class ${name}`, () => {
      const tally = emptyTally();
      const programs = fc.property(randomProgram(name), (program) => {
        expect(discrepancyOf(built(program), tally)).toBeUndefined();
      });
      fc.assert(programs, { numRuns: 100, seed: 66 + number, endOnFailure: true });
      expect(tally.optimal).toBeGreaterThan(10);
    });
  }
});
