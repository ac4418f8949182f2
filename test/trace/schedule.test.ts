/** One-line schedules: what is written is read back, whatever was written. */

import fc from "fast-check";
import { isModelError, language, type Model, model, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { parseSchedule } from "../../src/trace/replay.js";
import { schedule } from "../../src/trace/trace.js";

type Step = Trace["steps"][number];
type Scheduled = ReturnType<typeof parseSchedule>[number];

/** Names as processes may have them: some begin like others, some end like an outcome. */
const names = ["A", "A1", "A.1", "vCPU", "other-vCPU", "CPU0", "irq:7", "_", "x_2-y"] as const;

const variables = { x: 0 };
const { step, process } = language<typeof variables>();

const named: Model = model({
  name: "named",
  variables,
  processes: names.map((name) =>
    process(name, {
      program: step("move", (k) => {
        k.x = 1;
      }),
    }),
  ),
});

function stepOf(process: string, outcome: number, switched: Step["switch"]): Step {
  const preempts = switched === "preempted";
  const cost = { preemptions: Number(preempts), events: 0, kinds: preempts ? ["preemption" as const] : [] };
  const place = { cpu: null, task: null, next: null };
  return { process, place, outcome, switch: switched, cost, atomic: null, acts: [] };
}

const anyStep = fc.record({
  process: fc.integer({ min: 0, max: names.length - 1 }),
  outcome: fc.oneof(fc.constant(0), fc.nat(12)),
  switched: fc.constantFrom<Step["switch"]>("none", "preempted", "blocked", "finished"),
  times: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 30 })),
});

/** Runs of steps, so that `*2` comes up. */
const anyRun = fc
  .array(anyStep, { maxLength: 20 })
  .map((runs) => runs.flatMap(({ times, ...one }) => Array.from({ length: times }, () => one)));

const scheduled = (steps: readonly Scheduled[]): readonly Scheduled[] =>
  steps.map(({ process, outcome }) => ({ process, outcome }));

const written = (run: readonly { process: number; outcome: number; switched: Step["switch"] }[]): string =>
  schedule({
    cycle: null,
    steps: run.map(({ process, outcome, switched }) => stepOf(names[process] ?? "", outcome, switched)),
  });

describe("what schedule() writes", () => {
  test("parseSchedule() reads back", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        expect(parseSchedule(named, written(run))).toEqual(scheduled(run));
      }),
    );
  });

  test("is one line of words, each a process that moves, with a tilde before each that preempts", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const words = written(run).split(" ").filter(Boolean);
        expect(words.filter((word) => word === "~")).toHaveLength(
          run.filter(({ switched }) => switched === "preempted").length,
        );
        for (const word of words) expect(word).toMatch(/^(~|[A-Za-z_][\w.:-]*(\/[1-9]\d*)?(\*[1-9]\d*)?)$/);
      }),
    );
  });

  test("is as short as it can be: the same move twice in a row is one word", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const words = written(run).split(" ").filter(Boolean);
        words.forEach((word, i) => {
          expect(word.replace(/\*\d+$/, "")).not.toBe(words[i + 1]?.replace(/\*\d+$/, "") ?? "");
        });
      }),
    );
  });

  test.each([
    [[["A", 0, "none"]], "A"],
    [
      [
        ["A", 0, "none"],
        ["A", 0, "none"],
        ["A", 1, "none"],
      ],
      "A*2 A/1",
    ],
    [
      [
        ["A", 1, "none"],
        ["A", 1, "none"],
      ],
      "A/1*2",
    ],
    [
      [
        ["A", 0, "none"],
        ["vCPU", 0, "preempted"],
        ["vCPU", 0, "none"],
        ["A", 0, "finished"],
      ],
      "A ~ vCPU*2 A",
    ],
    [
      [
        ["A", 0, "none"],
        ["vCPU", 0, "blocked"],
        ["A", 0, "preempted"],
        ["A", 0, "none"],
      ],
      "A vCPU ~ A*2",
    ],
    [[], ""],
  ] as const)("%j is %j", (steps, line) => {
    expect(
      schedule({
        cycle: null,
        steps: steps.map(([process, outcome, switched]) => stepOf(process, outcome, switched)),
      }),
    ).toBe(line);
  });
});

describe("what is read", () => {
  test("may have the long form of model errors, tildes anywhere, and any white space", () => {
    fc.assert(
      fc.property(anyRun, fc.constantFrom(" ", "  ", "\t", "\n", " ~ ", " ~ ~ "), (run, gap) => {
        const words = run.map(
          ({ process, outcome }) => `${names[process]}${outcome === 0 ? "" : `/${outcome}`}`,
        );
        const line = words.join(gap);
        expect(parseSchedule(named, line)).toEqual(scheduled(run));
      }),
    );
  });

  test("any text at all ends in a schedule or in a ModelError, and soon", () => {
    const pieces = fc.constantFrom(
      "A",
      "vCPU",
      "B",
      "~",
      "*",
      "/",
      "0",
      "2",
      "999999999999",
      " ",
      "-1",
      "e9",
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (texts) => {
        try {
          const moves = parseSchedule(named, texts.join(""));
          expect(moves.length).toBeLessThanOrEqual(1_000_000);
        } catch (error) {
          expect(isModelError(error)).toBe(true);
        }
      }),
    );
  });

  test("100,000 steps are not too long, one more is", () => {
    expect(parseSchedule(named, "A*1000000")).toHaveLength(1_000_000);
    expect(() => parseSchedule(named, "A*1000000 A")).toThrow(/too long/);
    expect(() => parseSchedule(named, `A*${"9".repeat(400)}`)).toThrow(/too long/);
  });

  test("a word that stands for no step is a mistake", () => {
    expect(() => parseSchedule(named, "A*0")).toThrow(/A\*0/);
  });
});
