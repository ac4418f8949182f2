/** Searches of at most so many preemptions: what they find, what they leave open, and when they prove after all. */

import {
  assertion,
  type CheckOptions,
  check,
  deadlockFree,
  eventually,
  language,
  type Model,
  model,
  neverStuck,
  type Progress,
  type Property,
} from "preempt";
import { describe, expect, test } from "vitest";
import { searchedText } from "../../src/render/report.js";
import { statisticsText } from "../../src/render/statistics.js";
import { found } from "./found.js";
import { grid, groundsOf, set, type View, variables } from "./grid.js";
import { setAndClear, skipAndCopy } from "./programs.js";

const { step, loop, process, never, reachable } = language<typeof variables>();

/** A makes even x odd and B odd x even, up to `most`: x = n takes n - 1 preemptions. */
function turns(most: number, properties: readonly Property<View>[]): Model {
  const raise = (rest: number) =>
    loop(
      step("raise x", (k) => {
        if (k.x < most && k.x % 2 === rest) k.x += 1;
      }),
    );
  return model({
    name: "turns",
    variables,
    processes: [process("A", { program: raise(0) }), process("B", { program: raise(1) })],
    properties,
  });
}

const is = (x: number): Property<View> => never(`x is ${x}`, (s) => s.x === x);
const bounded = (preemptions: number): CheckOptions => ({ preemptions });
const rising: CheckOptions = { strategy: "bounded" };
const open = (preemptions: string): string =>
  `inconclusive: no violation with at most ${preemptions}; not a proof`;

describe("a bound", () => {
  const properties = [is(2), is(4), reachable("x = 3", (s) => s.x === 3), never("x = 9", (s) => s.x === 9)];

  test.each<[number, Readonly<Record<string, string>>]>([
    [
      0,
      {
        "x is 2": open("0 preemptions"),
        "x is 4": open("0 preemptions"),
        "x = 3": "inconclusive: not reached with at most 0 preemptions; not a proof",
        "x = 9": open("0 preemptions"),
      },
    ],
    [
      1,
      {
        "x is 2": "violated (1, 0, 2) A ~ B",
        "x is 4": open("1 preemption"),
        "x = 3": "inconclusive: not reached with at most 1 preemption; not a proof",
        "x = 9": open("1 preemption"),
      },
    ],
    [
      2,
      {
        "x is 2": "violated (1, 0, 2) A ~ B",
        "x is 4": open("2 preemptions"),
        "x = 3": "holds (2, 0, 3) A ~ B ~ A",
        "x = 9": open("2 preemptions"),
      },
    ],
    [
      5,
      {
        "x is 2": "violated (1, 0, 2) A ~ B",
        "x is 4": "violated (3, 0, 4) A ~ B ~ A ~ B",
        "x = 3": "holds (2, 0, 3) A ~ B ~ A",
        "x = 9": "holds",
      },
    ],
  ])(
    "of %i finds what takes no more, and proves nothing that it does not exhaust",
    (preemptions, expected) => {
      expect(found(turns(5, properties), bounded(preemptions))).toEqual(expected);
    },
  );

  test("finds the least, and what an unbounded search finds", () => {
    for (const program of [skipAndCopy, setAndClear]) {
      expect(found(program(), bounded(1))).toEqual(found(program()));
      expect(Object.values(found(program(), bounded(0)))).toEqual([open("0 preemptions")]);
    }
  });

  test("that leaves nothing out proves, and says with how many preemptions each state is reached", () => {
    const properties = [never("x is 3", (s) => s.x === 3), reachable("y is 3", (s) => s.y === 3)];
    expect(found(grid(properties), bounded(1))).toEqual({ "x is 3": "holds", "y is 3": "unreached" });
    expect(found(grid(properties), bounded(0))).toEqual({
      "x is 3": open("0 preemptions"),
      "y is 3": "inconclusive: not reached with at most 0 preemptions; not a proof",
    });
    const { states, transitions, exhausted, bound } = groundsOf(grid(properties), bounded(7));
    expect({ states, transitions, exhausted, bound }).toEqual({
      states: 9,
      transitions: 12,
      exhausted: true,
      // Come to by A or by B; each of the middle four by both, of one preemption the inner one alone.
      bound: { preemptions: 1, nodes: expect.any(Number) },
    });
  });

  test("counts a state once, and beside it how often it was expanded", () => {
    // Without a preemption: A A B B and B B A A, which share the first and the last state of eight.
    const { states, bound, exhausted, stopped } = groundsOf(grid([is(3)]), bounded(0));
    expect({ states, bound, exhausted, stopped }).toEqual({
      states: 8,
      bound: { preemptions: 0, nodes: 9 },
      exhausted: false,
      stopped: "runs of more preemptions were left out",
    });
    expect(statisticsText(groundsOf(grid([is(3)]), bounded(0)), 1)).toContain(
      "states    8, and 1 more come upon\nnodes     9; a state once for each process that moved last\n",
    );
  });

  test("is said beside what was searched", () => {
    expect(searchedText(groundsOf(grid([is(3)]), bounded(0)))).toBe(
      "only 8 states, 10 moves, depth 4 (bounded, every run with at most 0 preemptions); cut: runs of more preemptions were left out",
    );
    expect(searchedText(groundsOf(grid([is(3)]), bounded(1)))).toMatch(
      /^all 9 states, 12 moves, depth 4 \(bounded, any number of preemptions; each is reached with at most 1 preemption\)$/,
    );
  });

  test("makes no deadlock of a state whose moves it leaves out", () => {
    const dear = model({
      name: "dear",
      variables,
      processes: [
        process("A", {
          program: step(
            "x := 1",
            (k) => {
              k.x = 1;
            },
            { cost: "preemption" },
          ),
        }),
      ],
      properties: [deadlockFree(), is(1)],
    });
    expect(found(dear, bounded(0))).toEqual({
      "deadlock free": open("0 preemptions"),
      "x is 1": open("0 preemptions"),
    });
    expect(found(dear, bounded(1))).toEqual({
      "deadlock free": "holds",
      "x is 1": "violated (1, 0, 1) A",
    });
  });

  test("decides claims about whole runs only where it leaves nothing out", () => {
    const spin = loop(step("spin"));
    const waits = step("wait", () => undefined, { enabled: ({ x }) => x === 9 });
    const of = (properties: readonly Property<View>[]): Model =>
      model({
        name: "whole runs",
        variables,
        processes: [
          process("A", { program: [set("x", 1), set("x", 2), spin] }),
          process("B", { program: [set("y", 1), set("y", 2), waits] }),
        ],
        properties,
      });
    const left = "inconclusive: it takes every run to decide this, and a bound leaves runs out";
    const properties = [neverStuck(), eventually("x is 2 at last", (s: View) => s.x === 2)];
    expect(found(of(properties), bounded(0))).toEqual({ "never stuck": left, "x is 2 at last": left });
    expect(found(of(properties), bounded(1))).toEqual(found(of(properties)));
    expect(found(of(properties), rising)).toEqual(found(of(properties)));
  });

  test("leaves open an assertion that only a dearer move to a known state fails", () => {
    const a = step("x := 1", (k) => {
      k.assert("P", k.y !== 1);
      k.x = 1;
    });
    const failing = model({
      name: "failing",
      variables,
      processes: [process("A", { program: a }), process("B", { program: [set("y", 1), set("y", 0)] })],
      properties: [assertion("P"), never("y is 2", (s) => s.y === 2)],
    });
    expect(found(failing, bounded(0))).toEqual({ P: open("0 preemptions"), "y is 2": "holds" });
    for (const options of [bounded(1), rising])
      expect(found(failing, options)).toEqual({ P: "violated (1, 0, 2) B ~ A", "y is 2": "holds" });
  });

  test.each([-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])("of %d is refused", (preemptions) => {
    expect(() => check(grid([is(3)]), { preemptions })).toThrow(
      `at most ${preemptions} preemptions is no bound: a bound is a whole number from 0 on`,
    );
  });
});

