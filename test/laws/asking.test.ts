/** How much the laws look at, and what they refuse to be asked. */

import { language, type Model, model } from "preempt";
import { checkLaws, lawsOf, purity, reachability, resultText } from "preempt/laws";
import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { extentOf, type LawOptions } from "../../properties/laws/options.js";
import { scheduleTo, Walk } from "../../properties/laws/walk.js";
import { complaint } from "../model/complaint.js";

const variables = { x: 0 };
const { step, when, loop, leave, process, never } = language<typeof variables>();

const counter = (): Model =>
  model({
    name: "counter",
    variables,
    processes: [
      process("A", {
        program: loop(
          step("count", (k) => {
            k.x = (k.x + k.choose([1, 2])) % 1_000;
          }),
        ),
      }),
    ],
  });

const pairs = { a: 0, b: 0 };
const grid = language<typeof pairs>();

/** 10,000 states. */
const counters = (): Model =>
  model({
    name: "counters",
    variables: pairs,
    processes: (["a", "b"] as const).map((name) =>
      grid.process(name, {
        program: grid.loop(
          grid.step("count", (k) => {
            k[name] = (k[name] + 1) % 100;
          }),
        ),
      }),
    ),
  });

describe("a walk", () => {
  const visited = (options: LawOptions): readonly string[] =>
    [...new Walk(counters(), extentOf(options)).visits()].map(({ place }) =>
      JSON.stringify(scheduleTo(place)),
    );

  test("looks at the same states for the same seed, and at others for another", () => {
    const [one, again, other] = [{ seed: 7 }, { seed: 7 }, { seed: 8 }].map((given) =>
      visited({ sample: 50, ...given }),
    );
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
    expect(one?.length).toBe(50);
    expect(new Set(one).size).toBe(50);
  });

  test("looks at every state where there are no more than it may", () => {
    expect(resultText(purity(counter(), { sample: 1_000 }))).toMatchInlineSnapshot(
      `"purity: holds (1,000 states, 2,000 steps)"`,
    );
    expect(resultText(purity(counter(), { sample: 999 }))).toMatchInlineSnapshot(
      `"purity: nothing found in what was looked at (999 states, 1,998 steps); there are more states"`,
    );
    expect(resultText(purity(counter(), { sample: 1 }))).toMatchInlineSnapshot(
      `"purity: nothing found in what was looked at (1 state, 2 steps); there are more states"`,
    );
  });

  test("comes upon states that breadth first has not come to yet", () => {
    const farthest = Math.max(
      ...visited({ sample: 50 }).map((text) => (JSON.parse(text) as unknown[]).length),
    );
    // The first 50 states, breadth first, are at most 9 steps away.
    expect(farthest).toBeGreaterThan(12);
  });
});

describe("a clear error meets", () => {
  const unchecked = (thing: unknown, options: unknown = {}): (() => unknown) => {
    // What no type allows, and JavaScript does.
    return () => checkLaws(thing as Model, options as LawOptions);
  };

  test("what is no model", () => {
    const family = families[0];
    const things = [undefined, null, "x", {}, () => counter(), Promise.resolve(counter()), family];
    expect(things.map((thing) => complaint(unchecked(thing)))).toMatchInlineSnapshot(`
      [
        "a law is about a model, and this is undefined",
        "a law is about a model, and this is null",
        "a law is about a model, and this is a string",
        "a law is about a model, and this is an object",
        "a law is about a model, and this is a function",
        "a law is about a model, and this is an object",
        "a law is about a model, and this is a family (lawsOf(family) is for families; or take family.instance(…).model)",
      ]
    `);
  });

  test("what is no family", () => {
    const asked = [counter(), "x"].map((thing) => complaint(() => lawsOf(thing as never)));
    expect(asked).toMatchInlineSnapshot(`
      [
        "lawsOf is about a family, and this is a model (checkLaws(model) is for models)",
        "lawsOf is about a family, and this is a string",
      ]
    `);
  });

  test("odd options", () => {
    const odd = [
      { sampel: 3 },
      { sample: 0 },
      { sample: 2.5 },
      { states: "many" },
      { seed: -1 },
      { again: 3 },
    ];
    expect(odd.map((options) => complaint(unchecked(counter(), options)))).toMatchInlineSnapshot(`
      [
        "no option of a law called "sampel"; there is sample, seed, states, again (did you mean "sample"?)
        in model "counter"",
        "the option sample of a law is 0; it is a whole number from 1 on
        in model "counter"",
        "the option sample of a law is 2.5; it is a whole number from 1 on
        in model "counter"",
        "the option states of a law is many; it is a whole number from 1 on
        in model "counter"",
        "the option seed of a law is -1; it is a whole number from 0 on
        in model "counter"",
        "the option again of a law is a number; it is a function that builds the model
        in model "counter"",
      ]
    `);
  });

  test("what can have no options in it", () => {
    const [family] = families;
    expect([null, "x", []].map((options) => complaint(unchecked(counter(), options)))).toMatchInlineSnapshot(`
      [
        "the options of a law are named, { sample: … }; what was given is null
        in model "counter"",
        "the options of a law are named, { sample: … }; what was given is a string
        in model "counter"",
        "the options of a law are named, { sample: … }; what was given is a list
        in model "counter"",
      ]
    `);
    expect(complaint(() => lawsOf(family as never, null as never))).toMatchInlineSnapshot(
      `"the options of a law are named, { sample: … }; what was given is null"`,
    );
  });

  test("no instance at all", () => {
    const [family] = families;
    if (family === undefined) throw new Error("there is no family");
    expect(complaint(() => lawsOf(family, { instances: [] }))).toMatchInlineSnapshot(
      `"no instance of lost-update is to be judged: the list is empty"`,
    );
    expect(complaint(() => lawsOf(family, { reaching: [] }))).toMatchInlineSnapshot(
      `"no instance of lost-update is to be reached: the list is empty"`,
    );
  });

  test("a mistake in the model, which is no law's to name", () => {
    const wrong = model({
      name: "wrong",
      variables,
      processes: [
        process("A", {
          program: [
            step("go"),
            step("fall", () => {
              throw new RangeError("too far");
            }),
          ],
        }),
      ],
      properties: [never("far", (s) => s.x > 1)],
    });
    expect(complaint(() => checkLaws(wrong))).toMatchInlineSnapshot(`
      "step "fall" of A threw RangeError: too far
        reached by the schedule "A"
        in model "wrong""
    `);
  });

  test("a mistake that shows beyond the sample", () => {
    const late = model({
      name: "late",
      variables,
      processes: [
        process("A", {
          program: [
            loop(
              step("count", (k) => {
                if (k.x === 500) throw new RangeError("too far");
                k.x += 1;
              }),
              when("done?", (k) => k.x > 900, leave),
            ),
            step("rest"),
          ],
        }),
      ],
    });
    expect(complaint(() => reachability(late))).toMatchInlineSnapshot(`
      "step "count" of A threw RangeError: too far
        in some state; check(model) says by which schedule"
    `);
  });
});
