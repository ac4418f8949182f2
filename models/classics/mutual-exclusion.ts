/**
 * Two processes keep each other out by flags.
 *
 * dekker: A: 1 y := 1    2 read x; if it is 0:    3 c := 1    4 read c        B the same, with x and y changed and c := 0
 * peterson: A: 1 f1 := 1    2 turn := 1    3 read f2; if it is 1:    4 read turn; if it is 1, stay here
 *   5 c := 0    6 read c    7 f1 := 0                                          B the same, with f2, f1, turn := 0, c := 1
 * simplified-dekker: A: 1 x := 1    2 wait until y is 0    3 x := 0            B the same, with x and y changed
 * dekker-trylock: A as in simplified-dekker, but reads y and does not wait
 *
 * Claims: c is what was written to it, so nobody else was there; and nobody waits for ever. Of peterson the published count has
 * no loop: who would have to look again stays where it is for ever, which is no deadlock. simplified-dekker deadlocks.
 * 3 traces; 4, and 6 that stay; 2, and 1 that deadlocks; 4.
 */

import { type Context, family, language, model, type Part } from "preempt";
import { stuck } from "./assume.js";

const variables = { x: 0, y: 0, f1: 0, f2: 0, turn: -1, c: -1 };
const locals = { seen: -1 };

type Here = Context<typeof variables, typeof locals>;
type Flag = "x" | "y" | "f1" | "f2";

const { step, when, process, assertion, reachable, deadlockFree } = language<
  typeof variables,
  typeof locals
>();

const write = (to: Flag | "turn", value: number) =>
  step(`W ${to} ${value}`, (k) => {
    k[to] = value;
  });

const alone = "c is what was written to it";

const critical = (value: number) => [
  step(`W c ${value}`, (k) => {
    k.c = value;
  }),
  step("R c", (k) => {
    k.assert(alone, k.c === value);
  }),
];

const dekker = (mine: Flag, other: Flag, value: number) => [
  write(mine, 1),
  when(`R ${other}`, (k) => k[other] === 0, critical(value)),
];

const peterson = (mine: Flag, other: Flag, turn: number, value: number) => [
  write(mine, 1),
  write("turn", turn),
  when(
    `R ${other}`,
    (k) => k[other] === 1,
    when("R turn", (k) => k.turn === turn, stuck),
  ),
  critical(value),
  write(mine, 0),
];

const waiting = (mine: Flag, other: Flag) => [
  write(mine, 1),
  step(`await ${other} = 0`, undefined, { enabled: (k) => k[other] === 0 }),
  write(mine, 0),
];

const looking = (mine: Flag, other: Flag) => [
  write(mine, 1),
  step(`R ${other}`, (k) => {
    k.my.seen = k[other];
  }),
  write(mine, 0),
];

interface Protocol {
  readonly about: string;
  readonly programs: readonly Part<Here>[];
  /** Whether there is a critical section. */
  readonly guards: boolean;
  readonly deadlocks: boolean;
  readonly unreachable?: Readonly<Record<string, string>>;
}

const waitsForEver = "who would have to look again stays there";

const variants: Readonly<Record<string, Protocol>> = {
  dekker: {
    about: "a flag each; who sees the other's does not enter",
    programs: [dekker("y", "x", 1), dekker("x", "y", 0)],
    guards: true,
    deadlocks: false,
  },
  peterson: {
    about: "a flag each, and a turn; who would have to look again stays there",
    programs: [peterson("f1", "f2", 1, 0), peterson("f2", "f1", 0, 1)],
    guards: true,
    deadlocks: false,
    unreachable: { "A: stuck": waitsForEver, "B: stuck": waitsForEver },
  },
  "simplified-dekker": {
    about: "a flag each, and both wait for the other's",
    programs: [waiting("x", "y"), waiting("y", "x")],
    guards: false,
    deadlocks: true,
  },
  "dekker-trylock": {
    about: "a flag each; one waits, one looks",
    programs: [looking("x", "y"), waiting("y", "x")],
    guards: false,
    deadlocks: false,
  },
};

export const mutualExclusion = family({
  name: "flag-protocols",
  title: "two processes keep each other out by flags",
  about: ["Without a loop, as other tools count them: a process that would have to look again does not."],
  variants,
  newest: "peterson",
  parameters: {},
  build: ({ name, programs, guards, unreachable = {} }) =>
    model({
      name: `flag-protocols@${name}`,
      variables,
      unreachable,
      processes: programs.map((program, i) => process(i === 0 ? "A" : "B", { locals, program })),
      properties: [
        assertion(alone),
        reachable("a critical section is entered", (s) => s.c !== -1, {
          impossible: !guards && "there is none",
        }),
        reachable("both finish", (s) => s.process("A").finished && s.process("B").finished),
        deadlockFree(),
      ],
    }),
  violated: ({ deadlocks }) => (deadlocks ? ["deadlock free"] : []),
});
