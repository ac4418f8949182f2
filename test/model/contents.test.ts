/** Variables that hold contents: what declares them, what makes contents fresh and stale, what is refused. */

import { check, contents, indexed, language, type Model, model, type Part } from "preempt";
import { describe, expect, test } from "vitest";
import { after, moves } from "../semantics/walk.js";
import { agreed, countsOf, verdictsOf } from "../tables/agreed.js";
import { complaint } from "./complaint.js";

const variables = {
  x: 0,
  name: "A",
  spare: contents("nobody"),
  vcpu: { guestFpu: contents("G") },
  cpu: indexed(2, (cpu: number) => ({ fpregs: contents(cpu === 0 ? "A" : "B") })),
  task: indexed(["T", "U"], { fpu: contents("A") }),
  ghost: { image: contents("A") },
};
const locals = { mine: contents("A") };
type V = typeof variables;
type L = typeof locals;

const { step, when, process, always, assertion } = language<V, L>();

/** Hands over what the types refuse. */
const untyped = <T>(value: unknown): T => value as T;

type Code = Part<Parameters<NonNullable<Parameters<typeof step>[1]>>[0]>;

function running(program: Code, properties: Parameters<typeof model<V>>[0]["properties"] = []): Model {
  const a = process("A", { locals, cpu: 0, task: "T", program });
  return model({ name: "small", variables, processes: [a], properties });
}

describe("the declaration", () => {
  const declaring = (owner: unknown): string =>
    complaint(() => model({ name: "bad", variables: { fpregs: contents(untyped(owner)) }, processes: [] }));

  test.each<[unknown, string]>([
    ["", "the owner of contents is empty, not the name of an owner"],
    [1, "the owner of contents is a number, not the name of an owner"],
    [undefined, "the owner of contents is undefined, not the name of an owner"],
    [null, "the owner of contents is null, not the name of an owner"],
    ["A (stale)", 'the owner of contents is "A (stale)": no owner\'s name ends in " (stale)"'],
  ])("contents(%j) is refused", (owner, says) => {
    expect(declaring(owner)).toBe(says);
  });

  test("a variable begins with the latest contents of its owner", () => {
    const initial = after(running(step("a")));
    expect(initial.getIn(["vcpu", "guestFpu"])).toBe("G");
    expect(initial.getIn(["cpu", 1, "fpregs"])).toBe("B");
    expect(initial.getIn(["process", "A", "my", "mine"])).toBe("A");
  });
});

describe("fresh contents", () => {
  test("make every other copy of that owner stale: in groups, indexed groups, locals and ghosts, and no text elsewhere", () => {
    const writes = step("writes", ({ here, contents }) => {
      here.fpregs = contents.fresh("A");
    });
    expect(moves(running(writes), "A")[0]?.split(" ").slice(1).sort()).toEqual(
      [
        "cpu(0).fpregs=A",
        "cpu(1).fpregs=B",
        "task(T).fpu=A",
        "(stale)",
        "task(U).fpu=A",
        "(stale)",
        "ghost.image=A",
        "(stale)",
        "A.mine=A",
        "(stale)",
        "spare=nobody",
        "vcpu.guestFpu=G",
      ].sort(),
    );
  });

  test("a copy taken in the same step before is stale, one taken after is not", () => {
    const program = step("copies", (k) => {
      k.spare = k.here.fpregs;
      k.here.fpregs = k.contents.fresh("A");
      k.my.mine = k.here.fpregs;
    });
    const state = after(running(program), "A");
    expect(state.get("spare")).toBe("A (stale)");
    expect(state.getIn(["process", "A", "my", "mine"])).toBe("A");
    expect(state.get("name")).toBe("A");
  });

  test("that are assigned nowhere leave none that are the latest", () => {
    const state = after(running(step("loses", ({ contents }) => void contents.fresh("A"))), "A");
    expect([state.getIn(["cpu", 0, "fpregs"]), state.getIn(["task", "T", "fpu"])]).toEqual([
      "A (stale)",
      "A (stale)",
    ]);
  });

  test("twice are the latest once", () => {
    const program = step("twice", (k) => {
      k.here.fpregs = k.contents.fresh("A");
      k.here.fpregs = k.contents.fresh("A");
      k.spare = k.here.fpregs;
      k.here.fpregs = k.contents.fresh("G");
    });
    const state = after(running(program), "A");
    expect([state.getIn(["cpu", 0, "fpregs"]), state.get("spare")]).toEqual(["G", "A"]);
    expect(state.getIn(["vcpu", "guestFpu"])).toBe("G (stale)");
  });

  test.each<[string, unknown, string]>([
    ["no name", "", 'the owner of fresh contents in step "a" of A is empty'],
    ["a stale name", "A (stale)", 'no owner\'s name ends in " (stale)"'],
    ["a number", 3, "is a number, not the name of an owner"],
  ])("of %s are refused", (_, owner, says) => {
    const program = step("a", ({ here, contents }) => {
      here.fpregs = contents.fresh(untyped(owner));
    });
    expect(complaint(() => check(running(program, [always("p", () => true)])))).toContain(says);
  });

  const fresh = (k: unknown): boolean =>
    untyped<{ contents: { fresh(owner: string): string } }>(k).contents.fresh("A") === "A";

  test.each<[string, () => Model, string]>([
    ["a predicate", () => running(step("a"), [always("p", fresh)]), 'the predicate of "p"'],
    [
      "a guard",
      () => running(step("a", undefined, { enabled: fresh }), [always("p", () => true)]),
      'the guard of step "a" of A',
    ],
    [
      "a condition",
      () => running(when("a?", fresh, step("a")), [always("p", () => true)]),
      'the condition "a?" of A',
    ],
    [
      "a cost",
      () =>
        running(step("a", undefined, { cost: (k) => (fresh(k) ? "nothing" : "sleep") }), [
          always("p", () => true),
        ]),
      'the cost of step "a" of A',
    ],
  ])("are refused in %s", (_, made, who) => {
    const message = complaint(() => check(made()));
    expect(message).toContain(who);
    expect(message).toContain("used `contents.fresh`, which only the body of a step may");
  });
});

