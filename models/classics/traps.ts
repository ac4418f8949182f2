/**
 * The smallest programs that are known to have made a reduction lose something.
 *
 * two-levels: x = 1. A: 1 x := 2    2 x := 1    B: 1 y := 1    C: 1 waits for x = 1 and y = 1
 *   2 traces: C between the two writes of A is none, C before them is one. To look at immediate races alone finds one.
 * three-conditions: A: 1 x := 1    B: 1 y := 1    C: 1 z := 1    D: 1 waits for x = 0 and y = 0 and z = 1
 *   2 traces, one of which leaves D behind: no single race reversed lets D go, two have to be, that have nothing to do with
 *   each other.
 * either-variable: x = y = z = 1. A: 1 x := 2    B: 1 if x = 1: z := 1, or else x := y    C: 1 read x    2 z := 2
 *   6 traces: what B touches, where a race is reversed, is not what it touched in the run that showed the race.
 * same-state: A: 1 CAS x 0 0    B: 1 read x; if it is 0:    2 x := 2
 *   3 traces and 2 ends. A stateless search that stops at states it has seen finds one.
 * counting-down: A: 1 a := 1    2 b := 1    B: 1, 2, 3 c := 1, 2, 3    4 b := 2    C: 1 if c = 2: 2 if b = 0: 3 ok := 1
 *   12 traces, and ok is set. [ocaml-multicore/dscheck, pull request 18]
 * message, message-read: A: 1 k := 1    2 v := 1    3 v := 0    (read k)    4 k := 0    B: 1 reads v    2 reads k
 *   7 traces and all four outcomes, with the read and without. [tokio-rs/loom, issue 166]
 * read-after: A: 1 read a    2 a := 1    B: 1 read a
 *   2 traces. [tokio-rs/loom, issue 392]
 */

import { type Context, family, language, model, type Part, type StateView } from "preempt";

const variables = { x: 0, y: 0, z: 0, a: 0, b: 0, c: 0, k: 0, v: 0, ok: 0 };
const locals = { v: -1, k: -1, swapped: false };

type Shared = keyof typeof variables;
type Here = Context<typeof variables, typeof locals>;
type View = StateView<typeof variables>;

const { step, when, process, reachable, deadlockFree } = language<typeof variables, typeof locals>();

const write = (to: Shared, value: number) =>
  step(`W ${to} ${value}`, (k) => {
    k[to] = value;
  });

const read = (of: Shared, to: "v" | "k") =>
  step(`R ${of}`, (k) => {
    k.my[to] = k[of];
  });

/** Waits until each of the variables has the value beside it; looked at in this order. */
const waitFor = (...wanted: readonly (readonly [Shared, number])[]) =>
  step(`await ${wanted.map(([of, value]) => `${of} = ${value}`).join(" and ")}`, undefined, {
    enabled: (k) => wanted.every(([of, value]) => k[of] === value),
  });

const ifIs = (of: Shared, value: number, then: Part<Here>) =>
  when(`if (${of} = ${value})`, (k) => k[of] === value, then);

const oneOrOther = step("z := 1, or x := y", (k) => {
  if (k.x === 1) k.z = 1;
  else k.x = k.y;
});

const compareAndSwap = step("CAS x 0 0", (k) => {
  k.my.swapped = k.x === 0;
  if (k.my.swapped) k.x = 0;
});

const message = (reading: boolean): Trap => ({
  about: `a message that is taken back${reading ? ", and read in between" : ""}`,
  start: {},
  programs: {
    A: [write("k", 1), write("v", 1), write("v", 0), ...(reading ? [read("k", "k")] : []), write("k", 0)],
    B: [read("v", "v"), read("k", "k")],
  },
  reached: Object.fromEntries(
    [0, 1].flatMap((v) =>
      [0, 1].map((k) => {
        const seen = (s: View): boolean => {
          const { my } = s.process<typeof locals>("B");
          return my.v === v && my.k === k;
        };
        return [`B reads v = ${v}, k = ${k}`, seen];
      }),
    ),
  ),
  deadlocks: false,
});

