/** What becomes of mutants: who kills them and at what cost, and that nobody is asked where the model itself does not hold. */

import {
  language,
  type Model,
  type MutateOptions,
  model,
  mutantsOf,
  mutate,
  mutex,
  type Property,
  type StateView,
  unexplained,
} from "preempt";
import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { costLetters } from "../../src/render/cost.js";
import { complaint } from "../model/complaint.js";

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

describe("a mutex that is tried", () => {
  const bare = language<typeof variables>();
  const inside = bare.step("x++", (k) => {
    k.x += 1;
  });
  const out = bare.step("x--", (k) => {
    k.x -= 1;
  });
  const gives = bare.unlock("unlock", (k) => k.m);
  const trying = (program: ReturnType<typeof bare.loop>): Model =>
    model({
      name: "trying",
      variables,
      processes: ["A", "B"].map((name) => bare.process(name, { program })),
      properties: [always("one inside", (s: Shared) => s.x <= 1)],
    });

  test("is not tried, and what gives it back in its own branch touches it no more", () => {
    const made = trying(bare.tryLock("try", (k) => k.m, [inside, out, gives], []));
    expect(fates(made)["A: try (no lock)"]).toEqual(["one inside: 1p 4s"]);
  });

  test("nor what gives it back behind both branches", () => {
    const got = bare.tryLock("try", (k) => k.m, [], bare.leave);
    const made = trying(bare.loop(got, inside, out, gives, bare.leave));
    expect(fates(made)["A: try (no lock)"]).toEqual(["one inside: 1p 4s"]);
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

describe("what is unexplained", () => {
  const growing = model({
    name: "growing",
    variables: { x: 0 },
    processes: [
      counting.process("A", {
        program: counting.loop(
          counting.step(
            "x++",
            (k) => {
              k.x += 1;
            },
            { enabled: (k) => k.x < 2 },
          ),
        ),
      }),
    ],
    properties: [
      counting.reachable("x is 2", (s) => s.x === 2),
      counting.always("x is not below 0", (s) => s.x >= 0),
    ],
  });
  const named = (reasons?: Readonly<Record<string, string>>): readonly string[] =>
    unexplained(mutate(growing), reasons).map(({ mutant }) => mutant.name);

  test("is what survives, and what was cut as well", () => {
    expect(named()).toEqual(["A: x++ (no guard)"]);
    expect(named({ "A: x++ (no guard)": "it counts on" })).toEqual([]);
    const survivors = unexplained(mutate(counter(weak, ends)));
    expect(survivors.map(({ mutant }) => mutant.name)).toContain("A: lock (no lock)");
    expect(unexplained(mutate(counter(strong, ends)))).toEqual([]);
  });

  test("a reason that does not fit is refused", () => {
    expect(() => named({ "A: x++ (drop)": "so" })).toThrow(
      'a reason is stated for "A: x++ (drop)", but it is killed, by "x is 2"',
    );
    expect(() => named({ "A: x-- (drop)": "so" })).toThrow(
      'a reason is stated for "A: x-- (drop)", but there is no such mutant',
    );
  });

  test("twin: where the model's own search was cut, that nothing survives is no answer", () => {
    const cut = mutate(growing, { stop: () => "enough" });
    expect(() => unexplained(cut)).toThrow(
      "growing: nothing can be said of its mutants, as the search of the model itself was cut: enough",
    );
  });
});

describe("a clear error meets", () => {
  test("what is no model", () => {
    const things = [undefined, null, 3, { name: "x" }, families[0]];
    expect(things.map((thing) => complaint(() => mutate(thing as never)))).toEqual([
      "what is to be mutated is no model: it is undefined",
      "what is to be mutated is no model: it is null",
      "what is to be mutated is no model: it is a number",
      "what is to be mutated is no model: it is an object",
      "what is to be mutated is no model: it is a family (take family.instance(…).model)",
    ]);
    expect(complaint(() => mutantsOf(undefined as never))).toBe(
      "what is to be mutated is no model: it is undefined",
    );
  });

  test("odd options", () => {
    const odd = [
      { propertys: [] },
      { maxStates: 3 },
      { mutantStates: Number.NaN },
      { mutantStates: 0 },
      null,
      [],
    ];
    const asked = odd.map((options) => complaint(() => mutate(counter(strong), options as never)));
    const there = "there is properties, stop, mutantStates";
    expect(asked).toEqual([
      `no option of mutate called "propertys"; ${there} (did you mean "properties"?)`,
      `no option of mutate called "maxStates"; ${there}`,
      "the option mutantStates of mutate is NaN; it is a whole number from 1 on",
      "the option mutantStates of mutate is 0; it is a whole number from 1 on",
      "the options of mutate are named, { mutantStates: … }; what was given is null",
      "the options of mutate are named, { mutantStates: … }; what was given is a list",
    ]);
  });
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
