/** What is asked of the wrong thing, or wrongly, is refused in words that say what it was and what was likely meant. */

import {
  assertHolds,
  assertion,
  deadlockFree,
  expectedVerdicts,
  explore,
  family,
  language,
  model,
  never,
  replay,
} from "preempt";
import { explore as declaring } from "preempt/vitest";
import { describe, expect, test } from "vitest";
import { bank, soundBank } from "./fixtures/bank.js";
import { said } from "./said.js";

/** What JavaScript may hand over, whatever the types say. */
const untyped = (thing: unknown): never => thing as never;

const { process, step } = language<{ x: number }>();

const versions = family({
  name: "versions",
  title: "of nothing in particular",
  about: [],
  variants: { old: { about: "before" }, new: { about: "after" } },
  newest: "new",
  parameters: {},
  build: () => soundBank,
  violated: () => [],
});

describe("a matcher on what is no model", () => {
  const asked = "expect(…).toHold is asked of a model, or of an instance of a family; it was given";

  test.each<[string, unknown, string]>([
    ["undefined", undefined, "undefined: is it exported under the name that it was imported by?"],
    ["null", null, "null"],
    ["a number", 3, "a number, 3"],
    ["a text", "bank", 'a string, "bank"'],
    ["a function", () => bank, "a function: was its result meant?"],
    ["a named function", function makeBank() {}, "a function, makeBank: was its result meant?"],
    ["a Promise", Promise.resolve(bank), "a Promise: await it first"],
    [
      "a family",
      versions,
      'the family "versions", and a family has variants: take one of them, family.instance("new"), or have a test for each declared by explore.each(family)',
    ],
    ["a program", step("s"), "a piece of a program: ask of the model that a process runs it in"],
    [
      "a process",
      process("A", { program: step("s") }),
      'the process "A": ask of the model that it is part of',
    ],
    ["a property", deadlockFree(), 'the property "deadlock free": ask of the model that claims it'],
    ["a list", [bank, bank], "a list of 2: ask of each by itself"],
    [
      "what a model is made from",
      { name: "m", variables: {}, processes: [] },
      'what a model is made from: wrap it, model({ name: "m", … })',
    ],
    ["a plain object", { a: 1 }, "a plain object"],
    ["an object", new Map(), "an object of class Map"],
  ])("%s", (_, thing, text) => {
    expect(said(() => expect(thing).toHold())).toBe(`${asked} ${text}`);
    expect(said(() => expect(thing).not.toHold())).toBe(`${asked.replace(".toHold", ".not.toHold")} ${text}`);
    expect(() => expect(thing).toReach(() => true)).toThrow(text);
    expect(() => expect(thing).toViolate("x")).toThrow(text);
    expect(() => expect(thing).toBeDeadlockFree()).toThrow(text);
    expect(() => assertHolds(untyped(thing))).toThrow(text);
    expect(() => replay(untyped(thing), "A")).toThrow(text);
  });

  test("a module", async () => {
    const bad = await import("./fixtures/bank.js");
    expect(said(() => expect(bad).toHold())).toBe(
      `${asked} a module: ask of what it exports (bank, endless, soundBank)`,
    );
  });

  test("explore says so by rejecting", async () => {
    await expect(explore(untyped(versions))).rejects.toThrow(
      'the family "versions", and a family has variants',
    );
  });
});

