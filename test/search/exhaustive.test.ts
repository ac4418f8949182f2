/** States, transitions and depths of models small enough to count by hand. */

import { type Context, check, language, model, mutex, type Part } from "preempt";
import { expect, test } from "vitest";

const variables = { x: 0, m: mutex() };
const locals = { seen: 0 };
type Program = Part<Context<typeof variables, typeof locals>>;

const { step, loop, choose, atomic, lock, unlock, process, never } = language<
  typeof variables,
  typeof locals
>();

const silent = (count: number): Program => Array.from({ length: count }, (_, i) => step(`silent ${i}`));
const blocked = step("never enabled", () => undefined, { enabled: () => false });
const halt = step("halt", (k) => {
  k.halt("panic");
});
const pick = (...from: readonly number[]): Program =>
  step("pick", (k) => {
    k.x = k.choose(from);
  });
const read = step("read", (k) => {
  k.my.seen = k.x;
});
const write = step("write", (k) => {
  k.x = k.my.seen + 1;
});
const flip = step("flip", (k) => {
  k.x = 1 - k.x;
});
const locked: Program = [lock("lock", (k) => k.m), step("inside"), unlock("unlock", (k) => k.m)];

interface Row {
  readonly what: string;
  readonly programs: readonly Program[];
  /** States, transitions, and steps to the farthest state. */
  readonly counts: readonly [number, number, number];
}

test.each<Row>([
  { what: "a step", programs: [step("step")], counts: [2, 1, 1] },
  { what: "a step that is never enabled", programs: [blocked], counts: [1, 0, 0] },
  { what: "a step that leads to where it began", programs: [loop(step("spin"))], counts: [1, 1, 0] },
  { what: "a loop between two states", programs: [loop(flip)], counts: [2, 2, 1] },
  { what: "a grid of 4 x 4", programs: [silent(3), silent(3)], counts: [16, 24, 6] },
  {
    what: "a grid of more than one batch, 11 x 11",
    programs: [silent(10), silent(10)],
    counts: [121, 220, 20],
  },
  { what: "a cube of 2 x 2 x 2", programs: [silent(1), silent(1), silent(1)], counts: [8, 12, 3] },
  { what: "outcomes that lead to two states", programs: [pick(1, 1, 2)], counts: [3, 3, 1] },
  { what: "branches that lead to one state", programs: [choose(silent(1), silent(1))], counts: [2, 2, 1] },
  // From (0, j) A halts, j = 0 … 3; there B stands still.
  { what: "a halt beside three steps", programs: [halt, silent(3)], counts: [8, 7, 4] },
  { what: "atomic blocks", programs: [atomic("a", silent(2)), atomic("b", silent(2))], counts: [4, 4, 2] },
  {
    what: "an atomic block that blocks inside",
    programs: [atomic("a", silent(1), blocked)],
    counts: [1, 0, 0],
  },
  // Of 4 x 4 places the 2 x 2 inside both sections are shut, and with them 6 of 12 moves of each process.
  { what: "a mutex", programs: [locked, locked], counts: [12, 12, 6] },
  // Both wrote: 2 with (0, 1) or (1, 0) seen, or 1 with (0, 0). One wrote, the other read: 2 each. One wrote: 1 each.
  // Nobody wrote: 4.
  {
    what: "a lost update",
    programs: [
      [read, write],
      [read, write],
    ],
    counts: [13, 14, 4],
  },
])("$what: $counts states, transitions, depth", ({ programs, counts }) => {
  const names = ["A", "B", "C"];
  const counted = model({
    name: "counted",
    variables,
    processes: programs.map((program, i) => process(names[i] ?? "", { locals, program })),
    properties: [never("impossible", () => false)],
  });
  const { states, transitions, depth, exhausted, strategy } = check(counted, { recheck: 0 }).grounds;
  expect([states, transitions, depth]).toEqual(counts);
  expect({ exhausted, strategy }).toEqual({ exhausted: true, strategy: "exhaustive" });
});
