/** When nothing could tell two models apart, and when something could. */

import { language, type Model, model, mutex, type Part } from "preempt";
import { expect, test } from "vitest";
import { type Comparison, compared } from "../../src/mutation/equivalence.js";
import { type Graph, graphOf, Texts } from "../../src/mutation/graph.js";

const variables = { x: 0, y: 0, m: mutex(), ghost: { seen: 0 } };

const { step, when, loop, choose, section, mode, process, assertion } = language<typeof variables>();

const flip = step("flip", (k) => {
  k.x = 1 - k.x;
});
const flop = step("flop", (k) => {
  k.x = 1 - k.x;
});
const setX = step("x := 1", (k) => {
  k.x = 1;
});
const set = (label: string, y: number) =>
  step(label, (k) => {
    k.y = y;
  });
const pause = step("pause");

const of = (program: Part<never>): Model =>
  model({
    name: "m",
    variables,
    processes: [process("A", { program: program as never }), process("B", { program: loop(set("y", 0)) })],
    properties: [assertion("never fails")],
  });

function graph(made: Model, texts: Texts, stop: () => string | undefined = () => undefined): Graph | string {
  const search = graphOf(made, texts, stop);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

function comparison(a: Part<never>, b: Part<never>): Comparison {
  const texts = new Texts();
  const [of_, other] = [a, b].map((program) => graph(of(program), texts));
  if (of_ === undefined || other === undefined || typeof of_ === "string" || typeof other === "string")
    throw new Error("cut");
  return compared(of_, other);
}

const cases: readonly {
  readonly what: string;
  readonly a: Part<never>;
  readonly b: Part<never>;
  readonly is: Comparison;
}[] = [
  { what: "a model and itself", a: loop(flip), b: loop(flip), is: "equivalent" },
  { what: "a loop and the same unrolled", a: loop(flip), b: loop(flip, flip), is: "equivalent" },
  { what: "a loop and itself entered by its body", a: loop(flip), b: [flip, loop(flip)], is: "equivalent" },
  {
    what: "a condition whose ways lead to the same, and either way",
    a: [when("x?", (k: { x: number }) => k.x === 0, setX, setX), pause],
    b: [when("x?", () => true, setX), pause],
    is: "equivalent",
  },
  {
    what: "a choice between two of the same, and one",
    a: loop(choose(flip, flip)),
    b: loop(flip),
    is: "equivalent",
  },
  {
    what: "a step that writes what is there, and none",
    a: loop(set("s", 0)),
    b: loop(step("s")),
    is: "equivalent",
  },
  { what: "another label, which `at` tells", a: loop(flip), b: loop(flop), is: "same states" },
  { what: "an idempotent step twice", a: [setX, pause], b: [setX, setX, pause], is: "same states" },
  {
    what: "a choice that is made too early: the same runs, and not the same states ahead",
    a: loop(pause, choose(set("y := 1", 1), set("y := 2", 2))),
    b: loop(choose([pause, set("y := 1", 1)], [pause, set("y := 2", 2)])),
    is: "same states",
  },
  { what: "another value", a: [setX, pause], b: [pause, pause], is: "different" },
  {
    what: "a ghost, which a claim could look at",
    a: pause,
    b: step("pause", (k) => {
      k.ghost.seen = 1;
    }),
    is: "different",
  },
  {
    what: "another attribute, which `in` tells",
    a: section("mine", pause, flip, pause),
    b: [pause, flip, pause],
    is: "different",
  },
  { what: "another mode at the start", a: mode("user mode", pause), b: pause, is: "different" },
  { what: "one that ends, and one that does not", a: pause, b: loop(pause), is: "different" },
  {
    what: "a failing assertion",
    a: loop(step("s", (k) => k.fail("never fails") as undefined)),
    b: loop(step("s")),
    is: "same states",
  },
  {
    what: "a step that may wait for ever, where deadlocks are looked for",
    a: step("s", undefined, { enabled: () => false, mayWait: true }),
    b: step("s", undefined, { enabled: () => false }),
    is: "same states",
  },
  {
    what: "a declared cost",
    a: loop(step("s", undefined, { cost: "nothing" })),
    b: loop(step("s", undefined, { cost: "preemption" })),
    is: "same states",
  },
];

test.each(cases)("$what: $is", ({ a, b, is }) => {
  expect(comparison(a, b)).toBe(is);
  expect(comparison(b, a)).toBe(is);
});

test("a graph that is cut says why", () => {
  const counts = loop(
    step("x++", (k: { x: number }) => {
      k.x = (k.x + 1) % 500;
    }),
  );
  expect(graph(of(counts as Part<never>), new Texts(), () => "enough")).toBe("enough");
});