describe("questions", () => {
  const asked = (
    question: (k: {
      readonly contents: { latest(held: string, owner: string): boolean; ownerOf(held: string): string };
    }) => boolean,
  ): boolean => {
    const [verdict] = check(running(step("a"), [always("p", question)])).verdicts;
    return verdict?.kind === "holds";
  };

  test.each<[string, string, boolean]>([
    ["A", "A", true],
    ["A (stale)", "A", false],
    ["A", "B", false],
    ["nobody", "A", false],
  ])("latest(%j, %j) is %j", (held, owner, expected) => {
    expect(asked(({ contents }) => contents.latest(held, owner))).toBe(expected);
  });

  test.each<[string, string]>([
    ["A", "A"],
    ["A (stale)", "A"],
    ["somebody else", "somebody else"],
  ])("ownerOf(%j) is %j", (held, owner) => {
    expect(asked(({ contents }) => contents.ownerOf(held) === owner)).toBe(true);
  });
});

describe("what is no contents is refused", () => {
  test.each<[string, unknown, string]>([
    ["a number", 1, "a number, where contents are declared"],
    ["null", null, "null, where contents are declared"],
    ["an empty text", "", "a string, where contents are declared"],
    ["true", true, "a boolean, where contents are declared"],
  ])("%s", (_, value, says) => {
    const program = step("a", ({ vcpu }) => {
      vcpu.guestFpu = untyped(value);
    });
    const message = complaint(() => check(running(program, [always("p", () => true)])));
    expect(message).toContain(`step "a" of A wrote to "vcpu.guestFpu" ${says}`);
  });
});

/** Two CPUs whose registers are written, saved and loaded, and a task's image that goes stale and comes back. */
function traffic(): Model {
  const shared = {
    cpu: indexed(2, { fpregs: contents("nobody") }),
    task: indexed(["T", "U"], (name: string) => ({ fpu: contents(name) })),
    ghost: { seen: contents("T") },
  };
  const { step, loop, choose, process, never, always, reachable } = language<typeof shared>();
  const user = (name: "T" | "U", cpu: number) =>
    process(name, {
      cpu,
      task: name,
      program: loop(
        choose(
          step("writes", ({ here, contents }) => {
            here.fpregs = contents.fresh(name);
          }),
          step("saves", (k) => {
            k.current.fpu = k.here.fpregs;
            k.ghost.seen = k.here.fpregs;
          }),
          step("loads", ({ here, current }) => {
            here.fpregs = current.fpu;
          }),
          step("asserts", (k) => {
            k.assert("mine", k.contents.ownerOf(k.here.fpregs) !== "nobody");
          }),
        ),
      ),
    });
  return model({
    name: "traffic",
    variables: shared,
    processes: [user("T", 0), user("U", 1)],
    properties: [
      assertion("mine"),
      always("T's image is T's", (s) => s.contents.ownerOf(s.task("T").fpu) === "T"),
      never("T's image is stale", (s) => s.task("T").fpu === "T (stale)"),
      never(
        "two copies are the latest",
        (s) => s.contents.latest(s.cpu(0).fpregs, "T") && s.contents.latest(s.task("T").fpu, "T"),
      ),
      reachable("the ghost is stale", (s) => s.ghost.seen === "U (stale)"),
    ],
  });
}

test("tables and reference semantics agree on contents", () => {
  const { report } = agreed(traffic());
  expect(verdictsOf(report)).toEqual({
    mine: "violated (0, 0, 1)",
    "T's image is T's": "violated (0, 0, 1)",
    "T's image is stale": "violated (0, 0, 1)",
    "two copies are the latest": "violated (0, 0, 1)",
    "the ghost is stale": "holds (0, 0, 3)",
  });
  expect(countsOf(report)).toEqual([60, 480, 5]);
});

test("a step that writes fresh contents has one view for all copies", () => {
  const { report } = agreed(traffic());
  expect(report.grounds.views).toBeLessThan(report.grounds.states);
});
