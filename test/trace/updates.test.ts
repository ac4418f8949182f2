/** Updates in traces: what they show, what they count as, and how they are replayed. */

import { type Context, check, language, type Model, model, type Part, type Trace } from "preempt";
import { expect, test } from "vitest";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { replay } from "../../src/trace/replay.js";

const variables = { x: 3, y: 0, ghost: { g: 0 } };
type K = Context<typeof variables>;
const { step, atomic, process, never, assertion } = language<typeof variables>();

const act = (label: string, does: (k: K) => void): Part<K> =>
  step(label, (k) => {
    does(k);
  });

const made = (program: Part<K>): Model =>
  model({
    name: "traced",
    variables,
    processes: [process("A", { program })],
    properties: [never("x is 5", (s) => s.x === 5), assertion("P"), never("g is 1", (s) => s.ghost.g === 1)],
  });

function traceOf(of: Model, property: string): Trace {
  const [verdict] = check(of, { properties: [property] }).verdicts;
  if (verdict?.kind !== "violated") throw new Error(`"${property}" is not violated`);
  return verdict.trace;
}

const plus1 = (value: number): number => value + 1;
const up = act("up", (k) => k.update(k, "x", plus1));
const changes = (trace: Trace) => trace.steps.flatMap(({ acts }) => acts.flatMap((one) => one.changes));

test("show values before and after", () => {
  const trace = traceOf(made([up, up]), "x is 5");
  expect(changes(trace)).toEqual([
    { variable: "x", from: 3, to: 4 },
    { variable: "x", from: 4, to: 5 },
  ]);
  expect(trace.damage).toEqual({ step: 2, variables: ["x"] });
});

test("show one change where a body updates twice", () => {
  const twice = act("twice", (k) => {
    k.update(k, "x", plus1);
    k.update(k, "x", plus1);
  });
  expect(changes(traceOf(made(twice), "x is 5"))).toEqual([{ variable: "x", from: 3, to: 5 }]);
});

test("show the changes of a block one by one", () => {
  expect(changes(traceOf(made(atomic("block", up, up)), "x is 5"))).toEqual([
    { variable: "x", from: 3, to: 4 },
    { variable: "x", from: 4, to: 5 },
  ]);
});

test("are damage, where a ghost is updated and seen", () => {
  const trace = traceOf(made([act("g", (k) => k.update(k.ghost, "g", plus1)), up]), "g is 1");
  expect(trace.damage).toEqual({ step: 1, variables: ["ghost.g"] });
});

test("are damage to an assertion that was failed after them", () => {
  const judge = act("judge", (k) => k.assert("P", k.x !== 4));
  expect(traceOf(made([up, judge]), "P").damage).toEqual({ step: 1, variables: ["x"] });
});

test("are no damage to an assertion by the step that fails it", () => {
  const both = act("both", (k) => {
    k.update(k, "x", plus1);
    k.fail("P");
  });
  expect(traceOf(made([up, both]), "P").damage).toEqual({ step: 1, variables: ["x"] });
});

test("are written and not read", () => {
  const { processes } = made(up);
  const interpreter = new Interpreter(made(up));
  const [process] = interpreter.model.processes;
  if (process === undefined) throw new Error("no process");
  const [outcome] = interpreter.outcomes(interpreter.initial(), process);
  expect(processes.length).toBe(1);
  expect(outcome?.acts.map(({ reads }) => [...reads].map(({ name }) => name))).toEqual([[]]);
  expect(outcome?.acts.map((one) => one.changes.map(({ variable }) => variable.name))).toEqual([["x"]]);
});

test("are replayed, and a function that makes something else diverges", () => {
  const trace = traceOf(made([up, up]), "x is 5");
  expect(replay(made([up, up]), trace).kind).toBe("same");
  const other = act("up", (k) => k.update(k, "x", (value) => value + 2));
  expect(replay(made([other, up]), trace)).toMatchObject({ kind: "diverged", step: 1 });
  const assigning = act("up", (k) => {
    k.x += 1;
  });
  expect(replay(made([assigning, assigning]), trace).kind).toBe("same");
});