describe("what is asked for", () => {
  const other = never("it is closed", (state: { readonly closed: boolean }) => state.closed);

  test.each<[string, () => unknown, string]>([
    [
      "an empty list",
      () => expect(bank).toHold([]),
      'no property is asked for, so nothing would be checked; there is deadlock free, money is moved once, the money is moved\n  in model "bank"',
    ],
    [
      "a misspelt name",
      () => expect(bank).toHold("deadlok free"),
      'no property "deadlok free"; there is deadlock free, money is moved once, the money is moved (did you mean "deadlock free"?), in model "bank"',
    ],
    [
      "a property of another model",
      () => expect(bank).toHold(untyped(other)),
      'no variable "closed"; there is accounts, journal, moved, asked for by the predicate of "it is closed"\n  in the initial state\n  in model "bank"\n' +
        '  "it is closed" is no property of model "bank": was it written for another model?',
    ],
    [
      "a property of another model that is called like one of its own",
      () => expect(bank).toHold(deadlockFree()),
      '"deadlock free" is the name of a property of model "bank", and the one that is asked for is another: is it a property of another model? Ask for the model\'s own by its name, or call this one otherwise',
    ],
    [
      "an assertion that no step fails",
      () => expect(bank).toHold(assertion("no warning")),
      'no assertion "no warning"; there is none, in model "bank": steps fail assertions by name, so a model declares its own',
    ],
    [
      "a name twice",
      () => expect(bank).toHold(["deadlock free", "deadlock free"]),
      '"deadlock free" is asked for twice',
    ],
    [
      "a function for a property",
      () => expect(bank).toHold(untyped(deadlockFree)),
      "property 1 of those that are asked for is a function, not a name nor what always, never, reachable, assertion, deadlockFree, neverStuck, eventually, leadsTo make (a property is made by a call: deadlockFree())",
    ],
    [
      "options in the place of properties",
      () => expect(bank).toHold(untyped({ preemptions: 2 })),
      "property 1 of those that are asked for is an object, not a name nor what always, never, reachable, assertion, deadlockFree, neverStuck, eventually, leadsTo make. Options come second: toHold(undefined, { … })",
    ],
    [
      "a property without a predicate",
      () => expect(bank).toHold(never("x", untyped(undefined))),
      'the predicate of "x" is undefined, not a function',
    ],
    [
      "no predicate",
      () => expect(bank).toReach(untyped("moved")),
      "toReach takes a predicate of the state: a function; it was given string",
    ],
    [
      "several, of toViolate",
      () => expect(bank).toViolate(untyped(["deadlock free"])),
      "toViolate is asked of one property: its name, or a property",
    ],
    [
      "none, of toViolate",
      () => expect(bank).toViolate(untyped(undefined)),
      "toViolate is asked of one property: its name, or a property",
    ],
  ])("%s", (_, expectation, text) => {
    expect(said(expectation)).toBe(text);
  });

  test("what is wrong in the model itself is not blamed on the claim", () => {
    const bad = model({
      name: "bad",
      variables: { x: 0 },
      processes: [
        process("A", {
          program: step("misspelt", (k) => {
            untyped((k as { y?: number }).y);
          }),
        }),
      ],
    });
    const text = said(() => expect(bad).toHold(never("x is 1", (k) => k.x === 1)));
    expect(text).toMatch(/^no variable "y"/);
    expect(text).not.toMatch(/another model/);
  });
});

describe("options", () => {
  test.each<[string, () => unknown, string]>([
    [
      "a misspelt one",
      () => expect(bank).toHold(undefined, untyped({ preemtions: 2 })),
      'no option of toHold "preemtions"; there is strategy, preemptions, steps, sampling, symmetry, inconclusive, maxStates, timeout (did you mean "preemptions"?)',
    ],
    [
      "a number in their place",
      () => expect(bank).toHold(undefined, untyped(2)),
      "each option of toHold is named, { strategy: … }; 2 was given",
    ],
    [
      "an unknown figure",
      () => expect(bank).toViolate("deadlock free", untyped({ switches: 1 })),
      'no figure of toViolate "switches"; there is preemptions, events, steps',
    ],
    [
      "a figure that is none",
      () => expect(bank).toViolate("deadlock free", { steps: 1.5 }),
      "steps is to be a whole number from 0 on; it is 1.5",
    ],
    [
      "figures behind .not",
      () => expect(bank).not.toViolate("deadlock free", { steps: 3 }),
      ".not.toViolate with steps could mean that it holds, or that it costs something else: say which",
    ],
    [
      "another word for inconclusive",
      () => expect(bank).toHold(undefined, { inconclusive: untyped("ignore") }),
      'inconclusive can be "fail" or "accept"; it is "ignore"',
    ],
    [
      "a limit of none",
      () => expect(bank).toHold(undefined, { timeout: 0 }),
      "timeout is to be a number of milliseconds above 0; it is 0",
    ],
    [
      "a limit of no states",
      () => expect(bank).toHold(undefined, { maxStates: 0 }),
      "maxStates is to be a whole number from 1 on; it is 0",
    ],
    [
      "an unknown strategy",
      () => expect(bank).toHold(undefined, { strategy: untyped("best") }),
      'there is no strategy "best"; there is exhaustive, reduced, bounded, dpor, random-walk, pct\n  in model "bank"',
    ],
    [
      "one of assertHolds",
      () => assertHolds(bank, untyped({ property: "deadlock free" })),
      'no option of assertHolds "property"; there is properties, stop, witnesses, space, recheck, strategy, preemptions, steps, sampling, symmetry, inconclusive, maxStates, timeout',
    ],
  ])("%s", (_, expectation, text) => {
    expect(said(expectation)).toBe(text);
  });

  test("one of explore", async () => {
    await expect(explore(bank, untyped({ sginal: 1 }))).rejects.toThrow(
      'no option of explore "sginal"; there is properties, witnesses, signal, progress, strategy, preemptions, steps, sampling, symmetry, maxStates, timeout (did you mean "signal"?)',
    );
    await expect(explore(bank, untyped({ inconclusive: "accept" }))).rejects.toThrow(
      'no option of explore "inconclusive"',
    );
  });
});

