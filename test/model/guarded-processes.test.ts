/** A guard of a whole process: every step outside atomic blocks waits for it. And questions by rule, and where a step was taken. */

import {
  check,
  indexed,
  language,
  type Model,
  model,
  mutex,
  type Part,
  type ProcessOptions,
  type Rule,
} from "preempt";
import { describe, expect, test } from "vitest";
import { recordRun } from "../../src/trace/record.js";
import { parseSchedule } from "../../src/trace/replay.js";
import { found } from "../search/found.js";
import { moves } from "../semantics/walk.js";
import { agreed, countsOf, verdictsOf } from "../tables/agreed.js";

const variables = { on: false, x: 0, m: mutex() };
type V = typeof variables;

const { step, when, loop, choose, atomic, lock, unlock, tryLock, irqsDisabled, userMode, process } =
  language<V>();
const { deadlockFree, always, reachable } = language<V>();

const write = step("writes", (k) => {
  k.x += 1;
});
const turnOn = step("turns on", (k) => {
  k.on = true;
});

function pair(
  program: ProcessOptions<V, unknown>["program"],
  { b = turnOn, enabled = ({ on }: { readonly on: boolean }): boolean => on } = {},
): Model {
  return model({
    name: "guarded",
    variables,
    processes: [process("A", { enabled, program }), process("B", { program: b })],
    properties: [deadlockFree()],
  });
}

describe("a process that is guarded as a whole", () => {
  const sections: readonly [string, Part<never>, readonly string[]][] = [
    ["a step", write, ["writes: x=1"]],
    [
      "a step with a guard of its own that is true",
      step("a", undefined, { enabled: (k: { x: number }) => k.x === 0 }),
      ["a:"],
    ],
    [
      "a step with a guard of its own that is false",
      step("a", undefined, { enabled: (k: { x: number }) => k.x > 0 }),
      [],
    ],
    ["a when", when("x is 0?", (k) => k.x === 0, write), ["x is 0?:"]],
    ["a lock", [lock("m", (k) => k.m), unlock("m back", (k) => k.m)], ["m: m=A"]],
    [
      "a tryLock",
      tryLock(
        "m?",
        (k) => k.m,
        unlock("m back", (k) => k.m),
      ),
      ["m?: m=A"],
    ],
    ["the branches of a choose", choose(write, step("b")), ["writes: x=1", "b:"]],
    ["an atomic block", atomic("together", write, write), ["writes: x=1; writes: x=2"]],
    ["a loop", loop(write), ["writes: x=1"]],
  ];

  test.each(sections)("%s", (_, program, can) => {
    const built = pair(program as ProcessOptions<V, unknown>["program"]);
    expect(moves(built, "A")).toEqual([]);
    expect(moves(built, "A", "B")).toEqual(can);
  });

  test("its second step waits, too", () => {
    const off = [
      turnOn,
      step("turns off", (k: { on: boolean }) => {
        k.on = false;
      }),
    ];
    const built = pair([write, write], { b: off as never });
    expect(moves(built, "A", "B A")).toEqual(["writes: x=2"]);
    expect(moves(built, "A", "B A B")).toEqual([]);
  });

  test("an atomic block that has begun goes on, although it turns itself off", () => {
    const turnsOff = step("turns off", (k: { on: boolean }) => {
      k.on = false;
    });
    expect(moves(pair(atomic("together", turnsOff, write)), "A", "B")).toEqual([
      "turns off: on=false; writes: x=1",
    ]);
  });

  test("a deadlock names what it waits for", () => {
    const built = pair(write, { b: step("nothing") as never });
    const [verdict] = check(built).verdicts;
    expect(verdict?.kind === "violated" && verdict.trace.waiting).toEqual([
      { process: "A", steps: ["writes"], reads: [{ variable: "on", value: false }] },
    ]);
    expect(found(built)).toEqual({ "deadlock free": "violated (0, 0, 1) B" });
  });

  test("it has finished where its program has, guard or not", () => {
    expect(found(pair(write))).toEqual({ "deadlock free": "holds" });
  });

  test("the guard is asked first, so that what stands behind it need not be there", () => {
    const built = pair(
      step("a", undefined, {
        enabled: (k) => {
          if (!k.on) throw new Error("asked too early");
          return true;
        },
      }),
    );
    expect(found(built)).toEqual({ "deadlock free": "holds" });
  });

  test("a guard that is no boolean is refused", () => {
    const built = pair(write, { enabled: (() => 1) as never });
    expect(() => check(built)).toThrow('the guard of step "writes" of A returned number, not a boolean');
  });

  test("tables and reference semantics agree", () => {
    const flips = loop(
      step("flips", (k) => {
        k.on = !k.on;
      }),
    );
    const program = loop(
      lock("m", (k) => k.m),
      choose(
        write,
        step("back to 0", (k) => {
          k.x = 0;
        }),
      ),
      atomic(
        "both",
        unlock("m back", (k) => k.m),
        step("bounded", (k) => {
          k.x = Math.min(k.x, 2);
        }),
      ),
    );
    const built = model({
      name: "guarded",
      variables,
      processes: [
        process("A", { enabled: (k) => k.on, program }),
        process("B", { enabled: (k) => !k.on, program }),
        process("C", { program: flips, environment: true }),
      ],
      properties: [
        deadlockFree(),
        always("x is small", (s) => s.x < 3),
        reachable("x is 3", (s) => s.x === 3),
      ],
    });
    const { report } = agreed(built);
    expect(countsOf(report)).toEqual([34, 60, 10]);
    expect(verdictsOf(report)).toEqual({
      // C belongs to the surroundings: that it could turn A on again is no rescue.
      "deadlock free": "violated (1, 0, 2)",
      "x is small": "violated (0, 0, 8)",
      "x is 3": "holds (0, 0, 8)",
    });
  });
});

