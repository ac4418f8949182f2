/** A stored trace on today's model: the same, harmless, or diverged, and where. */

import { check, language, type Model, model, type Property, type StateView, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { parseRun, replay, replaySchedule } from "../../src/trace/replay.js";
import { complaint } from "../model/complaint.js";

type Variables = { x: number };
type Locals = { seen: number };

const variables: Variables = { x: 0 };
const { step, process, always, reachable, assertion } = language<Variables, Locals>();

/** Two processes that add to x in two steps, in today's version. */
interface Version {
  readonly write?: string;
  readonly by?: number;
  readonly begins?: number;
  readonly seen?: number;
  readonly second?: string;
  readonly enabled?: (x: number) => boolean;
  readonly choices?: readonly number[];
  readonly fails?: boolean;
  readonly properties?: readonly Property<StateView<Variables>>[];
}

const done = (s: StateView<Variables>, second: string): boolean =>
  s.process("A").finished && s.process(second).finished;

function adders(version: Version = {}): Model {
  const { write = "write x", by = 1, begins = 0, seen = 0, second = "B", enabled, choices, fails } = version;
  const program = [
    step("read x", (k) => {
      k.my.seen = choices === undefined ? k.x : k.choose(choices);
    }),
    step(
      write,
      (k) => {
        k.x = k.my.seen + by;
        if (fails) k.fail("never fails");
      },
      enabled === undefined ? {} : { enabled: (k) => enabled(k.x) },
    ),
  ];
  const locals = { seen };
  return model({
    name: "adders",
    variables: { ...variables, x: begins },
    processes: [process("A", { locals, program }), process(second, { locals, program })],
    properties: version.properties ?? [
      always("sum", (s) => !done(s, second) || s.x === 2),
      assertion("never fails"),
    ],
  });
}

function counterexample(of: Model, property: string): Trace {
  const verdict = check(of).verdicts.find((candidate) => candidate.property === property);
  if (verdict?.kind !== "violated") throw new Error(`"${property}" is not violated`);
  return verdict.trace;
}

const recorded = counterexample(adders(), "sum");

describe("replay", () => {
  test("on the same model is the same, but for that it is the least", () => {
    expect(recorded.least).toBe(true);
    expect(replay(adders(), recorded)).toEqual({ kind: "same", trace: { ...recorded, least: false } });
  });

  test("is the same where the model has grown beside the trace", () => {
    const grown = adders({
      properties: [always("more", () => true), always("sum", (s) => !done(s, "B") || s.x === 2)],
    });
    expect(replay(grown, recorded).kind).toBe("same");
  });

  test("is harmless where the claim is met today", () => {
    const weaker = adders({ properties: [always("sum", (s) => !done(s, "B") || s.x > 0)] });
    expect(replay(weaker, recorded)).toEqual({ kind: "harmless", property: "sum" });
  });

  test("is harmless where the claim is another kind that this run does not break", () => {
    expect(replay(adders({ properties: [assertion("sum")] }), recorded)).toEqual({
      kind: "harmless",
      property: "sum",
    });
  });

  test.each<readonly [string, Version, object]>([
    [
      "a label has changed",
      { write: "store x" },
      { step: 3, recorded: 'B takes "write x" (x := 1)', today: 'B takes "store x" (x := 1)' },
    ],
    [
      "a value has changed",
      { by: 3 },
      { step: 3, recorded: 'B takes "write x" (x := 1)', today: 'B takes "write x" (x := 3)' },
    ],
    ["an initial value has changed", { begins: 4 }, { recorded: "x begins as 0", today: "it begins as 4" }],
    ["a local begins otherwise", { seen: 9 }, { recorded: "A.seen begins as 0", today: "it begins as 9" }],
    ["a process is gone", { second: "C" }, { recorded: "B.seen begins as 0", today: "there is no B.seen" }],
    [
      "a step is blocked",
      { enabled: (x) => x === 0 },
      { step: 4, recorded: 'A takes "write x" (x := 1)', today: "A cannot move" },
    ],
    ["a step fails an assertion", { fails: true }, { step: 3, recorded: 'B takes "write x" (x := 1)' }],
  ])("has diverged where %s", (_, version, expected) => {
    expect(replay(adders(version), recorded)).toMatchObject({ kind: "diverged", ...expected });
  });

  test("has diverged where an assertion fails that did not: today's step is told from the recorded one", () => {
    const result = replay(adders({ fails: true }), recorded);
    expect(result.kind === "diverged" && result.today).not.toBe(
      result.kind === "diverged" && result.recorded,
    );
  });

  test("has diverged where there are fewer outcomes, and says how many", () => {
    const choosing = adders({ choices: [5, 6, 0] });
    const trace = counterexample(choosing, "sum");
    const third = { ...trace, steps: trace.steps.map((one, i) => (i === 0 ? { ...one, outcome: 2 } : one)) };
    const result = replay(adders({ choices: [5, 6] }), third);
    expect(result).toMatchObject({ kind: "diverged", step: 1, today: "A has only 2 outcomes" });
  });

  test("does not forgive a recorded change that was tampered with", () => {
    const [first, ...rest] = recorded.steps;
    const acts =
      first?.acts.map((act) => ({ ...act, changes: [{ variable: "A.seen", from: 0, to: 1 }] })) ?? [];
    const tampered = { ...recorded, steps: first === undefined ? rest : [{ ...first, acts }, ...rest] };
    expect(replay(adders(), tampered)).toMatchObject({
      kind: "diverged",
      step: 1,
      recorded: 'A takes "read x" (A.seen := 1)',
      today: 'A takes "read x" (A.seen := 0)',
    });
  });

  test("of a property that is gone says which there are", () => {
    expect(complaint(() => replay(adders({ properties: [assertion("summ")] }), recorded))).toBe(
      'no property "sum"; there is summ (did you mean "summ"?)',
    );
  });
});

describe("replaySchedule", () => {
  const claims: readonly Property<StateView<Variables>>[] = [
    always("sum", (s) => !done(s, "B") || s.x === 2),
    reachable("both are done", (s) => done(s, "B")),
    reachable("x is 3", (s) => s.x === 3, { impossible: "two add one each" }),
  ];

  test("has a trace for each property that the run breaks or meets at its end", () => {
    const adding = adders({ properties: claims });
    const traces = replaySchedule(adding, parseRun(adding, "A ~ B*2 A"));
    expect(traces.map(({ property, shows, least }) => [property.name, shows, least])).toEqual([
      ["sum", "violation", false],
      ["both are done", "witness", false],
    ]);
    expect(replaySchedule(adding, parseRun(adding, "A ~ B"))).toEqual([]);
  });

  test("what was said to be impossible is a violation", () => {
    const adding = adders({ properties: claims, by: 3 });
    const traces = replaySchedule(adding, parseRun(adding, "A*2"));
    expect(traces.map(({ property, shows }) => [property.name, shows])).toEqual([["x is 3", "violation"]]);
  });

  test("refuses what the model cannot do", () => {
    const adding = adders();
    expect(complaint(() => replaySchedule(adding, parseRun(adding, "A*3")))).toBe(
      "step 3 of the schedule: A has no outcome 0 here; it cannot move",
    );
    expect(complaint(() => replaySchedule(adding, { schedule: [{ process: 7, outcome: 0 }] }))).toBe(
      "step 1 of the schedule: process 7 has no outcome 0 here; it cannot move",
    );
  });
});
