/** Reachability: which steps and branches are told dead, and what may be declared. */

import { family, flag, language, type Model, model, type Source } from "preempt";
import { type LawOptions, lawsOf, reachability, resultText } from "preempt/laws";
import { describe, expect, test } from "vitest";
import { reachabilityOf } from "../../properties/laws/reachability.js";
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

  const dead = { enabled: (k: { readonly x: number }) => k.x === 9 };
  const inits = (...sources: readonly Source[]): Model => {
    const [one, other] = sources.map((source, i) =>
      routine(source, () => step("s", undefined, i ? dead : {})),
    );
    if (one === undefined || other === undefined) throw new Error("two sources are needed");
    const program = [call(one), call(other)];
    return model({ name: "inits", variables, processes: [process("A", { program })] });
  };

  test("of two routines of one name in two files they are two, by the file", () => {
    const made = inits({ name: "init", file: "a.c" }, { name: "init", file: "b.c" });
    expect(said(made)).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "init (b.c): s": runs come to it, and it is blocked each time"
    `);
  });

  test("of two versions of a routine, too, by the commit", () => {
    const made = inits(
      { name: "init", file: "a.c", commit: "1" },
      { name: "init", file: "a.c", commit: "2" },
    );
    expect(said(made)).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "init (a.c @ 2): s": runs come to it, and it is blocked each time"
    `);
  });

  test("and of one that has no file, beside one that has", () => {
    expect(said(inits({ name: "init", file: "a.c" }, { name: "init" }))).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "routine init: s": runs come to it, and it is blocked each time"
    `);
  });

  test("twin: a routine that is written twice under one name is one", () => {
    expect(said(inits({ name: "init", file: "a.c" }, { name: "init", file: "a.c" }))).toMatchInlineSnapshot(
      `"reachability: holds (1 state, 1 step)"`,
    );
  });

  test("of a process and a routine of one name they are two", () => {
    const take = routine("take", () => step("s"));
    const made = (unreachable: Readonly<Record<string, string>>): Model =>
      model({
        name: "taking",
        variables,
        processes: [
          process("A", { program: call(take) }),
          process("take", { program: step("s", undefined, dead) }),
        ],
        unreachable,
      });
    expect(said(made({}))).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "process take: s": runs come to it, and it is blocked each time"
    `);
    expect(said(made({ "process take: s": "x stays 0" }))).toMatchInlineSnapshot(
      `"reachability: holds (2 states, 1 step)"`,
    );
  });

  test("twin: a process that only calls the routine of its name has no line, and the name stays short", () => {
    const take = routine("take", () => step("s", undefined, dead));
    const processes = [process("take", { program: call(take) })];
    expect(said(model({ name: "taking", variables, processes }))).toMatchInlineSnapshot(`
      "reachability: broken
        no run takes "take: s": runs come to it, and it is blocked each time"
    `);
  });

  test("the routine of another variant, at another commit, is the same", () => {
    const at = (commit: string, guard: object): Model =>
      model({
        name: "v",
        variables,
        processes: [
          process("A", {
            program: call(routine({ name: "init", file: "a.c", commit }, () => step("s", undefined, guard))),
          }),
        ],
      });
    expect(resultText(reachabilityOf([at("1", {}), at("2", dead)], 100))).toMatchInlineSnapshot(
      `"reachability: holds (1 state, 1 step)"`,
    );
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
