/** Reachability: which steps and branches are told dead, and what may be declared. */

import { family, flag, language, type Model, model } from "preempt";
import { type LawOptions, lawsOf, reachability, resultText } from "preempt/laws";
import { describe, expect, test } from "vitest";
import { vacuous } from "./bad-models.js";

const said = (made: Model, options: LawOptions = {}): string => resultText(reachability(made, options));

describe("what no run takes is named:", () => {
  test.each(Object.entries(vacuous))("%s", (_, made) => {
    expect(said(made())).toMatchSnapshot();
  });
});

const variables = { x: 0 };
const { step, when, loop, routine, call, process } = language<typeof variables>();

const waits = step("wait", undefined, { enabled: (k) => k.x > 5 });

const declaring = (unreachable: Readonly<Record<string, string>>): Model =>
  model({
    name: "declaring",
    variables,
    processes: [process("A", { program: [waits, step("go on")] }), process("B", { program: step("rest") })],
    unreachable,
  });

describe("what is declared unreachable", () => {
  test("is left in peace, with all that lies behind it alone", () => {
    expect(said(declaring({ "A: wait": "x stays 0" }))).toMatchInlineSnapshot(
      `"reachability: holds (2 states, 1 step)"`,
    );
  });

  test("must not be taken", () => {
    expect(said(declaring({ "A: wait": "x stays 0", "B: rest": "B is asleep" }))).toMatchInlineSnapshot(`
      "reachability: broken
        "B: rest" is declared unreachable, for "B is asleep", and a run takes it"
    `);
  });

  test("must be there", () => {
    expect(said(declaring({ "A: wiat": "x stays 0" }))).toMatchInlineSnapshot(`
      "reachability: broken
        "A: wiat" is declared unreachable, and there is no such step or branch (did you mean "A: wait"?)"
    `);
  });

  test("needs a reason", () => {
    expect(() => declaring({ "A: wait": " " })).toThrowErrorMatchingInlineSnapshot(`
      [ModelError: "A: wait" is declared unreachable without a reason: write why no run takes it
        in model "declaring"]
    `);
  });
});

describe("one line of code is one site", () => {
  const read = routine("read", (from: number) =>
    when(
      "is it mine?",
      (k) => k.x === from,
      step("read it", (k) => {
        k.x += 1;
      }),
    ),
  );

  test("of a routine, wherever it is called", () => {
    const calls = (from: number): Model =>
      model({
        name: "calling",
        variables,
        processes: [process("A", { program: [call(read, 0), call(read, from)] })],
      });
    // The first call finds it, the second does not: together they take both sides.
    expect(said(calls(7))).toMatchInlineSnapshot(`"reachability: holds (3 states, 3 steps)"`);
    expect(said(calls(1))).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "read: is it mine? -> no": its condition is never false"
    `);
  });

  const ask = (name: string, from: number) =>
    when(`${name} asks`, (k) => k.x === from, step("found"), step("lost"));
  const asking = (name: string, from: number) => process(name, { program: ask(name, from) });

  test("for processes of a kind: the same code but for a name", () => {
    const processes = [asking("A", 0), asking("B", 1)];
    expect(said(model({ name: "kinds", variables, processes }))).toMatchInlineSnapshot(
      `"reachability: holds (3 states, 6 steps)"`,
    );
  });

  test("and not for processes that run something else", () => {
    const more = process("B", { program: [ask("B", 1), step("more")] });
    expect(
      said(model({ name: "kinds", variables, processes: [asking("A", 0), more] })),
    ).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "A: A asks -> no": its condition is never false
        no run takes "B: B asks -> yes": its condition is never true
        and so no run comes to "A: lost", "B: found""
    `);
  });
});

describe("a family is judged as a whole", () => {
  const variants = { old: { about: "before", limit: 0 }, fixed: { about: "after", limit: 1 } };
  const made = (most: number) =>
    family({
      name: "counter",
      title: "a counter",
      about: [],
      variants,
      newest: "fixed",
      parameters: { twice: flag("two steps", false) },
      build: ({ limit }, { twice }) =>
        model({
          name: "counter",
          variables,
          processes: [
            process("A", {
              program: [
                step("count", (k) => {
                  k.x += twice ? 2 : 1;
                }),
                when("over the limit?", (k) => k.x > limit + most, step("reset")),
              ],
            }),
          ],
        }),
      violated: () => [],
    });

  test("what is dead in one instance is alive in another", () => {
    expect(resultText(lawsOf(made(0)).reachability)).toMatchInlineSnapshot(
      `"reachability: holds (6 states, 5 steps)"`,
    );
    expect(said(made(0).instance("fixed").model)).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "A: over the limit? -> yes": its condition is never true
        and so no run comes to "A: reset""
    `);
  });

  test("what is dead in all is dead", () => {
    const { reachability, kept } = lawsOf(made(5));
    expect(resultText(reachability)).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "A: over the limit? -> yes": its condition is never true
        and so no run comes to "A: reset""
    `);
    expect(kept).toBe(false);
  });
});

test("where states are left out nothing is called dead", () => {
  const counter = model({
    name: "counter",
    variables,
    processes: [
      process("A", {
        program: loop(
          step("count", (k) => {
            k.x += 1;
          }),
          when("far?", (k) => k.x > 1_000, step("far")),
        ),
      }),
    ],
  });
  expect(said(counter, { states: 100 })).toMatchInlineSnapshot(
    `"reachability: nothing found in what was looked at (100 states, 100 steps); there are more states; not taken among them: "A: far? -> yes""`,
  );
});
