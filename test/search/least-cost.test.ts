/** Traces of least cost, worked out by hand: schedules in which `~` stands before a preemption. */

import {
  type Context,
  type Cost,
  language,
  type Model,
  model,
  mutex,
  type Part,
  type Property,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { found } from "./found.js";
import { setAndClear, skipAndCopy } from "./programs.js";

const variables = { x: 0, y: 0, m: mutex(), n: mutex() };
type Program = Part<Context<typeof variables>>;
type View = StateView<typeof variables>;

const { step, when, loop, choose, atomic, lock, unlock, process, always, reachable } =
  language<typeof variables>();
const { assertion, deadlockFree } = language<typeof variables>();

/** `x := value`, or whatever else is set. */
const set = (
  values: { readonly x?: number; readonly y?: number },
  options: { readonly cost?: Cost; readonly fails?: string } = {},
): Program =>
  step(
    `set ${JSON.stringify(values)}`,
    (k) => {
      Object.assign(k, values);
      if (options.fails !== undefined) k.fail(options.fails);
    },
    options.cost === undefined ? {} : { cost: options.cost },
  );

const at = (x: number, y = 0): Property<View> =>
  reachable(`x = ${x}, y = ${y}`, (s) => s.x === x && s.y === y);

interface Shape {
  readonly programs: readonly Program[];
  readonly environment?: readonly number[];
  readonly mayWait?: readonly number[];
  readonly properties: readonly Property<View>[];
}

function built({ programs, environment = [], mayWait = [], properties }: Shape): Model {
  const names = ["A", "B", "C"];
  return model({
    name: "by hand",
    variables,
    processes: programs.map((program, i) =>
      process(names[i] ?? "", {
        program,
        environment: environment.includes(i),
        mayWait: mayWait.includes(i),
      }),
    ),
    properties,
  });
}

describe("a preemption is a step of another process while the one that moved last could go on", () => {
  test("A: skip; y := x || B: x++; x++", () => {
    expect(found(skipAndCopy())).toEqual({ "x = 2 and y = 1": "violated (1, 0, 4) B ~ A A B" });
  });

  test("A: x := 1; y++ || B: y := 1; y := 0", () => {
    expect(found(setAndClear())).toEqual({ "x = 1 and y = 2": "violated (1, 0, 3) B ~ A A" });
  });

  test("what the initial state shows costs nothing", () => {
    expect(found(built({ programs: [set({ x: 1 })], properties: [at(0)] }))).toEqual({
      "x = 0, y = 0": "holds (0, 0, 0)",
    });
  });

  test("to leave a process that is finished costs nothing", () => {
    const programs = [set({ x: 1 }), set({ y: 1 })];
    expect(found(built({ programs, properties: [at(1, 1)] }))).toEqual({
      "x = 1, y = 1": "holds (0, 0, 2) A B",
    });
  });

  test("to leave a process that is blocked costs nothing", () => {
    const programs = [
      [set({ x: 1 }), step("wait", () => undefined, { enabled: ({ y }) => y === 1 }), set({ x: 2 })],
      set({ y: 1 }),
    ];
    expect(found(built({ programs, properties: [at(1, 1), at(2, 1)] }))).toEqual({
      "x = 1, y = 1": "holds (0, 0, 2) A B",
      "x = 2, y = 1": "holds (0, 0, 4) A B A A",
    });
  });

  test("to come between two steps of a process costs a preemption, and none where they are atomic", () => {
    const properties = [always("x = y at B", (s) => !s.process("B").finished || s.x === s.y)];
    const steps: Program = [set({ x: 1 }), set({ y: 1 })];
    const reader = step("look");
    expect(found(built({ programs: [steps, reader], properties }))).toEqual({
      "x = y at B": "violated (0, 0, 2) B A",
    });
    expect(found(built({ programs: [atomic("both", steps), reader], properties }))).toEqual({
      "x = y at B": "holds",
    });
  });
});

describe("a failing step", () => {
  /** Fails in the second branch only, which ends where the first one does. */
  const failingDetour = choose(set({ x: 1 }), [step("detour"), set({ x: 1 }, { fails: "P" })]);

  test("ranks at its own cost, though where it leads could be had for less", () => {
    expect(found(built({ programs: [failingDetour], properties: [at(1), assertion("P")] }))).toEqual({
      "x = 1, y = 0": "holds (0, 0, 1) A",
      P: "violated (0, 0, 2) A/1 A",
    });
  });

  test("ranks at its own cost where that is declared", () => {
    const careless = choose(set({ x: 1 }), set({ x: 1 }, { fails: "P", cost: "interrupt" }));
    expect(found(built({ programs: [careless], properties: [at(1), assertion("P")] }))).toEqual({
      "x = 1, y = 0": "holds (0, 0, 1) A",
      P: "violated (0, 1, 1) A/1",
    });
  });

  test("may preempt: it is found though its target is known, cheaper, and with the same last process", () => {
    // Only between the two steps of B does A fail, and it leads to where it leads anyway.
    const a = step("x := 1", (k) => {
      k.assert("P", k.y !== 1);
      k.x = 1;
    });
    const b = [set({ y: 1 }), set({ y: 0 })];
    expect(found(built({ programs: [a, b], properties: [assertion("P"), at(1, 0)] }))).toEqual({
      P: "violated (1, 0, 2) B ~ A",
      "x = 1, y = 0": "holds (0, 0, 1) A",
    });
  });

  test("goes on: its writes stand, and each failure has a trace of its own", () => {
    const steps = [set({ x: 1 }, { fails: "P" }), set({ x: 2 }, { fails: "Q" })];
    const properties = [assertion("P"), assertion("Q"), at(2)];
    expect(found(built({ programs: [steps], properties }))).toEqual({
      P: "violated (0, 0, 1) A",
      Q: "violated (0, 0, 2) A A",
      "x = 2, y = 0": "holds (0, 0, 2) A A",
    });
  });

  test("counts inside an atomic block only where the block can be ended", () => {
    const blockedAfter = step("wait", () => undefined, { enabled: ({ y }) => y === 1 });
    const a = atomic("a", set({ x: 1 }, { fails: "P" }), blockedAfter);
    expect(found(built({ programs: [a], properties: [assertion("P")] }))).toEqual({ P: "holds" });
    expect(found(built({ programs: [a, set({ y: 1 })], properties: [assertion("P")] }))).toEqual({
      P: "violated (0, 0, 2) B A",
    });
  });
});

describe("declared costs", () => {
  test.each<[Cost, string]>([
    ["nothing", "(0, 0, 1)"],
    ["preemption", "(1, 0, 1)"],
    ["interrupt", "(0, 1, 1)"],
    ["migration", "(0, 1, 1)"],
    ["sleep", "(0, 1, 1)"],
  ])("%s is %s", (cost, total) => {
    expect(found(built({ programs: [set({ x: 1 }, { cost })], properties: [at(1)] }))).toEqual({
      "x = 1, y = 0": `holds ${total} A`,
    });
  });

  test("are functions of the state, too", () => {
    const body = (k: Context<typeof variables>) => {
      k.x = 1;
      return undefined;
    };
    const dearOnce = step("go", body, { cost: ({ y }) => (y === 0 ? "preemption" : "nothing") });
    expect(found(built({ programs: [dearOnce, set({ y: 1 })], properties: [at(1, 1), at(1)] }))).toEqual({
      "x = 1, y = 1": "holds (0, 0, 2) B A",
      "x = 1, y = 0": "holds (1, 0, 1) A",
    });
  });

  test("leave no switch with a cost of its own", () => {
    const programs = [[set({ x: 1 }), set({ x: 2 }, { cost: "nothing" })], set({ y: 1 })];
    expect(found(built({ programs, properties: [at(1, 1)] }))).toEqual({
      "x = 1, y = 1": "holds (0, 0, 2) A ~ B",
    });
  });

  test("add up in an atomic block", () => {
    const block = atomic(
      "all",
      set({ x: 1 }, { cost: "preemption" }),
      set({ y: 1 }, { cost: "sleep" }),
      step("end"),
    );
    expect(found(built({ programs: [block], properties: [at(1, 1)] }))).toEqual({
      "x = 1, y = 1": "holds (1, 1, 1) A",
    });
  });

  test("a state that is come to dearly at first is settled when it is come to for less", () => {
    const dear = set({ x: 1 }, { cost: "preemption" });
    const long: Program = [set({ x: 3 }), set({ x: 2 }), set({ x: 1 })];
    const after = set({ x: 5 });
    expect(found(built({ programs: [[choose(dear, long), after]], properties: [at(1), at(5)] }))).toEqual({
      "x = 1, y = 0": "holds (0, 0, 3) A/1 A A",
      "x = 5, y = 0": "holds (0, 0, 4) A/1 A A A",
    });
  });
});

describe("of traces of one cost", () => {
  test("the first process goes first, then the first outcome", () => {
    const both = choose(set({ x: 1 }), set({ x: 1 }));
    expect(found(built({ programs: [both, set({ x: 1 })], properties: [at(1)] }))).toEqual({
      "x = 1, y = 0": "holds (0, 0, 1) A",
    });
    const second: Program = step("pick", (k) => {
      k.x = k.choose([2, 1, 1]);
    });
    expect(found(built({ programs: [second], properties: [at(1)] }))).toEqual({
      "x = 1, y = 0": "holds (0, 0, 1) A/1",
    });
  });

  test("the one that costs less until its last step comes first, though its first process does not", () => {
    const programs = [set({ x: 1 }, { cost: "preemption" }), set({ y: 1 })];
    expect(found(built({ programs, properties: [at(1, 1)] }))).toEqual({
      "x = 1, y = 1": "holds (1, 0, 2) B A",
    });
  });

  test("what they go on from is compared before their last step", () => {
    // A then B, or B then A: each ends in (1, 1). The one that goes on from A comes first.
    const programs = [set({ x: 1 }, { cost: "nothing" }), set({ y: 1 })];
    expect(found(built({ programs, properties: [at(1, 1)] }))).toEqual({
      "x = 1, y = 1": "holds (0, 0, 2) A B",
    });
  });
});

describe("deadlocks", () => {
  const twoLocks = (first: "m" | "n", second: "m" | "n"): Program => [
    lock(`lock ${first}`, (k) => k[first]),
    lock(`lock ${second}`, (k) => k[second]),
    unlock(`unlock ${second}`, (k) => k[second]),
    unlock(`unlock ${first}`, (k) => k[first]),
  ];
  const waits = step("wait", () => undefined, { enabled: ({ x }) => x === 9 });
  const properties = [deadlockFree()];

  test("two locks in either order take one preemption", () => {
    expect(found(built({ programs: [twoLocks("m", "n"), twoLocks("n", "m")], properties }))).toEqual({
      "deadlock free": "violated (1, 0, 2) A ~ B",
    });
    expect(found(built({ programs: [twoLocks("m", "n"), twoLocks("m", "n")], properties }))).toEqual({
      "deadlock free": "holds",
    });
  });

  test("the end of every process is none, nor is a halt", () => {
    expect(found(built({ programs: [set({ x: 1 }), set({ x: 1 })], properties }))).toEqual({
      "deadlock free": "holds",
    });
    const halts = step("halt", (k) => {
      k.halt("panic");
    });
    expect(found(built({ programs: [halts], properties }))).toEqual({ "deadlock free": "holds" });
    expect(found(built({ programs: [halts, waits], properties }))).toEqual({
      "deadlock free": "holds",
    });
  });

  test("what may wait for ever may", () => {
    expect(found(built({ programs: [waits, set({ x: 1 })], mayWait: [0], properties }))).toEqual({
      "deadlock free": "holds",
    });
    expect(found(built({ programs: [waits, set({ x: 1 })], properties }))).toEqual({
      "deadlock free": "violated (0, 0, 1) B",
    });
  });

  test("that the surroundings can move does not make it any less one", () => {
    const ticks = loop(step("tick"));
    const waitsForEver = [set({ y: 1 }), waits];
    expect(found(built({ programs: [ticks, waitsForEver], properties }))).toEqual({
      "deadlock free": "holds",
    });
    expect(found(built({ programs: [ticks, waitsForEver], environment: [0], properties }))).toEqual({
      "deadlock free": "violated (0, 0, 1) B",
    });
  });

  test("it may take the surroundings to come to one, at the cost of any other process", () => {
    // B takes y only if A, of the surroundings, has set x, and then waits for ever.
    const sets = loop(set({ x: 1 }), set({ x: 0 }));
    const falls = when("x = 1?", ({ x }) => x === 1, waits);
    expect(found(built({ programs: [sets, falls], environment: [0], properties }))).toEqual({
      "deadlock free": "violated (1, 0, 2) A ~ B",
    });
  });

  test("the surroundings may wait, when all the others are finished or none was there", () => {
    expect(found(built({ programs: [waits, set({ x: 1 })], environment: [0], properties }))).toEqual({
      "deadlock free": "holds",
    });
    expect(found(built({ programs: [waits], environment: [0], properties }))).toEqual({
      "deadlock free": "holds",
    });
  });
});
