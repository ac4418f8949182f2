/** Mistakes in models that are alike are told as they show in a run, and soon: what throws is not exchanged again and again. */

import { type CheckOptions, indexed, interchangeable, language, type Model, model } from "preempt";
import { describe, expect, test } from "vitest";
import { TableSpace } from "../../src/tables/table-space.js";
import { tinyShared } from "../support/sizes.js";
import { check } from "./checked.js";

const all = [0, 1, 2, 3];
const variables = { cell: indexed(all.length, { x: 0, y: 0 }) };
const { step, loop, choose, process, always } = language<typeof variables>();
type View = { cell(i: number): { readonly x: number; readonly y: number } };

/** What may go wrong: in what process `i` does, and in a claim. */
interface Mistake {
  readonly doing?: (k: View, i: number) => void;
  readonly claim?: (k: View) => boolean;
}

function climbers({ doing = () => undefined, claim = () => true }: Mistake): Model {
  return model({
    name: "climbers",
    variables,
    processes: all.map((i) => {
      const climb = step("climb", (k) => {
        k.cell(i).x = (k.cell(i).x + 1) % 3;
      });
      const turn = step("turn", (k) => {
        doing(k, i);
        k.cell(i).y = 1 - k.cell(i).y;
      });
      return process(`P${i}`, { program: loop(choose(climb, turn)) });
    }),
    symmetry: [interchangeable("climbers", all, (i) => ({ processes: [`P${i}`], copies: { cell: i } }))],
    properties: [always("fine", claim)],
  });
}

/** More calls than a search of so small a model makes. */
const many = 20_000;

/** `isWrong`, which throws where it is so, until that was asked too often. */
function throwing<T extends readonly unknown[]>(isWrong: (...asked: T) => boolean) {
  const told = { calls: 0 };
  const run = (...asked: T): boolean => {
    told.calls += 1;
    if (told.calls < many && isWrong(...asked)) throw new TypeError("it is not there");
    return true;
  };
  return { told, run };
}

/** On tables that are shared where there are several workers. */
const ways = [1, 2, 4].map((workers): CheckOptions & { readonly workers: number } => ({
  workers,
  space: (interpreter, leftOut, symmetric) => new TableSpace(interpreter, tinyShared, leftOut, symmetric),
}));

describe.each(ways)("by $workers workers", (way) => {
  test("a claim that throws in some states", () => {
    const { told, run } = throwing((k: View) => k.cell(0).x === 2 && k.cell(1).x === 0);
    expect(() => check(climbers({ claim: run }), way)).toThrow(
      /^the predicate of "fine" threw TypeError: it is not there\n {2}reached by the schedule "P0 P0"/,
    );
    expect(told.calls).toBeLessThan(many);
  });

  test("a step that throws, whose ever it is", () => {
    const { told, run } = throwing((k: View, i: number) => k.cell(i).x === 2);
    expect(() => check(climbers({ doing: run }), way)).toThrow(
      /^step "turn" of P0 threw TypeError: it is not there\n {2}reached by the schedule "P0 P0"/,
    );
    expect(told.calls).toBeLessThan(many);
  });

  test("and one that is fine", () => {
    const { verdicts, grounds } = check(climbers({}), way);
    expect(verdicts.map(({ kind }) => kind)).toEqual(["holds"]);
    // Six states of each, of four, whoever is who.
    expect(grounds.states).toBe(126);
  });
});

test("where one alone throws, they are not alike", () => {
  const { told, run } = throwing((k: View, i: number) => i === 0 && k.cell(i).x === 2);
  expect(() => check(climbers({ doing: run }))).toThrow(
    /are declared to be alike, and are not:.*step "turn" of P0: ends in an error: step "turn" of P0 threw TypeError|^step "turn" of P0 threw TypeError/s,
  );
  expect(told.calls).toBeLessThan(many);
});