describe("rising bounds", () => {
  test("stop at the first bound that shows a violation, and say of the others how far they went", () => {
    expect(found(turns(5, [is(2), is(4), reachable("x = 3", (s) => s.x === 3)]), rising)).toEqual({
      "x is 2": "violated (1, 0, 2) A ~ B",
      "x is 4": open("1 preemption"),
      "x = 3": "inconclusive: not reached with at most 1 preemption; not a proof",
    });
  });

  test("go on past what is reached as it should be", () => {
    expect(found(turns(5, [reachable("x = 1", (s) => s.x === 1), is(3)]), rising)).toEqual({
      "x = 1": "holds (0, 0, 1) A",
      "x is 3": "violated (2, 0, 3) A ~ B ~ A",
    });
  });

  test("end in a proof where the space is exhausted", () => {
    expect(found(turns(5, [is(6), reachable("x = 7", (s) => s.x === 7)]), rising)).toEqual({
      "x is 6": "holds",
      "x = 7": "unreached",
    });
    expect(groundsOf(turns(5, [is(6)]), rising)).toMatchObject({
      strategy: "bounded",
      exhausted: true,
      states: 6,
      bound: { preemptions: 4 },
    });
  });

  test("that are cut before the last states are judged do not prove, though nothing is left to be come upon", () => {
    // Of nine states this one alone takes a preemption, and is come upon last.
    const last = [never("both are half-way", (s: View) => s.x === 1 && s.y === 1)];
    const said = Array.from({ length: 12 }, (_, calls) => {
      let left = calls;
      const stop = (): string | undefined => (left-- > 0 ? undefined : "enough");
      return check(grid(last), { ...rising, stop, recheck: 0 }).verdicts[0]?.kind;
    });
    expect(new Set(said)).toEqual(new Set(["inconclusive", "violated"]));
  });

  test("are cut by a limit: the last bound that was gone through is what is said", () => {
    const stop = ({ states }: Progress) => (states >= 4 ? "enough" : undefined);
    expect(found(turns(100, [is(50)]), { ...rising, stop })).toEqual({
      "x is 50": "inconclusive: enough; no violation with at most 1 preemption; not a proof",
    });
    const { exhausted, stopped, bound } = groundsOf(turns(100, [is(50)]), { ...rising, stop });
    expect({ exhausted, stopped, preemptions: bound?.preemptions }).toEqual({
      exhausted: false,
      stopped: "enough",
      preemptions: 1,
    });
    const now = (): string => "at once";
    expect(found(turns(100, [is(50)]), { ...rising, stop: now })).toEqual({
      "x is 50": "inconclusive: at once",
    });
  });
});