describe("a table", () => {
  test.each<[string, () => unknown, string]>([
    ["of no family", () => expectedVerdicts([]), "a table of no family has no rows: give it one or several"],
    [
      "of a model",
      () => expectedVerdicts(untyped(bank)),
      'a table is of families; it was given the model "bank": have it checked by expect(model)',
    ],
    [
      "of an unknown variant",
      () => expectedVerdicts(versions, { variants: ["odl"] }),
      'no variant of versions called "odl"; there is old, new (did you mean "old"?)',
    ],
    [
      "of no variant",
      () => expectedVerdicts(versions, { variants: [] }),
      "a table of no variants has no rows: leave it out for all",
    ],
    [
      "of an unknown parameter",
      () => expectedVerdicts(versions, { settings: [{ cpus: "2" }] }),
      'no parameter of versions called "cpus"; there is none',
    ],
    [
      "of an unknown property",
      () => expectedVerdicts(versions, { properties: ["deadlok free"] }),
      'no property "deadlok free"; there is deadlock free, money is moved once, the money is moved (did you mean "deadlock free"?)',
    ],
    [
      "of the same settings twice",
      () => expectedVerdicts(versions, { settings: [{}, {}] }),
      'two rows are called versions@old: "deadlock free" holds: are the same settings given twice?',
    ],
    [
      "with a misspelt option",
      () => expectedVerdicts(versions, untyped({ variant: "old" })),
      'no option of a table "variant"; there is variants, settings, properties (did you mean "variants"?)',
    ],
    [
      "declared with a misspelt option",
      () => declaring.each(versions, untyped({ stategy: "dpor" })),
      'no option of explore.each "stategy"; there is variants, settings, properties, strategy, preemptions, steps, sampling, symmetry, inconclusive, maxStates, timeout (did you mean "strategy"?)',
    ],
  ])("%s", (_, make, text) => {
    expect(said(make)).toBe(text);
  });

  test("of a family that expects what its model does not claim", () => {
    const wrong = family({
      name: "wrong",
      title: "expects what is not claimed",
      about: [],
      variants: { one: { about: "the one" } },
      newest: "one",
      parameters: {},
      build: () => bank,
      violated: () => ["deadlock freedom"],
    });
    expect(said(() => expectedVerdicts(wrong))).toBe(
      'wrong@one states that "deadlock freedom" does not hold: no property "deadlock freedom"; there is deadlock free, money is moved once, the money is moved (did you mean "deadlock free"?)',
    );
  });
});

describe("a report", () => {
  test("is asked for what it has verdicts on, by name", async () => {
    const report = await explore(bank, { properties: ["deadlock free"] });
    expect(said(() => expect(report).toHold("money is moved once"))).toBe(
      'no verdict of the report on "money is moved once"; there is deadlock free',
    );
    expect(said(() => expect(report).toHold([]))).toBe("no verdict is asked for; there is deadlock free");
    expect(said(() => expect(report).toHold(deadlockFree()))).toBe(
      "of a report its verdicts are asked for by name; other claims are made of the model",
    );
    expect(said(() => expect(report).toHold(undefined, { preemptions: 1 }))).toBe(
      "a report is of a search that was made: preemptions is for what is yet to be checked",
    );
    const silent = { ...report, verdicts: [] };
    expect(said(() => expect(silent).toHold())).toBe("the report has no verdict, so it says nothing");
    expect(said(() => expect(report).toReach(() => true))).toBe(
      "of a report its verdicts are asked for by name; other claims are made of the model",
    );
    expect(said(() => replay(untyped(report), "A"))).toMatch(
      /the report of a check: ask of the model itself$/,
    );
  });
});