interface Trap {
  readonly about: string;
  /** Where it is not 0. */
  readonly start: Partial<typeof variables>;
  readonly programs: Readonly<Record<string, Part<Here>>>;
  readonly reached: Readonly<Record<string, (s: View) => boolean>>;
  readonly deadlocks: boolean;
  readonly unreachable?: Readonly<Record<string, string>>;
}

const variants: Readonly<Record<string, Trap>> = {
  "two-levels": {
    about: "what a guard waits for is true, false, and true again",
    start: { x: 1 },
    programs: { A: [write("x", 2), write("x", 1)], B: write("y", 1), C: waitFor(["x", 1], ["y", 1]) },
    reached: { "C is let go before A moves": (s) => s.process("C").finished && s.process("A").at("W x 2") },
    deadlocks: false,
  },
  "three-conditions": {
    about: "a guard that two independent steps shut",
    start: {},
    programs: {
      A: write("x", 1),
      B: write("y", 1),
      C: write("z", 1),
      D: waitFor(["x", 0], ["y", 0], ["z", 1]),
    },
    reached: { "D is let go": (s) => s.process("D").finished },
    deadlocks: true,
  },
  "either-variable": {
    about: "a step that touches one thing or another",
    start: { x: 1, y: 1, z: 1 },
    programs: { A: write("x", 2), B: oneOrOther, C: [read("x", "v"), write("z", 2)] },
    reached: {
      "z ends as 1": (s) => s.z === 1 && s.process("B").finished && s.process("C").finished,
      "x ends as 1": (s) => s.x === 1 && s.process("A").finished && s.process("B").finished,
    },
    deadlocks: false,
  },
  "same-state": {
    about: "two runs that meet, and go on alike but for a race",
    start: {},
    programs: { A: compareAndSwap, B: ifIs("x", 0, write("x", 2)) },
    reached: {
      "A swaps": (s) => s.process<typeof locals>("A").my.swapped,
      "A does not": (s) => s.process("A").finished && !s.process<typeof locals>("A").my.swapped,
    },
    deadlocks: false,
    unreachable: { "B: if (x = 0) -> no": "who swaps puts a 0 in the place of a 0" },
  },
  "counting-down": {
    about: "an outcome behind two conditions",
    start: {},
    programs: {
      A: [write("a", 1), write("b", 1)],
      B: [write("c", 1), write("c", 2), write("c", 3), write("b", 2)],
      C: ifIs("c", 2, ifIs("b", 0, write("ok", 1))),
    },
    reached: { "ok is set": (s) => s.ok === 1 },
    deadlocks: false,
  },
  message: message(false),
  "message-read": message(true),
  "read-after": {
    about: "a write behind a read of the same process",
    start: {},
    programs: { A: [read("a", "v"), write("a", 1)], B: read("a", "v") },
    reached: {
      "B reads 0": (s) => s.process<typeof locals>("B").my.v === 0,
      "B reads 1": (s) => s.process<typeof locals>("B").my.v === 1,
    },
    deadlocks: false,
  },
};

export const traps = family({
  name: "reduction-traps",
  title: "the smallest programs on which reductions have failed",
  about: ["Each made some published algorithm, or some tool, lose a run that matters."],
  variants,
  newest: "counting-down",
  parameters: {},
  build: ({ name, start, programs, reached, unreachable = {} }) => {
    const names = Object.keys(programs);
    return model({
      name: `reduction-traps@${name}`,
      variables: { ...variables, ...start },
      unreachable,
      processes: Object.entries(programs).map(([each, program]) => process(each, { locals, program })),
      properties: [
        ...Object.entries(reached).map(([outcome, predicate]) => reachable(outcome, predicate)),
        reachable("all finish", (s) => names.every((each) => s.process(each).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: ({ deadlocks }) => (deadlocks ? ["deadlock free"] : []),
});
