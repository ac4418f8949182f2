/** Arbitraries for any model: settings, programs, schedules, initial states. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { claimNames } from "../../models/kvm-deferred-load/expected.js";
import { kvmDeferredLoad } from "../../models/kvm-deferred-load/index.js";
import { peterson } from "../../models/toys/peterson.js";
import {
  checkAllModels,
  forAllModels,
  initialStates,
  type Operations,
  type Programs,
  processesOf,
  programs,
  runOf,
  schedules,
  settings,
} from "../../src/adapters/fast-check/index.js";
import {
  condition,
  contents,
  indexed,
  language,
  type Model,
  model,
  mutex,
  schedule,
} from "../../src/index.js";
import { counters } from "./counters.js";

/** What fast-check shrinks a failing value to. */
function smallest<T>(arbitrary: fc.Arbitrary<T>, fails: (value: T) => boolean, seed = 1): T | undefined {
  const property = fc.property(arbitrary, (value) => !fails(value));
  return fc.check(property, { seed, numRuns: 1000 }).counterexample?.[0];
}

describe("settings", () => {
  const within = { cpus: [1, 2], tasks: [1, 2] };

  test("are valid for the family: each makes an instance", () => {
    for (const each of fc.sample(settings(kvmDeferredLoad), { seed: 1, numRuns: 50 }))
      expect(Object.keys(kvmDeferredLoad.instance("fix-d", each).parameters)).toEqual(Object.keys(each));
  });

  test("shrink to the smallest of each parameter", () => {
    expect(smallest(settings(kvmDeferredLoad), () => true)).toEqual({
      cpus: "1",
      tasks: "1",
      preemption: "full",
      emulator: "reads",
      softirqFpu: "false",
      hardIrqFpu: "false",
    });
    expect(
      smallest(
        settings(kvmDeferredLoad),
        ({ cpus, hardIrqFpu }) => Number(cpus) > 2 && hardIrqFpu === "true",
      ),
    ).toMatchObject({
      cpus: "3",
      tasks: "1",
      hardIrqFpu: "true",
    });
  });

  test("find what a version breaks, at the smallest settings that do", () => {
    const at = (variant: string) => (given: Readonly<Record<string, string>>) =>
      kvmDeferredLoad.instance(variant, given).model;
    const property = claimNames.I3;
    const options = { seed: 1, numRuns: 20, properties: [property] };
    const found = checkAllModels(settings(kvmDeferredLoad, within), at("v5.2"), options);
    expect(found).toMatchObject({
      counterexample: {
        configuration: {
          cpus: "2",
          tasks: "1",
          preemption: "full",
          emulator: "reads",
          softirqFpu: "false",
          hardIrqFpu: "false",
        },
      },
    });
    expect(forAllModels(settings(kvmDeferredLoad, within), at("fix-d"), options).inconclusive).toBe(0);
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "a parameter that there is not",
      () => settings(kvmDeferredLoad, { cpu: [1] }),
      /no parameter of kvm-deferred-load called "cpu"; .*did you mean "cpus"/,
    ],
    [
      "a value that there is not",
      () => settings(kvmDeferredLoad, { cpus: [9] }),
      /cpus cannot be "9"; it can be 1 to 4/,
    ],
    ["no value", () => settings(kvmDeferredLoad, { cpus: [] }), /cpus is to be one of no values/],
    [
      "no family",
      () => settings(peterson.instance(peterson.newest) as never),
      /settings\(…\) are those of a family/,
    ],
  ])("%s is refused", (_, make, expected) => {
    expect(make).toThrow(expected);
  });
});

const shared = { x: 0, m: mutex() };
const { step, lock, unlock, always } = language<typeof shared>();
const operations: Operations<typeof shared> = {
  nothing: step("nothing"),
  "x := 1": step("x := 1", (k) => {
    k.x = 1;
  }),
  "x := 0, with the lock": [
    lock("lock", (k) => k.m),
    step("x := 0", (k) => {
      k.x = 0;
    }),
    unlock("unlock", (k) => k.m),
  ],
  own: (name) => step(`${name}'s own`),
};

