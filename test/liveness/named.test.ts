/** Small models by name: what comes of each, and the very run that shows it. */

import { check, type Model, schedule, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import {
  again,
  avoiding,
  coin,
  crossed,
  ending,
  flicker,
  forgotten,
  haunted,
  interrupted,
  outrun,
  serving,
  several,
  starving,
  still,
} from "./named-models.js";

/** Each property, and its run where it is broken. */
function verdicts(of: Model): Readonly<Record<string, string>> {
  return Object.fromEntries(
    check(of).verdicts.map((verdict) => [
      verdict.property,
      verdict.kind === "violated" ? `violated: ${schedule(verdict.trace)}`.trim() : verdict.kind,
    ]),
  );
}

function broken(of: Model, property: string): Trace {
  const verdict = check(of, { properties: [property] }).verdicts[0];
  if (verdict?.kind !== "violated") throw new Error(`"${property}" is not broken`);
  return verdict.trace;
}

/** Who has what to do with the cycle of a trace. */
const said = (trace: Trace): readonly string[] | undefined =>
  trace.cycle?.processes.map(
    ({ process, fair, how, step }) => `${process}, ${fair ?? "nothing"}: ${how} at ${step}`,
  );

describe("fairness", () => {
  test.each([
    ["flicker", undefined, flicker(), "B is done", "violated: [A*2]"],
    ["flicker", "weak", flicker("weak"), "B is done", "violated: [A*2]"],
    ["flicker", "strong", flicker("strong"), "B is done", "holds"],
    ["starving", undefined, starving(), "B is done", "violated: [A]"],
    ["starving", "weak", starving("weak"), "B is done", "holds"],
    ["starving", "strong", starving("strong"), "B is done", "holds"],
    ["haunted", undefined, haunted(), "it is seen", "violated: [A]"],
    ["haunted", "weak", haunted("weak"), "it is seen", "holds"],
    ["interrupted", undefined, interrupted(), "task is done", "violated:"],
    ["interrupted", "weak", interrupted("weak"), "task is done", "holds"],
  ])("%s, %s", (_name, _fair, of, property, expected) => {
    expect(verdicts(of)[property]).toBe(expected);
  });

  test("weak does not help who is unable to move again and again, and the trace says where", () => {
    expect(said(broken(flicker("weak"), "B is done"))).toEqual([
      "A, weak: moves at 1",
      "B, weak: cannot move at 0",
    ]);
  });

  test("who is passed over is said to be, and where it could have moved", () => {
    expect(said(broken(flicker(), "B is done"))).toEqual([
      "A, weak: moves at 1",
      "B, nothing: is passed over at 1",
    ]);
    expect(said(broken(starving(), "B is done"))).toEqual([
      "A, weak: moves at 1",
      "B, nothing: is passed over at 0",
    ]);
  });

  test("strong is owed nothing where it can never move", () => {
    expect(verdicts(avoiding)).toEqual({ "B is done": "violated: [A]" });
    expect(said(broken(avoiding, "B is done"))).toEqual([
      "A, weak: moves at 1",
      "B, strong: can never move at 0",
    ]);
  });

  test("the choices of a step are not fair: a coin may fall on one side for ever", () => {
    expect(verdicts(coin)).toEqual({ "x is 1": "violated: [A]" });
    expect(broken(coin, "x is 1").steps.map(({ outcome }) => outcome)).toEqual([0]);
  });

  test("is said with every verdict", () => {
    const assumed = (of: Model): string => check(of).grounds.assumptions.join("; ");
    expect(assumed(flicker("strong"))).toMatch(/weakly fair: A; strongly fair: B/);
    expect(assumed(again)).toMatch(/nothing about wh.* scheduled/);
    expect(assumed(serving(true))).toBe("sequentially consistent memory");
  });
});

describe("runs that end", () => {
  test("in the initial state, where only an environment could move", () => {
    expect(broken(interrupted(), "task is done")).toMatchObject({
      steps: [],
      seen: 0,
      cycle: null,
      halted: null,
    });
    expect(broken(interrupted(), "task is done").waiting.map(({ process }) => process)).toEqual(["task"]);
  });

  test("where nobody can move: what is pending stays so", () => {
    const trace = broken(ending({ halts: false }), "x is 2");
    expect(schedule(trace)).toBe("A*2");
    expect(trace).toMatchObject({ seen: 0, cycle: null, halted: null, least: true });
    expect(trace.waiting).toMatchObject([{ process: "A", steps: ["look"] }]);
  });

  test("by a halt", () => {
    const trace = broken(ending({ halts: true }), "x is 2");
    expect(schedule(trace)).toBe("A*2");
    expect(trace).toMatchObject({ seen: 0, cycle: null, halted: "kernel BUG" });
  });

  test("by being finished, behind what arose once more after it was met", () => {
    const trace = broken(again, "1 becomes 2");
    expect(schedule(trace)).toBe("A*3");
    expect(trace).toMatchObject({ seen: 3, cycle: null, waiting: [] });
  });
});

describe("obligations", () => {
  test("a step that changes nothing is a cycle", () => {
    const trace = broken(still, "x is 1");
    expect(schedule(trace)).toBe("[A]");
    expect(trace.cost).toEqual({ preemptions: 0, events: 0, steps: 0 });
  });

  test("what has come to be due is due still when its cause is gone", () => {
    expect(verdicts(forgotten)).toEqual({
      "1 becomes 2": "violated: A*2 [A]",
      // Met on the way, and not asked for again.
      "x is 1": "holds",
      // Met by the initial state.
      "x is 0": "holds",
    });
    expect(broken(forgotten, "1 becomes 2").seen).toBe(1);
  });

  test("each claim has a run of its own", () => {
    expect(verdicts(several)).toEqual({
      "the flag": "violated: A [A*2]",
      "the flag keeps x from 2": "violated: B A [A*2]",
      "1 becomes 2": "holds",
    });
  });

  test("a ghost that nothing looks at may grow for ever, and one that a claim looks at is kept", () => {
    const { verdicts: found, grounds } = check(haunted());
    expect(grounds).toMatchObject({ states: 2, leftOut: ["ghost.count"] });
    const [verdict] = found;
    expect(verdict?.kind === "violated" && verdict.trace.steps[0]?.acts[0]?.changes).toEqual([
      { variable: "ghost.count", from: 0, to: 1 },
    ]);
  });
});

describe("never stuck", () => {
  test("falls where two wait for each other and a third runs on, which is no deadlock", () => {
    expect(verdicts(crossed(3))).toEqual({ "never stuck": "violated: A ~ B", "deadlock free": "holds" });
    expect(broken(crossed(3), "never stuck").waiting).toEqual([
      { process: "A", steps: ["lock b"], reads: [{ variable: "b", value: "B" }] },
      { process: "B", steps: ["lock a"], reads: [{ variable: "a", value: "A" }] },
    ]);
  });

  test("falls where a ghost that nothing looks at grows for ever", () => {
    expect(verdicts(crossed(3, { counts: true }))).toMatchObject({ "never stuck": "violated: A ~ B" });
  });

  test("falls where much can still happen around those who wait", () => {
    expect(verdicts(outrun(20_001))).toEqual({ "never stuck": "violated:" });
  });

  test("is not broken by who waits for an interrupt that may come, though deadlockFree is", () => {
    expect(verdicts(interrupted())).toMatchObject({ "never stuck": "holds", "deadlock free": "violated:" });
  });

  test("is not broken by who may wait, nor by a halt", () => {
    expect(verdicts(serving(true))).toEqual({ "never stuck": "holds" });
    expect(verdicts(serving(false))).toEqual({ "never stuck": "violated:" });
    expect(verdicts(ending({ halts: true }))["never stuck"]).toBe("holds");
    expect(verdicts(ending({ halts: false }))["never stuck"]).toBe("violated: A*2");
  });
});

describe("a search that is cut", () => {
  const long = crossed(200);

  test("says nothing of what is about all states", () => {
    const { verdicts: found, grounds } = check(long, { stop: () => "enough" });
    expect(grounds).toMatchObject({ exhausted: false, stopped: "enough" });
    expect(found.map(({ kind }) => kind)).toEqual(["inconclusive", "inconclusive"]);
  });

  test("when all states are known and only the cheapest run is not, shows another", () => {
    const { verdicts: found } = check(long, {
      stop: ({ strategy }) => (strategy === "least-cost" ? "enough" : undefined),
      properties: ["never stuck"],
    });
    expect(found[0]).toMatchObject({ kind: "violated", trace: { least: false } });
  });
});
