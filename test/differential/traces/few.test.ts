/** Few programs of each class, and the traps: what notices a fault in dynamic partial order reduction before all the others do. */

import fc from "fast-check";
import { check, language, model } from "preempt";
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

test("what a claim can see in either order of steps that are independent is found, whichever order is explored", () => {
  const variables = { x: 0, y: 0 };
  const { process, step, reachable } = language<typeof variables>();
  const both = model({
    name: "two writers",
    variables,
    processes: [
      process("A", {
        program: step("x := 1", (k) => {
          k.x = 1;
        }),
      }),
      process("B", {
        program: step("y := 1", (k) => {
          k.y = 1;
        }),
      }),
    ],
    properties: [
      reachable("x first", (s) => s.x === 1 && s.y === 0),
      reachable("y first", (s) => s.x === 0 && s.y === 1),
    ],
  });
  expect(check(both, { strategy: "dpor" }).verdicts.map(({ kind }) => kind)).toEqual(["holds", "holds"]);
});
