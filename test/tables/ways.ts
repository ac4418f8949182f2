/**
 * Ways of reading a variable, each tried wherever user code may read. B gives something three values one after another; A
 * reads it in one way and acts on what it saw. The tables run A's code once for each view that was recorded, so what a way
 * of reading did not record would leave A with what it did before.
 */

import {
  Map as ImmutableMap,
  Record as ImmutableRecord,
  Set as ImmutableSet,
  List,
  OrderedMap,
  OrderedSet,
  Stack,
} from "immutable";
import {
  type Context,
  indexed,
  language,
  type Model,
  model,
  type Part,
  type Property,
  type Reader,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { agreed, countsOf, verdictsOf } from "./agreed.js";

export const Point = ImmutableRecord({ x: 0, y: 5 }, "Point");

export const variables = {
  x: 0,
  y: 5,
  who: null as string | null,
  vcpu: { fixed: 7, x: 0, deep: { x: 0, fixed: 7 } },
  turn: 0,
  cpu: indexed(3, (i) => ({ x: i, running: 0 })),
  task: indexed(3, (i) => ({ x: i })),
  list: List([0, 5]),
  byKey: ImmutableMap<string, number>({ a: 0, b: 5 }),
  byName: ImmutableMap<string, List<number>>({ a: List([0]) }),
  names: ImmutableSet(["n0", "n5"]),
  order: OrderedMap<number, number>([
    [0, 5],
    [1, 5],
    [2, 5],
  ]),
  ordered: OrderedSet([0, 1, 2]),
  stack: Stack([0, 5]),
  point: Point(),
  saw: null as number | null,
};
export type V = typeof variables;
/** The locals of both processes. */
export const locals = { n: 0 };
export type L = typeof locals;
export type Program = Part<Context<V, L>>;

export const words = language<V, L>();
const { step, when, atomic, mode, process, always, never, reachable, assertion } = words;

/** A runs `program`, and on the CPU and for the task that the state says; B gives something its values 1 and 2. */
export function watching(
  sets: (k: Context<V, L>, n: number) => void,
  program: Program,
  properties: readonly Property<StateView<V>>[] = [never("nothing", () => false)],
): Model {
  const to = (n: number): Program =>
    step(`to ${n}`, (k) => {
      sets(k, n);
    });
  const where = { cpu: (k: Reader<V, L>) => k.turn, task: (k: Reader<V, L>) => k.here.running };
  return model({
    name: "watching",
    variables,
    processes: [
      process("A", { locals, ...where, program }),
      process("B", { locals, program: [mode("early", to(1)), mode("middle", to(2))] }),
    ],
    properties,
  });
}

/** A way of reading that is open to the code of a process. */
export interface InnerWay {
  readonly what: string;
  /** Gives what is read its value number `n`. It begins with number 0. */
  readonly sets: (k: Context<V, L>, n: number) => void;
  /** Reads it, in this way and no other, and says which number it has. */
  readonly sees: (k: Reader<V, L>) => number;
}

/** A way of reading that is open to predicates too. */
export interface Way extends InnerWay {
  readonly sees: (k: StateView<V>) => number;
}

const sawEach = [0, 1, 2].map((n) => reachable(`saw ${n}`, (s: StateView<V>) => s.saw === n));
/** To see 1, A has to preempt B; to see 2, it need not. */
const sawAll = {
  "saw 0": "holds (0, 0, 1)",
  "saw 1": "holds (1, 0, 2)",
  "saw 2": "holds (0, 0, 3)",
};

const seeing = ({ sees }: InnerWay): Program =>
  step("see", (k) => {
    k.saw = sees(k);
  });

/** Where a process may read, each with a test of what it makes of a way of reading. */
const places: Readonly<Record<string, (way: InnerWay) => void>> = {
  // A has not moved: 3 states. It saw 0, 1 or 2: B has given as much, or more, since: 3 + 2 + 1.
  "in a body": (way) => {
    const { report } = agreed(watching(way.sets, seeing(way), sawEach));
    expect(countsOf(report)).toEqual([9, 8, 3]);
    expect(verdictsOf(report)).toEqual(sawAll);
  },

  "in the later step of an atomic block": (way) => {
    const first = step("first", (k) => {
      k.my.n = 1;
    });
    const { report } = agreed(watching(way.sets, atomic("block", first, seeing(way)), sawEach));
    expect(countsOf(report)).toEqual([9, 8, 3]);
    expect(verdictsOf(report)).toEqual(sawAll);
  },

  // As before, but with 1 + 2 + 3 moves of A; to choose 1 it need not preempt B.
  "to say what may be chosen": ({ sets, sees }) => {
    const choosing = step("choose", (k) => {
      k.saw = k.choose(Array.from({ length: sees(k) + 1 }, (_, i) => i));
    });
    const { report } = agreed(watching(sets, choosing, sawEach));
    expect(countsOf(report)).toEqual([9, 11, 3]);
    expect(verdictsOf(report)).toEqual({ ...sawAll, "saw 1": "holds (0, 0, 3)" });
  },

  // 3 states before A has moved, 3 after, and one in which the run has ended.
  "to fail and to halt": ({ sets, sees }) => {
    const failing = step("fail", (k) => {
      const seen = sees(k);
      k.assert("not 1", seen !== 1);
      if (seen === 2) k.halt("it is 2");
    });
    const halts = reachable("halts", (s: StateView<V>) => s.halted === "it is 2");
    const { report } = agreed(watching(sets, failing, [assertion("not 1"), halts]));
    expect(countsOf(report)).toEqual([7, 7, 3]);
    expect(verdictsOf(report)).toEqual({ "not 1": "violated (1, 0, 2)", halts: "holds (0, 0, 3)" });
  },

  // A waits beside 0, 1 and 2, and has gone on beside 1 and 2.
  "in a guard": ({ sets, sees }) => {
    const guarded = step("go", undefined, { enabled: (k) => sees(k) === 1 });
    const gone = reachable("gone", (s: StateView<V>) => s.process("A").finished);
    const { report } = agreed(watching(sets, guarded, [gone]));
    expect(countsOf(report)).toEqual([5, 4, 3]);
    expect(verdictsOf(report)).toEqual({ gone: "holds (1, 0, 2)" });
  },

  // Before it 3 states, on the way of yes 2, on the way of no 3, after it 3.
  "in a condition": ({ sets, sees }) => {
    const asked = when("is it 1?", (k) => sees(k) === 1, step("yes"), step("no"));
    const at = (label: string) => reachable(label, (s: StateView<V>) => s.process("A").at(label));
    const { report } = agreed(watching(sets, asked, [at("yes"), at("no")]));
    expect(countsOf(report)).toEqual([11, 15, 4]);
    expect(verdictsOf(report)).toEqual({ yes: "holds (1, 0, 2)", no: "holds (0, 0, 1)" });
  },

  // It pays to wait: the least cost of having moved depends on how far B has come.
  "in a declared cost": ({ sets, sees }) => {
    const costs = ["preemption", "interrupt", "nothing"] as const;
    const costly = step("go", undefined, { cost: (k) => costs[sees(k)] ?? "sleep" });
    const moved = never("moved", (s: StateView<V>) => s.process("A").finished);
    const movedBefore = (label: string) =>
      never(
        `moved before ${label}`,
        (s: StateView<V>) => s.process("A").finished && s.process("B").at(label),
      );
    const { report } = agreed(watching(sets, costly, [movedBefore("to 1"), movedBefore("to 2"), moved]));
    expect(countsOf(report)).toEqual([6, 7, 3]);
    expect(verdictsOf(report)).toEqual({
      "moved before to 1": "violated (1, 0, 1)",
      "moved before to 2": "violated (0, 1, 2)",
      moved: "violated (0, 0, 3)",
    });
  },
};

function inPredicates({ sets, sees }: Way): void {
  const idle = step("idle", undefined, { enabled: () => false });
  const properties = [0, 1, 2, 3].flatMap((n) => [
    never(`never ${n}`, (s: StateView<V>) => sees(s) === n),
    always(`always not ${n}`, (s: StateView<V>) => sees(s) !== n),
    reachable(`reachable ${n}`, (s: StateView<V>) => sees(s) === n),
  ]);
  const shown = [0, 1, 2].flatMap((n) => [
    [`never ${n}`, `violated (0, 0, ${n})`],
    [`always not ${n}`, `violated (0, 0, ${n})`],
    [`reachable ${n}`, `holds (0, 0, ${n})`],
  ]);
  const { report } = agreed(watching(sets, idle, properties));
  expect(countsOf(report)).toEqual([3, 2, 2]);
  expect(verdictsOf(report)).toEqual({
    ...Object.fromEntries(shown),
    "never 3": "holds",
    "always not 3": "holds",
    "reachable 3": "unreached",
  });
}

/** What is read in each of `ways` is seen anew when it has changed, wherever the code of a process may read. */
export function tellsInside(ways: readonly InnerWay[], where = Object.keys(places)): void {
  describe.each(where)("%s", (place) => {
    for (const way of ways) test(`${way.what} is recorded`, () => places[place]?.(way));
  });
}

/** The same, and in predicates. */
export function tells(ways: readonly Way[], where = Object.keys(places)): void {
  tellsInside(ways, where);
  describe("in predicates", () => {
    for (const way of ways) test(`${way.what} is recorded`, () => inPredicates(way));
  });
}