describe("process(name).under(rule)", () => {
  const masked: Rule = { name: "masked", of: (at) => at.includes("irqs off") };
  const plain: Rule = { name: "plain", of: (at) => at.length === 0 };
  const program = [userMode(step("a")), irqsDisabled(step("b"), step("c"), step("d"))];
  const asked = (rule: Rule): Model =>
    model({
      name: "asked",
      variables,
      processes: [
        process("A", { program }),
        process("B", {
          program: loop(
            step("sees", undefined, { enabled: (k) => k.process("A").under(rule), mayWait: true }),
          ),
        }),
      ],
    });

  test.each<[string, Rule, string]>([
    ["masked", masked, "..BB."],
    ["plain", plain, ".B..B"],
    ["anywhere", { name: "anywhere", of: () => true }, "BBBBB"],
  ])("%s", (_, rule, expected) => {
    const seen = ["", "A", "A A", "A A A", "A A A A"].map((schedule) =>
      moves(asked(rule), "B", schedule).length > 0 ? "B" : ".",
    );
    expect(seen.join("")).toBe(expected);
  });

  test("is asked of the location alone: one view for all that satisfy the rule alike", () => {
    const built = model({
      name: "views",
      variables,
      processes: [
        process("A", { program: loop(...["a", "b", "c", "d", "e", "f"].map((label) => step(label))) }),
        process("B", {
          program: loop(step("sees", undefined, { enabled: (k) => k.process("A").under(plain) })),
        }),
      ],
      properties: [always("p", () => true)],
    });
    // Six steps of A, one of B and one predicate.
    expect(check(built, { recheck: 0 }).grounds.views).toBe(8);
  });
});

describe("where a step of a trace was taken", () => {
  const machine = {
    cpu: indexed(2, { running: "T" as "T" | "U" }),
    task: indexed(["T", "U"], { at: 0 }),
  };
  const words = language<typeof machine>();
  const built = model({
    name: "placed",
    variables: machine,
    processes: [
      words.process("T", { task: "T", cpu: (k) => k.task("T").at, program: words.loop(words.step("works")) }),
      words.process("CPU0", {
        cpu: 0,
        task: (k) => k.here.running,
        program: words.loop(
          words.step("switches", (k) => {
            k.here.running = k.here.running === "T" ? "U" : "T";
            k.task("T").at = 1;
          }),
        ),
      }),
      words.process("device", { program: words.loop(words.step("does something")) }),
    ],
  });
  const trace = recordRun(built, parseSchedule(built, "T CPU0 T CPU0 device"));

  test("cpu and task before it, and the task after it", () => {
    expect(trace.steps.map(({ place }) => `${place.cpu} ${place.task} ${place.next}`)).toEqual([
      "0 T T",
      "0 T U",
      "1 T T",
      "0 U T",
      "null null null",
    ]);
  });

  test("switches are context switches where there are tasks", () => {
    expect(trace.switches).toBe(2);
  });
});
