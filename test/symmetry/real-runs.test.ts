/** Paths that were found on representatives are runs of the model, in the names that its processes have. */

import type { Model } from "preempt";
import { describe, expect, test } from "vitest";
import { kvmDeferredLoad } from "../../models/kvm-deferred-load/index.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { type State, stateKey } from "../../src/semantics/state.js";
import type { Scheduled } from "../../src/space/space.js";
import type { FailingMove } from "../../src/space/swept-space.js";
import { blocksOf } from "../../src/symmetry/blocks.js";
import { Quotient } from "../../src/symmetry/quotient.js";
import { SymmetricSweep } from "../../src/symmetry/sweep.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { tiny } from "../support/sizes.js";
import { orbitOf } from "./brute.js";
import { check } from "./checked.js";
import { ring } from "./ring.js";

/** The state behind `schedule`, on the reference semantics. */
function behind(model: Model, schedule: readonly Scheduled[]): State {
  const interpreter = new Interpreter(model);
  return schedule.reduce((state, { process, outcome }) => {
    const mover = model.processes[process];
    const taken = mover && interpreter.outcomes(state, mover)[outcome];
    if (taken === undefined) throw new Error(`process ${process} has no outcome ${outcome} there`);
    return taken.state;
  }, interpreter.initial());
}

function searched(model: Model) {
  const leftOut = new Set<never>();
  const quotient = new Quotient(model, model.properties, { blocks: blocksOf(model), leftOut });
  const space = new TableSpace(new Interpreter(model), tiny, leftOut, quotient);
  const search = new SymmetricSweep(space.sweep([]), { model, quotient, leftOut });
  const failing: FailingMove[] = [];
  while (!search.isDone) {
    search.advance(10);
    failing.push(...search.takeFailing());
  }
  return { space, search, failing };
}

describe("a path to a representative", () => {
  test.each(Array.from({ length: 20 }, (_, seed) => seed))(
    "ring %i: leads to a state of its orbit",
    (seed) => {
      const model = ring(seed);
      const { space, search, failing } = searched(model);
      const every = Math.max(1, Math.floor(space.size / 25));
      for (let id = 0; id < space.size; id += every) {
        const end = behind(model, search.pathTo(id));
        expect(orbitOf(model, space.state(id)).has(stateKey(model, end))).toBe(true);
      }
      const interpreter = new Interpreter(model);
      for (const { state, move, assertions } of failing) {
        const path = search.pathTo(state, [move]);
        const { process, outcome } = path.at(-1) ?? move;
        const mover = model.processes[process];
        const taken = mover && interpreter.outcomes(behind(model, path.slice(0, -1)), mover)[outcome];
        expect(taken?.acts.flatMap(({ failures }) => failures.map(({ property }) => property))).toEqual(
          assertions,
        );
      }
    },
  );
});

describe("a trace", () => {
  const model = kvmDeferredLoad.instance("v5.2", { cpus: "2", tasks: "1" }).model;

  test("is the same with symmetry and without", () => {
    const [quotient, whole] = [true, false].map((symmetry) => check(model, { symmetry }));
    expect(quotient?.verdicts).toEqual(whole?.verdicts);
    expect(quotient?.verdicts.some(({ kind }) => kind === "violated")).toBe(true);
    expect(quotient?.grounds.states).toBeLessThan(0.6 * (whole?.grounds.states ?? 0));
  });

  test("is the one found on representatives where the search for the least was cut", () => {
    const stop = ({ strategy }: { readonly strategy: string }): string | undefined =>
      strategy === "least-cost" ? "no time" : undefined;
    const { verdicts } = check(model, { stop });
    const violated = verdicts.filter((verdict) => verdict.kind === "violated");
    expect(violated.length).toBeGreaterThan(0);
    for (const { trace } of violated) {
      expect(trace.least).toBe(false);
      expect(trace.steps.length).toBeGreaterThan(0);
    }
  });
});