describe("programs", () => {
  const any = programs({ operations, processes: ["A", "B", "C"], length: 3 });
  const build = (each: Programs): Model =>
    model({
      name: "programs",
      variables: shared,
      processes: processesOf(each, operations),
      properties: [
        always(
          "x stays 0 at the end",
          (s) => Object.keys(each).some((name) => !s.process(name).finished) || s.x === 0,
        ),
      ],
    });

  test("have at least a process with an operation, and at most what was said", () => {
    const all = fc.sample(any, { seed: 1, numRuns: 200 });
    const lengths = all.flatMap((each) => Object.values(each).map((row) => row.length));
    expect([Math.min(...lengths), Math.max(...lengths)]).toEqual([1, 3]);
    expect(new Set(all.map((each) => Object.keys(each).length))).toEqual(new Set([1, 2, 3]));
  });

  test("shrink by processes, then operations, then simpler operations", () => {
    const total = (each: Programs) => Object.values(each).flat();
    expect(smallest(any, () => true)).toEqual({ A: ["nothing"] });
    expect(smallest(any, (each) => total(each).length > 3)).toEqual({
      A: ["nothing", "nothing"],
      B: ["nothing"],
      C: ["nothing"],
    });
    expect(smallest(any, (each) => total(each).includes("own"))).toEqual({ A: ["own"] });
  });

  test("find the least program that breaks a claim", () => {
    expect(checkAllModels(any, build, { seed: 3 })).toMatchObject({
      counterexample: { configuration: { A: ["x := 1"] }, schedule: "A" },
    });
  });

  test("are given to operations that are functions", () => {
    const [process] = processesOf({ Z: ["own"] }, operations);
    const made = model({ name: "own", variables: shared, processes: [process ?? []].flat(), properties: [] });
    expect(runOf(made, "Z").steps[0]?.acts[0]?.label).toBe("Z's own");
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "no operation",
      () => programs({ operations: {}, processes: ["A"], length: 1 }),
      /programs need an operation/,
    ],
    ["no process", () => programs({ operations, processes: [], length: 1 }), /programs need a process/],
    [
      "one process twice",
      () => programs({ operations, processes: ["A", "A"], length: 1 }),
      /^"A" is there twice: no two processes have one name$/,
    ],
    [
      "a text for processes",
      () => programs({ operations, processes: "AB" as never, length: 1 }),
      /^programs need the names of processes/,
    ],
    ["nothing", () => programs(undefined as never), /^programs need operations by name/],
    [
      "no length",
      () => programs({ operations, processes: ["A"], length: 0 }),
      /length is 0; it can be a whole number from 1/,
    ],
    [
      "an odd operation",
      () => processesOf({ A: ["x := 2"] }, operations),
      /no operation "x := 2"; there is nothing, x := 1/,
    ],
  ])("%s is refused", (_, make, expected) => {
    expect(make).toThrow(expected);
  });
});

