/** The bound on the steps of each process: what is explored within it is what there is, traces and interleavings. */

import fc from "fast-check";
import type { Model } from "preempt";
import { describe, expect, test } from "vitest";
import { toys } from "../../../models/toys/index.js";
import type { ExploredRuns } from "../../../src/check.js";
import { type CountOptions, counting } from "../../../src/count.js";
import { type Algorithm, Dpor, NeedsSource } from "../../../src/search/dpor/dpor.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import { TableRuns } from "../../../src/tables/table-runs.js";
import { built } from "./built-program.js";
import { programClasses, randomProgram } from "./random-programs.js";
import { type BoundedEnd, StepBound } from "./step-bound.js";

/** So many programs of each class. */
const programs = 150;
/** Where there are more runs within a bound it is passed over. */
const mostRuns = 3_000;

interface Tally {
  compared: number;
  skipped: number;
  optimal: number;
  /** Traces, and those of them that were cut. */
  traces: number;
  cut: number;
}

const emptyTally = (): Tally => ({ compared: 0, skipped: 0, optimal: 0, traces: 0, cut: 0 });

/** The traces that are explored, with how they end; undefined where the algorithm cannot. Throws for one explored twice. */
function exploredWithin(model: Model, bound: StepBound, algorithm: Algorithm, steps: number) {
  const runs = TableRuns.of(new Interpreter(model));
  const traces = new Map<string, BoundedEnd>();
  const dpor = new Dpor(runs, { algorithm, steps });
  try {
    for (const ending of dpor.explore()) {
      if (ending === "asleep" || ending === "abandoned") continue;
      const { trace, end } = bound.traceOf(runs.schedule);
      if (traces.has(trace)) throw new Error(`it was explored twice: ${trace}`);
      traces.set(trace, end);
      if (end !== "halted") expect(ending).toBe(end === "finished" ? "complete" : end);
    }
  } catch (error) {
    if (error instanceof NeedsSource) return undefined;
    throw error;
  }
  const { asleep, abandoned } = dpor.counts.endings;
  if (algorithm === "optimal") expect({ asleep, abandoned }).toEqual({ asleep: 0, abandoned: 0 });
  return traces;
}

function countedBy(model: Model, options: CountOptions): ExploredRuns | undefined {
  const search = counting(model, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value.explored;
  }
}

/** Compares what is explored within a bound with what there is; false where that is too much. */
function compare(model: Model, steps: number, tally: Tally): boolean {
  const bound = new StepBound(model, steps);
  const all = bound.all(mostRuns);
  if (all === undefined) {
    tally.skipped += 1;
    return false;
  }
  for (const algorithm of ["source", "optimal"] as const) {
    const found = exploredWithin(model, bound, algorithm, steps);
    if (found === undefined) {
      expect(algorithm).toBe("optimal");
      continue;
    }
    if (algorithm === "optimal") tally.optimal += 1;
    expect(new Map([...found].sort())).toEqual(new Map([...all.traces].sort()));
  }
  const every = countedBy(model, { strategy: "brute", steps });
  expect((every?.complete ?? 0) + (every?.blocked ?? 0) + (every?.cut ?? 0)).toBe(all.runs);
  expect(countedBy(model, { strategy: "dpor", steps })?.interleavings).toBe(String(all.runs));
  tally.compared += 1;
  tally.traces += all.traces.size;
  tally.cut += [...all.traces.values()].filter((end) => end === "cut").length;
  return true;
}

describe("within a bound on steps, what is explored is what there is, in", () => {
  for (const [number, name] of programClasses.entries()) {
    test(`programs of the class ${name}`, () => {
      const tally = emptyTally();
      fc.assert(
        fc.property(randomProgram(name), fc.integer({ min: 1, max: 4 }), (program, steps) => {
          compare(built(program), steps, tally);
        }),
        { numRuns: programs, seed: 7_000 + number },
      );
      expect(tally.compared).toBeGreaterThan(0.9 * programs);
      expect(tally.traces).toBeGreaterThan(programs);
      expect(tally.cut).toBeGreaterThan(programs / 20);
      expect(tally.optimal).toBeGreaterThan(0.1 * programs);
    });
  }
});

describe("within a bound on steps, what is explored is what there is, in the toys", () => {
  for (const toy of toys) {
    test(`${toy.name}`, () => {
      const tally = emptyTally();
      const sizes = Object.hasOwn(toy.parameters, "n") ? ["2", "3"] : [undefined];
      for (const variant of Object.keys(toy.variants)) {
        for (const n of sizes) {
          const { model } = toy.instance(variant, n === undefined ? {} : { n });
          for (let steps = 1; compare(model, steps, tally) && steps < 8; steps++);
        }
      }
      expect(tally.compared).toBeGreaterThan(2 * Object.keys(toy.variants).length);
      expect(tally.cut).toBeGreaterThan(0);
    });
  }
});
