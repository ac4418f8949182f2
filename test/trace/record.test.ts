/** What a trace says of its run: where it shows, which step did the damage, who waits, what switched and at what cost. */

import { check, condition, language, type Model, model, mutex, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { recordRun, recordTrace } from "../../src/trace/record.js";
import { parseRun, parseSchedule } from "../../src/trace/replay.js";

/** The trace of `schedule`, which shows the model's first property. */
function traced(of: Model, schedule: string): Trace {
  const [property] = of.properties;
  if (property === undefined) throw new Error("the model claims nothing");
  return recordTrace(of, property, parseRun(of, schedule), { least: false });
}

const marks = ({ seen, damage }: Trace): Pick<Trace, "seen" | "damage"> => ({ seen, damage });

/** Variables and words enough for all of the models below. */
const variables = { x: 0, y: 0, ghost: { g: 0, h: 0 } };
const { step, when, loop, atomic, process, always, never, reachable, assertion, deadlockFree } =
  language<typeof variables>();

const setX = (to: number) =>
  step(`x := ${to}`, (k) => {
    k.x = to;
  });
const setY = (to: number) =>
  step(`y := ${to}`, (k) => {
    k.y = to;
  });
const setGhost = (to: number) =>
  step(`g := ${to}`, (k) => {
    k.ghost.g = to;
  });

describe("the step in which it shows, and the one that did the damage", () => {
  test("lost update: the last write that changed x, not the one that wrote what was there", () => {
    const own = language<typeof variables, { seen: number }>();
    const locals = { seen: 0 };
    const add = [
      own.step("read x", (k) => {
        k.my.seen = k.x;
      }),
      own.step("write x", (k) => {
        k.x = k.my.seen + 1;
      }),
    ];
    const adders = model({
      name: "adders",
      variables,
      processes: [own.process("A", { locals, program: add }), own.process("B", { locals, program: add })],
      properties: [always("sum", (s) => !(s.process("A").finished && s.process("B").finished) || s.x === 2)],
    });
    expect(marks(traced(adders, "A B B A"))).toEqual({ seen: 4, damage: { step: 3, variables: ["x"] } });
    expect(traced(adders, "A B B A").steps[3]?.acts).toMatchObject([
      { label: "write x", changes: [{ variable: "x", from: 1, to: 1 }] },
    ]);
  });

  test("a location that changes is where it shows, not what did the damage", () => {
    const late = model({
      name: "late",
      variables,
      processes: [process("A", { program: [setX(1), setY(1), step("look")] })],
      properties: [always("x is 0 at the end", (s) => !s.process("A").finished || s.x === 0)],
    });
    expect(marks(traced(late, "A A A"))).toEqual({ seen: 3, damage: { step: 1, variables: ["x"] } });
  });

  test("of several variables the latest to be written counts, and all that it wrote are named", () => {
    const both = step("x, y := 2", (k) => {
      k.x = 2;
      k.y = 2;
    });
    const sums = (program: readonly ReturnType<typeof setX>[]): Model =>
      model({
        name: "sums",
        variables,
        processes: [process("A", { program })],
        properties: [never("the sum is 4", (s) => s.x + s.y === 4)],
      });
    expect(marks(traced(sums([setX(3), setY(1)]), "A A"))).toEqual({
      seen: 2,
      damage: { step: 2, variables: ["y"] },
    });
    expect(marks(traced(sums([setX(3), both]), "A A"))).toEqual({
      seen: 2,
      damage: { step: 2, variables: ["x", "y"] },
    });
  });

  test("the last write, where none changed anything", () => {
    const kept = model({
      name: "kept",
      variables,
      processes: [process("A", { program: [setX(0), setX(0), setY(1)] })],
      properties: [never("x is 0 at the end", (s) => s.process("A").finished && s.x === 0)],
    });
    expect(marks(traced(kept, "A A A"))).toEqual({ seen: 3, damage: { step: 2, variables: ["x"] } });
  });

  test("only what the step changed is named, and a block counts by what it leaves behind", () => {
    const half = step("x := 2, y := y", (k) => {
      k.x = 2;
      k.y = 1;
    });
    const sum = (program: Parameters<typeof process>[1]["program"]): Model =>
      model({
        name: "sums",
        variables,
        processes: [process("A", { program })],
        properties: [never("the sum is 3 at the end", (s) => s.process("A").finished && s.x + s.y === 3)],
      });
    expect(marks(traced(sum([setY(1), half]), "A A"))).toEqual({
      seen: 2,
      damage: { step: 2, variables: ["x"] },
    });
    const thereAndBack = atomic("one instruction", setX(7), setX(2));
    expect(marks(traced(sum([setX(2), setY(1), thereAndBack]), "A A A"))).toEqual({
      seen: 3,
      damage: { step: 2, variables: ["y"] },
    });
  });

  test("a ghost that changed comes before a real variable that was written and did not", () => {
    const ghostly = model({
      name: "ghostly",
      variables,
      processes: [process("A", { program: [setGhost(1), setX(0)] })],
      properties: [
        never("x is 0 and g is 1 at the end", (s) => s.process("A").finished && s.x === 0 && s.ghost.g === 1),
      ],
    });
    expect(marks(traced(ghostly, "A A"))).toEqual({ seen: 2, damage: { step: 1, variables: ["ghost.g"] } });
  });

  test("a variable that the claim did not come to look at does not count", () => {
    const shortcut = model({
      name: "shortcut",
      variables,
      processes: [process("A", { program: [setX(1), setY(1)] })],
      properties: [always("x is 0, or y is 9", (s) => s.x === 0 && s.y === 0)],
    });
    // x is 1, so y was never read.
    expect(marks(traced(shortcut, "A A"))).toEqual({ seen: 2, damage: { step: 1, variables: ["x"] } });
  });

  test("a real variable comes before a ghost, though the ghost was written later", () => {
    const ghostly = model({
      name: "ghostly",
      variables,
      processes: [process("A", { program: [setX(1), setGhost(1)] })],
      properties: [never("x and g are 1", (s) => s.x === 1 && s.ghost.g === 1)],
    });
    expect(marks(traced(ghostly, "A A"))).toEqual({ seen: 2, damage: { step: 1, variables: ["x"] } });
  });

  test("a ghost, where no real variable that the claim reads was ever written", () => {
    const ghostly = model({
      name: "ghostly",
      variables,
      processes: [process("A", { program: [setGhost(1), setY(1)] })],
      properties: [
        never("x is 0 and g is 1 at the end", (s) => s.process("A").finished && s.x === 0 && s.ghost.g === 1),
      ],
    });
    expect(marks(traced(ghostly, "A A"))).toEqual({ seen: 2, damage: { step: 1, variables: ["ghost.g"] } });
  });

  test("nothing, where only locations were looked at", () => {
    const ended = model({
      name: "ended",
      variables,
      processes: [process("A", { program: setX(1) })],
      properties: [never("A ends", (s) => s.process("A").finished)],
    });
    expect(marks(traced(ended, "A"))).toEqual({ seen: 1, damage: null });
  });

  test("nothing, where the initial state is broken", () => {
    const begun = model({
      name: "begun",
      variables,
      processes: [process("A", { program: setX(1) })],
      properties: [never("x is 0", (s) => s.x === 0)],
    });
    expect(traced(begun, "")).toMatchObject({
      seen: 0,
      damage: null,
      steps: [],
      switches: 0,
      cost: { preemptions: 0, events: 0, steps: 0 },
    });
  });

  describe("an assertion saw what was there before its step", () => {
    const claim = "x is 0";
    const asserting = (...program: Parameters<typeof atomic>[1][]): Model =>
      model({
        name: "asserting",
        variables,
        processes: [process("A", { program })],
        properties: [assertion(claim)],
      });
    const looks = step("looks at x", (k) => {
      k.assert(claim, k.x === 0);
    });

    test("not what the same step wrote after it looked", () => {
      const overwrites = step("looks at x, writes it", (k) => {
        k.assert(claim, k.x === 0);
        k.x = 7;
      });
      expect(marks(traced(asserting(setX(1), setY(1), overwrites), "A A A"))).toEqual({
        seen: 3,
        damage: { step: 1, variables: ["x"] },
      });
    });

    test("what its guard looked at, too", () => {
      const guarded = step(
        "guarded by x",
        (k) => {
          k.fail(claim);
        },
        { enabled: (k) => k.x === 1 },
      );
      expect(marks(traced(asserting(setX(1), setY(1), guarded), "A A A"))).toEqual({
        seen: 3,
        damage: { step: 1, variables: ["x"] },
      });
    });

    test("not what the step went on to read for other reasons", () => {
      const copies = step("looks at g, copies x", (k) => {
        k.assert(claim, k.ghost.g === 0);
        k.y = k.x;
      });
      expect(marks(traced(asserting(setGhost(1), setX(1), copies), "A A A"))).toEqual({
        seen: 3,
        damage: { step: 1, variables: ["ghost.g"] },
      });
    });

    test("nothing, where it looked at nothing", () => {
      const fails = step("fails", (k) => {
        k.fail(claim, "for no reason");
      });
      expect(marks(traced(asserting(setX(1), fails), "A A"))).toEqual({ seen: 2, damage: null });
    });

    test("what was written before it in the same atomic block", () => {
      const block = atomic("one instruction", setX(2), looks);
      expect(marks(traced(asserting(setX(0), setY(1), block), "A A A"))).toEqual({
        seen: 3,
        damage: { step: 3, variables: ["x"] },
      });
    });

    test("what was written before the block, where the block writes it only afterwards", () => {
      const block = atomic("one instruction", looks, setX(0));
      expect(marks(traced(asserting(setX(1), setY(1), block), "A A A"))).toEqual({
        seen: 3,
        damage: { step: 1, variables: ["x"] },
      });
    });
  });
});

describe("a deadlock", () => {
  const locked = { m: mutex(), n: mutex(), c: condition(), x: 0 };
  const words = language<typeof locked>();

  test("says who waits at which step, and what that looked at", () => {
    const lockM = words.lock("lock(m)", (k) => k.m);
    const lockN = words.lock("lock(n)", (k) => k.n);
    const crossed = model({
      name: "crossed",
      variables: locked,
      processes: [
        words.process("A", { program: [lockM, lockN] }),
        words.process("B", { program: [lockN, lockM] }),
        words.process("C", {
          program: words.step(
            "x := 1",
            (k) => {
              k.x = 1;
            },
            { enabled: (k) => k.x === 2 },
          ),
        }),
        words.process("irq", {
          mayWait: true,
          program: words.step("strike", undefined, { enabled: (k) => k.x === 3 }),
        }),
        words.process("world", { environment: true, program: words.loop(words.step("turn")) }),
      ],
      properties: [deadlockFree()],
    });
    const trace = traced(crossed, "A B");
    expect(trace.waiting).toEqual([
      { process: "A", steps: ["lock(n)"], reads: [{ variable: "n", value: "B" }] },
      { process: "B", steps: ["lock(m)"], reads: [{ variable: "m", value: "A" }] },
      { process: "C", steps: ["x := 1"], reads: [{ variable: "x", value: 0 }] },
    ]);
    expect(marks(trace)).toEqual({ seen: 2, damage: null });
    expect(trace.property).toEqual({ name: "deadlock free", kind: "deadlockFree" });
  });

  test("on a condition variable names it, and the branches of a choice", () => {
    const asleep = model({
      name: "asleep",
      variables: locked,
      processes: [
        words.process("A", {
          program: [
            words.lock("lock(m)", (k) => k.m),
            words.wait(
              "wait for c",
              (k) => k.c,
              (k) => k.m,
            ),
          ],
        }),
        words.process("B", {
          program: words.choose(
            words.step("left", undefined, { enabled: (k) => k.x === 1 }),
            words.step("right", undefined, { enabled: (k) => k.x === 2 }),
          ),
        }),
      ],
      properties: [deadlockFree()],
    });
    const { waiting } = traced(asleep, "A A");
    expect(waiting).toMatchObject([
      { process: "A", steps: ["wait for c, woken"], reads: [{ variable: "c" }] },
      { process: "B", steps: ["left", "right"], reads: [{ variable: "x", value: 0 }] },
    ]);
  });
});

describe("switches and cost", () => {
  test("what the step before left behind", () => {
    const waits = step("wait for x", undefined, { enabled: (k) => k.x === 1 });
    const mixed = model({
      name: "mixed",
      variables,
      processes: [
        process("A", { program: [setY(1), waits, setY(2)] }),
        process("B", { program: [setY(3), setX(1)] }),
      ],
      properties: [never("y is 2", (s) => s.y === 2)],
    });
    const trace = traced(mixed, "B A B A A");
    expect(trace.steps.map(({ process, switch: switched }) => [process, switched])).toEqual([
      ["B", "none"],
      ["A", "preempted"],
      ["B", "blocked"],
      ["A", "finished"],
      ["A", "none"],
    ]);
    expect(trace.switches).toBe(3);
    expect(trace.cost).toEqual({ preemptions: 1, events: 0, steps: 5 });
  });

  test("in a model that declares costs, those and no others", () => {
    const striking = model({
      name: "striking",
      variables,
      processes: [
        process("A", { program: [setX(1), setX(2)] }),
        process("irq", { program: step("strike", undefined, { cost: "interrupt" }), environment: true }),
        process("sched", {
          program: step("switch", undefined, { cost: (k) => (k.x === 1 ? "preemption" : "nothing") }),
          environment: true,
        }),
      ],
      properties: [never("x is 2", (s) => s.x === 2)],
    });
    const trace = traced(striking, "A sched irq A");
    expect(trace.cost).toEqual({ preemptions: 1, events: 1, steps: 4 });
    expect(trace.steps.map(({ switch: switched, cost }) => [switched, cost])).toEqual([
      ["none", { preemptions: 0, events: 0, kinds: [] }],
      ["preempted", { preemptions: 1, events: 0, kinds: ["preemption"] }],
      ["finished", { preemptions: 0, events: 1, kinds: ["interrupt"] }],
      ["finished", { preemptions: 0, events: 0, kinds: [] }],
    ]);
  });

  test("the outcome of a choice, and what was written to the same value", () => {
    const choosing = model({
      name: "choosing",
      variables,
      processes: [
        process("A", {
          program: [
            step("x := any", (k) => {
              k.x = k.choose([0, 1, 2]);
            }),
            setX(2),
          ],
        }),
      ],
      properties: [never("x is 2 at the end", (s) => s.process("A").finished && s.x === 2)],
    });
    const { steps } = traced(choosing, "A/2 A");
    expect(steps).toMatchObject([
      { outcome: 2, acts: [{ changes: [{ variable: "x", from: 0, to: 2 }] }] },
      { outcome: 0, acts: [{ changes: [{ variable: "x", from: 2, to: 2 }] }] },
    ]);
  });
});

describe("what is recorded", () => {
  const looping = model({
    name: "looping",
    variables,
    processes: [process("A", { program: loop(when("x is 0?", (k) => k.x === 0, setX(1), setX(0))) })],
    properties: [
      reachable("x is 1", (s) => s.x === 1),
      reachable("x is 2", (s) => s.x === 2, { impossible: "it toggles" }),
    ],
  });

  test("a witness", () => {
    expect(traced(looping, "A A")).toMatchObject({
      shows: "witness",
      property: { name: "x is 1", kind: "reachable" },
    });
  });

  test("a run that shows nothing in particular", () => {
    const run = recordRun(looping, parseSchedule(looping, "A A A"));
    expect(run).toMatchObject({
      shows: "run",
      property: { name: "a run", kind: "run" },
      least: false,
      seen: 3,
      damage: null,
    });
  });

  test("why a run has ended for good", () => {
    const halting = model({
      name: "halting",
      variables,
      processes: [
        process("A", {
          program: step("panic", (k) => {
            k.fail("never panics");
            k.halt("kernel BUG");
          }),
        }),
      ],
      properties: [assertion("never panics")],
    });
    expect(traced(halting, "A")).toMatchObject({ halted: "kernel BUG", seen: 1 });
  });

  test("never a run that does not show the property: search and semantics would disagree", () => {
    expect(() => traced(looping, "A")).toThrow(/the reference semantics that it does not/);
  });

  test("by check(): the trace that is handed out is the one that was run", () => {
    const [verdict] = check(looping, { witnesses: true }).verdicts;
    expect(verdict?.kind === "holds" && verdict.witness).toEqual({ ...traced(looping, "A A"), least: true });
  });
});
