/**
 * Litmus tests: a few reads and writes, and an outcome that weaker memories allow [Alglave, Maranget, Tautschnig 2014].
 *
 * SB:   A: 1 x := 1    2 a := y        B: 1 y := 1    2 b := x         not both 0
 * LB:   A: 1 a := x    2 y := 1        B: 1 b := y    2 x := 1         not both 1
 * MP:   A: 1 x := 1    2 y := 1        B: 1 a := y    2 b := x         not 1, then 0
 * IRIW: A: 1 x := 1    B: 1 y := 1     C: 1 a := x    2 b := y    D: 1 a := y    2 b := x    not 1, then 0, in both
 * CoRR1: A: 1 x := 1   B: 1 x := 2     C: 1 a := x    2 b := x    D: 1 a := x                not written, then 0
 *
 * Claim: under sequential consistency the outcome does not come about. 3 traces each of the first three, 15, and 36.
 */

import { family, language, model, type StateView } from "preempt";

const variables = { x: 0, y: 0 };
const locals = { a: -1, b: -1 };

type View = StateView<typeof variables>;

const { step, process, reachable, deadlockFree } = language<typeof variables, typeof locals>();

const write = (to: "x" | "y", value: number) =>
  step(`W ${to} ${value}`, (k) => {
    k[to] = value;
  });

const read = (to: "a" | "b", of: "x" | "y") =>
  step(`${to} := ${of}`, (k) => {
    k.my[to] = k[of];
  });

type Program = readonly (ReturnType<typeof write> | ReturnType<typeof read>)[];

const saw = (s: View, name: string, a: number, b: number): boolean => {
  const { my } = s.process<typeof locals>(name);
  return my.a === a && my.b === b;
};

interface Litmus {
  readonly about: string;
  /** In order: A, B … */
  readonly programs: readonly Program[];
  /** What sequential consistency rules out. */
  readonly weak: (s: View) => boolean;
  /** What it does not. */
  readonly ordinary: (s: View) => boolean;
}

const variants: Readonly<Record<string, Litmus>> = {
  SB: {
    about: "store buffering",
    programs: [
      [write("x", 1), read("a", "y")],
      [write("y", 1), read("b", "x")],
    ],
    weak: (s) => saw(s, "A", 0, -1) && saw(s, "B", -1, 0),
    ordinary: (s) => saw(s, "A", 1, -1) && saw(s, "B", -1, 1),
  },
  LB: {
    about: "load buffering",
    programs: [
      [read("a", "x"), write("y", 1)],
      [read("b", "y"), write("x", 1)],
    ],
    weak: (s) => saw(s, "A", 1, -1) && saw(s, "B", -1, 1),
    ordinary: (s) => saw(s, "A", 0, -1) && saw(s, "B", -1, 0),
  },
  MP: {
    about: "message passing",
    programs: [
      [write("x", 1), write("y", 1)],
      [read("a", "y"), read("b", "x")],
    ],
    weak: (s) => saw(s, "B", 1, 0),
    ordinary: (s) => saw(s, "B", 1, 1),
  },
  IRIW: {
    about: "independent reads of independent writes",
    programs: [
      [write("x", 1)],
      [write("y", 1)],
      [read("a", "x"), read("b", "y")],
      [read("a", "y"), read("b", "x")],
    ],
    weak: (s) => saw(s, "C", 1, 0) && saw(s, "D", 1, 0),
    ordinary: (s) => saw(s, "C", 1, 0) && saw(s, "D", 1, 1),
  },
  CoRR1: {
    about: "coherence of two reads of one variable",
    programs: [[write("x", 1)], [write("x", 2)], [read("a", "x"), read("b", "x")], [read("a", "x")]],
    weak: (s) => saw(s, "C", 1, 0) || saw(s, "C", 2, 0),
    ordinary: (s) => saw(s, "C", 1, 2),
  },
};

export const litmus = family({
  name: "litmus",
  title: "litmus tests of memory models",
  about: ["Memory is sequentially consistent here, so each comes out as it would without any caches."],
  variants,
  newest: "SB",
  parameters: {},
  build: ({ name, programs, weak, ordinary }) => {
    const names = programs.map((_, i) => String.fromCharCode("A".charCodeAt(0) + i));
    return model({
      name: `litmus@${name}`,
      variables,
      processes: programs.map((program, i) => process(names[i] ?? "", { locals, program })),
      properties: [
        reachable("the weak outcome", weak, { impossible: "memory is sequentially consistent" }),
        reachable("the ordinary outcome", ordinary),
        reachable("all finish", (s) => names.every((each) => s.process(each).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: () => [],
});