describe("schedules", () => {
  const two = counters({ processes: 2, between: 1, locked: true });
  const whole = schedules(two, { steps: 30, ends: "where nothing can move" });
  const cut = schedules(two, { steps: 6, ends: "anywhere" });

  test("are runs of the model, and are told again as they were", () => {
    for (const text of fc.sample(fc.oneof(whole, cut), { seed: 1, numRuns: 60 }))
      expect(schedule(runOf(two, text))).toBe(text);
  });

  test("go on until nothing can move, or end anywhere", () => {
    const lengths = (of: fc.Arbitrary<string>): readonly number[] => [
      ...new Set(fc.sample(of, { seed: 1, numRuns: 80 }).map((text) => runOf(two, text).steps.length)),
    ];
    expect(lengths(whole)).toEqual([10]);
    expect([...lengths(cut)].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test("shrink to shorter ones, each of which the model can run", () => {
    expect(smallest(cut, () => true)).toBe("");
    const twoMoved = (text: string): boolean =>
      new Set(runOf(two, text).steps.map(({ process }) => process)).size === 2;
    expect(smallest(cut, twoMoved)).toBe("P1*5 P0");
    const unlocked = counters({ processes: 2, between: 0, locked: false });
    expect(
      smallest(schedules(unlocked, { steps: 10, ends: "anywhere" }), (text) =>
        runOf(unlocked, text).steps.some(({ process }) => process === "P1"),
      ),
    ).toBe("P1");
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "no model",
      () => schedules({} as Model, { steps: 1, ends: "anywhere" }),
      /schedules\(…\) are those of a model/,
    ],
    [
      "steps",
      () => schedules(two, { steps: -1, ends: "anywhere" }),
      /steps is -1; it can be a whole number from 0/,
    ],
    [
      "another end",
      () => schedules(two, { steps: 1, ends: "anywher" as never }),
      /^ends is "anywher"; it can be "where nothing can move", "anywhere"$/,
    ],
    ["nothing", () => schedules(two, undefined as never), /^schedules\(…\) need to know how long they are/],
    [
      "no model at all",
      () => schedules(undefined as never, { steps: 1, ends: "anywhere" }),
      /^schedules\(…\) are those of a model/,
    ],
    [
      "a number for a schedule",
      () => runOf(two, 3 as never),
      /^runOf\(…\) runs a schedule, a text such as "A\*2 B"; a number was given$/,
    ],
    ["a run of no model", () => runOf({} as never, ""), /^runOf\(…\) is the run of a model/],
    ["a run that cannot be", () => runOf(two, "P0 P1"), /step 2 of the schedule: P1 has no outcome 0 here/],
  ])("%s is refused", (_, make, expected) => {
    expect(make).toThrow(expected);
  });
});

describe("initial states", () => {
  const variables = {
    count: 0,
    m: mutex(),
    buffer: { full: false },
    cpu: indexed(2, { fpregs: contents("user"), load: 0 }),
  };
  const any = initialStates(variables, {
    count: fc.integer({ min: 0, max: 5 }),
    buffer: { full: fc.boolean() },
    cpu: { load: fc.integer({ min: 1, max: 3 }), fpregs: fc.constantFrom("user", "guest").map(contents) },
  });
  const { process, step, never } = language<typeof variables>();
  const build = (begun: typeof variables): Model =>
    model({
      name: "begun",
      variables: begun,
      processes: [
        process("A", {
          program: step("counts", (k) => {
            k.count += k.cpu(0).load;
          }),
        }),
      ],
      properties: [never("five", (s) => s.count >= 5)],
    });

  test("what is drawn is where the model begins, and nothing else has changed", () => {
    for (const begun of fc.sample(any, { seed: 1, numRuns: 20 })) {
      const { initial } = runOf(build(begun), "");
      const begins = new Map(initial.map(({ variable, value }) => [variable, value]));
      expect([0, 1, 2, 3, 4, 5]).toContain(begins.get("count"));
      expect([1, 2, 3]).toContain(begins.get("cpu(1).load"));
    }
    expect(variables.count).toBe(0);
    expect(Object.getOwnPropertySymbols(variables)).toEqual([]);
  });

  test("a counterexample shows what was drawn, as small as it may be", () => {
    const found = checkAllModels(any, build, { seed: 1 });
    expect(
      fc.stringify(found.kind === "counterexample" && found.counterexample.configuration),
    ).toMatchInlineSnapshot(
      `"count = 3, buffer.full = false, cpu(0).load = 2, cpu(0).fpregs = {"owner":"user",[Symbol.for("preempt.declared")]:"contents"}, cpu(1).load = 1, cpu(1).fpregs = {"owner":"user",[Symbol.for("preempt.declared")]:"contents"}"`,
    );
  });

  test.each<[string, () => unknown, RegExp]>([
    [
      "a variable that there is not",
      () => initialStates(variables, { cont: fc.nat() } as object),
      /no variable "cont"; there is count, m, buffer, cpu \(did you mean "count"/,
    ],
    [
      "one inside a group",
      () => initialStates(variables, { cpu: { lod: fc.nat() } } as object),
      /no variable "cpu\(0\)\.lod"/,
    ],
    [
      "a value",
      () => initialStates(variables, { count: 3 } as object),
      /what "count" is to begin as is no arbitrary/,
    ],
    [
      "a mutex",
      () => initialStates(variables, { m: fc.constant(3) } as object),
      /^"m" is a mutex, which always begins as it is declared: leave it out$/,
    ],
    [
      "a condition variable",
      () => initialStates({ c: condition() }, { c: fc.constant(3) } as object),
      /^"c" is a condition variable, which always begins/,
    ],
    [
      "nothing",
      () => initialStates(variables, undefined as never),
      /^what some variables begin as is undefined; it is to be an object/,
    ],
    [
      "a value for a group",
      () => initialStates(variables, { cpu: 3 } as object),
      /^what "cpu" begins as is a number; it is to be an object/,
    ],
  ])("%s is refused", (_, make, expected) => {
    expect(make).toThrow(expected);
  });
});
