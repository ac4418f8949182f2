/** What becomes of mutants: who kills them and at what cost, and that nobody is asked where the model itself does not hold. */

import {
  language,
  type Model,
  type MutateOptions,
  model,
  mutate,
  mutex,
  type Property,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { costLetters } from "../../src/render/cost.js";

const variables = { x: 0, m: mutex() };
const locals = { seen: 0 };

const { step, lock, unlock, process, always, reachable } = language<typeof variables, typeof locals>();

type Shared = StateView<typeof variables>;

const both = (s: Shared): boolean => s.process("A").finished && s.process("B").finished;
const strong = always("no update is lost", (s: Shared) => !both(s) || s.x === 2);
const weak = always("x is no more than 2", (s: Shared) => s.x <= 2);
const ends = reachable("both finish", both);

const increments = [
  lock("lock", (k) => k.m),
  step("read x", (k) => {
    k.my.seen = k.x;
  }),
  step("write x + 1", (k) => {
    k.x = k.my.seen + 1;
  }),
  unlock("unlock", (k) => k.m),
];

const counter = (...properties: readonly Property<Shared>[]): Model =>
  model({
    name: "counter",
    variables,
    processes: ["A", "B"].map((name) => process(name, { locals, program: increments })),
    properties,
  });

/** A model of one process that counts. */
const counting = language<{ x: number }>();

/** By mutant, what became of it: `killed` with each property and its cost. */
function fates(made: Model, options?: MutateOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    mutate(made, options).mutants.map(({ mutant, fate }) => [
      mutant.name,
      fate.kind === "killed"
        ? fate.by.map((kill) =>
            kill.verdict === "violated"
              ? `${kill.property}: ${costLetters(kill.trace)}`
              : `${kill.property}: unreached`,
          )
        : fate.kind === "survived"
          ? `survived, ${fate.states} states`
          : fate.kind,
    ]),
  );
}

describe("a counter behind a lock", () => {
  test("is held by a strong property, a weak one and a claim that it ends", () => {
    expect(fates(counter(strong, ends))).toEqual({
      "A: lock (twice)": ["both finish: unreached"],
      'A: lock (swap with "read x")': ["no update is lost: 1p 8s"],
      "A: lock (no lock)": ["no update is lost: 1p 8s"],
      "A: read x (drop)": ["no update is lost: 0p 8s"],
      "A: read x (twice)": "survived, same states",
      'A: read x (swap with "write x + 1")': ["no update is lost: 0p 8s"],
      "A: write x + 1 (drop)": ["no update is lost: 0p 8s"],
      "A: write x + 1 (twice)": "survived, same states",
      'A: write x + 1 (swap with "unlock")': ["no update is lost: 1p 8s"],
      "A: unlock (drop)": ["both finish: unreached"],
      "A: unlock (twice)": "does not run",
    });
  });

  test("twin: the weak property lets survive what the strong one kills", () => {
    const found = fates(counter(weak, ends));
    expect(found["A: lock (no lock)"]).toBe("survived, other states");
    expect(found["A: read x (drop)"]).toBe("survived, other states");
  });

  test("only the properties that are asked for are judged", () => {
    const found = fates(counter(strong, ends), { properties: ["both finish"] });
    expect(found["A: lock (no lock)"]).toBe("survived, other states");
    expect(found["A: unlock (drop)"]).toEqual(["both finish: unreached"]);
  });
});

test("the cheapest trace comes first, and what is unreached last", () => {
  const later = counting.always("x is never 2", (s) => s.x !== 2);
  const sooner = counting.always("x is never 1", (s) => s.x !== 1);
  const made = model({
    name: "m",
    variables: { x: 0 },
    processes: [
      counting.process("A", {
        program: [
          counting.step(
            "go",
            (k) => {
              k.x += 1;
            },
            { enabled: (k) => k.x < 0 },
          ),
          counting.step("on", (k) => {
            k.x += 1;
          }),
        ],
      }),
    ],
    properties: [counting.reachable("x stays", (s) => s.x === 0 && !s.process("A").finished), later, sooner],
  });
  expect(fates(made)["A: go (no guard)"]).toEqual(["x is never 1: 0p 1s", "x is never 2: 0p 2s"]);
});

test("a mutant without an end of states is cut, and one that can be killed all the same is killed", () => {
  const growing = (bound: boolean): Model =>
    model({
      name: "m",
      variables: { x: 0 },
      processes: [
        counting.process("A", {
          program: counting.loop(
            counting.step(
              "x++",
              (k) => {
                k.x += 1;
              },
              { enabled: (k) => k.x < 3 },
            ),
          ),
        }),
      ],
      properties: [counting.always("x is no more than 5", (s) => !bound || s.x <= 5)],
    });
  expect(fates(growing(false))["A: x++ (no guard)"]).toBe("inconclusive");
  expect(fates(growing(true))["A: x++ (no guard)"]).toEqual(["x is no more than 5: 0p 6s"]);
});

test("assertions kill, too", () => {
  const made = model({
    name: "m",
    variables: { x: 0 },
    processes: [
      counting.process("A", {
        program: [
          counting.step("x := 1", (k) => {
            k.x = 1;
          }),
          counting.step("look", (k) => {
            k.assert("x is 1", k.x === 1);
          }),
        ],
      }),
    ],
    properties: [counting.assertion("x is 1")],
  });
  expect(fates(made)["A: x := 1 (drop)"]).toEqual(["x is 1: 0p 2s"]);
});

describe("what tells nothing", () => {
  test("a model that is violated is refused, with what is violated", () => {
    const wrong = always("x is 0", (s: Shared) => s.x === 0);
    expect(() => mutate(counter(wrong, ends))).toThrow(
      'mutants of a model that does not hold tell nothing: of counter "x is 0" is violated. ' +
        "Take a variant that holds, or ask for the properties that do",
    );
    expect(mutate(counter(wrong, ends), { properties: ["both finish"] }).mutants.length).toBeGreaterThan(0);
  });

  test("one that does not reach what it should, too", () => {
    const never = reachable("x is 7", (s: Shared) => s.x === 7);
    expect(() => mutate(counter(never))).toThrow('"x is 7" is unreached');
  });

  test("where the search of the model itself is cut there are no mutants", () => {
    const { base, mutants } = mutate(counter(strong), { stop: () => "enough" });
    expect(base.grounds.stopped).toBe("enough");
    expect(mutants).toEqual([]);
  });
});
