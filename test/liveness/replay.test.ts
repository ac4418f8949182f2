/** Runs that go on for ever: written in a line, read back, stored, and run again on today's model. */

import { check, language, type Model, model, schedule, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { parseRun, replay, replaySchedule } from "../../src/trace/replay.js";
import { parseTrace, storeTrace } from "../../src/trace/stored.js";
import { complaint } from "../model/complaint.js";
import { coin, ending, flicker, haunted, several, starving } from "./named-models.js";

function broken(of: Model): Trace {
  const [verdict] = check(of).verdicts;
  if (verdict?.kind !== "violated") throw new Error(`${of.name} breaks nothing`);
  return verdict.trace;
}

/** What the run in a line breaks, and since when. */
const shown = (of: Model, line: string): readonly string[] =>
  replaySchedule(of, parseRun(of, line)).map(({ property, seen }) => `${property.name}, since ${seen}`);

describe("a schedule with what goes on for ever", () => {
  test.each([flicker("weak"), starving(), coin, several, haunted()])(
    "of $name shows what it showed",
    (of) => {
      const trace = broken(of);
      const [again] = replaySchedule(of, parseRun(of, schedule(trace)));
      expect(again).toEqual({ ...trace, least: false });
    },
  );

  test("is read with moves and outcomes, by process", () => {
    expect(parseRun(several, "B ~ A [A A/2]")).toEqual({
      schedule: [
        { process: 1, outcome: 0 },
        { process: 0, outcome: 0 },
      ],
      cycle: [
        { process: 0, outcome: 0 },
        { process: 0, outcome: 2 },
      ],
    });
    expect(parseRun(several, "A B")).not.toHaveProperty("cycle");
  });

  test("shows all that it breaks, and nothing that it does not", () => {
    expect(shown(several, "A [A*2]")).toEqual(["the flag, since 0"]);
    expect(shown(several, "B A [A*2]")).toEqual(["the flag keeps x from 2, since 2"]);
    expect(shown(several, "A A [A ~ A]")).toEqual(["the flag, since 0"]);
  });

  test("shows nothing that is not fair", () => {
    expect(shown(flicker("weak"), "[A*2]")).toEqual(["B is done, since 0"]);
    expect(shown(flicker("strong"), "[A*2]")).toEqual([]);
    expect(shown(starving("weak"), "[A]")).toEqual([]);
  });

  test("of a run that ends shows what is pending, where it may end", () => {
    expect(shown(ending({ halts: true }), "A*2")).toEqual(["x is 2, since 0"]);
    expect(shown(ending({ halts: true }), "A")).toEqual([]);
  });

  test.each(["[", "]", "A ] B", "[ ]", "[]", "[~]", "[A] [A]", "[A] B", "A [B A", "A [[A]]"])(
    "is not %j",
    (line) => {
      expect(complaint(() => parseRun(several, line))).toBe(
        'in a schedule, what goes on for ever stands in [ ], once, at the end, and is at least a step: "A [B A]"',
      );
    },
  );

  test.each([
    ["A [A]", "what is to go on for ever does not lead back to where it began: x was 1 and is 2"],
    ["[B]", "what is to go on for ever does not lead back to where it began: flag was false and is true"],
    ["[A*0]", '"A*0" in the schedule stands for no step'],
    ["[C]", 'no process "C"; there is A, B'],
    ["[A/1]", "step 1 of the schedule: A has no outcome 1 here; it has outcome 0 alone"],
  ])("%s is refused", (line, expected) => {
    expect(complaint(() => replaySchedule(several, parseRun(several, line)))).toBe(expected);
  });

  test("comes back where only a ghost that nothing looks at has grown", () => {
    expect(shown(haunted(), "[A]")).toEqual(["it is seen, since 0"]);
  });

  const variables = { x: 0, ghost: { count: 0, late: false } };
  const { step, loop, process, eventually, leadsTo } = language<typeof variables>();

  test("does not come back where a ghost has grown that others depend on", () => {
    const late = model({
      name: "late",
      variables,
      processes: [
        process("A", {
          program: loop(
            step("count", (k) => {
              k.ghost.count = Math.min(k.ghost.count + 1, 5);
              k.ghost.late = k.ghost.count > 3;
            }),
          ),
        }),
      ],
      properties: [eventually("it is late", (s) => s.ghost.late)],
    });
    expect(check(late).verdicts).toMatchObject([{ kind: "holds" }]);
    expect(shown(late, "[A]")).toEqual([]);
  });

  test("shows what arises in it, and is not met when it has gone round", () => {
    const flipping = model({
      name: "flipping",
      variables,
      processes: [
        process("A", {
          program: loop(
            step("flip", (k) => {
              k.x = 1 - k.x;
            }),
          ),
        }),
      ],
      properties: [
        leadsTo(
          "1 becomes 2",
          (s) => s.x === 1,
          (s) => s.x === 2,
        ),
      ],
    });
    expect(shown(flipping, "A [A*2]")).toEqual(["1 becomes 2, since 1"]);
    expect(shown(flipping, "[A*2]")).toEqual(["1 becomes 2, since 1"]);
  });
});

describe("a stored trace", () => {
  const trace = broken(flicker("weak"));
  const origin = { kind: "file", file: "flicker.ts", model: "flicker" } as const;

  test("is read as it was written", () => {
    expect(parseTrace(storeTrace({ origin, trace }))).toMatchObject({ origin, trace });
    expect(JSON.parse(storeTrace({ origin, trace }))).toMatchObject({
      schema: "preempt-trace/2",
      seen: 0,
      cycle: {
        from: 0,
        processes: [
          { process: "A", fair: "weak", how: "moves", step: 1 },
          { process: "B", fair: "weak", how: "cannot move", step: 0 },
        ],
      },
      cost: { preemptions: 0, events: 0, steps: 0 },
      least: true,
      waiting: [],
      halted: null,
    });
  });

  test("is the same, or harmless where more is assumed today", () => {
    expect(replay(flicker("weak"), trace)).toEqual({ kind: "same", trace: { ...trace, least: false } });
    expect(replay(flicker(), trace)).toMatchObject({ kind: "same" });
    expect(replay(flicker("strong"), trace)).toEqual({ kind: "harmless", property: "B is done" });
  });

  test("of a run that was to go on for ever shows nothing where it ends", () => {
    expect(replay(flicker("weak"), { ...trace, cycle: null }).kind).toBe("harmless");
  });

  test.each<readonly [string, object, string]>([
    ["no cycle", { cycle: undefined }, '"cycle" of the trace is undefined, not an object'],
    [
      "a fairness that is none",
      { cycle: { from: 0, processes: [{ process: "A", fair: "often", how: "moves", step: 1 }] } },
      '"fair" of process 1 of "processes" of "cycle" of the trace is "often", not one of weak, strong',
    ],
  ])("with %s is refused", (_, change, expected) => {
    const text = storeTrace({ origin, trace: { ...trace, ...change } });
    expect(complaint(() => parseTrace(text))).toBe(expected);
  });
});

describe("what is no claim about runs is refused", () => {
  // As somebody would write it who has no types.
  const untyped = { ...language() } as unknown as Record<string, (...given: readonly unknown[]) => never>;
  const { step, process, eventually, leadsTo } = untyped;
  const claiming = (claim: unknown): Model =>
    model({
      name: "m",
      variables: { x: 0 },
      processes: [process?.("A", { program: step?.("x") })],
      properties: [claim],
    } as never);
  const yes = (): boolean => true;

  test.each([
    ["often", '"often"'],
    ["", '""'],
    [true, "a boolean"],
    [null, "null"],
    [["weak"], "an object"],
  ])("fair: %j", (fair, said) => {
    expect(complaint(() => process?.("A", { fair, program: step?.("x") }))).toBe(
      `process "A" is fair: ${said}; it can be "weak" or "strong"`,
    );
  });

  test.each<readonly [string, () => unknown, string]>([
    [
      "eventually without a function",
      () => eventually?.("e"),
      'the predicate of "e" is undefined, not a function',
    ],
    ["leadsTo without `to`", () => leadsTo?.("l", yes), 'the to of "l" is undefined, not a function'],
    ["leadsTo without any", () => leadsTo?.("l"), 'the from of "l" is undefined, not a function'],
    ["a claim without a name", () => eventually?.(yes), "property 1 has no name: "],
    [
      "a word that was not called",
      () => eventually,
      "property 1 is a function, not one that always, never, ",
    ],
  ])("%s", (_, claim, expected) => {
    expect(complaint(() => claiming(claim()))).toContain(expected);
  });

  test("a predicate that answers with something else", () => {
    expect(complaint(() => check(claiming(leadsTo?.("l", yes, () => 3))))).toBe(
      'the predicate of "l" returned number, not a boolean\n  in the initial state\n  in model "m"',
    );
  });
});
