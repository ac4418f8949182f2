/** Groups of variables that are reached by name, and processes that say by name or function which is their own. */

import { check, indexed, language, model, type Process } from "preempt";
import { describe, expect, test } from "vitest";
import { after, moves } from "../semantics/walk.js";
import { agreed, countsOf, verdictsOf } from "../tables/agreed.js";
import { complaint } from "./complaint.js";

const names = ["init", "kthreadd", "vCPU-0"] as const;
const variables = {
  turn: "init" as (typeof names)[number],
  cpu: indexed(2, { running: "init" as (typeof names)[number] }),
  task: indexed(names, (name) => ({ comm: name as string, runs: 0 })),
};
type V = typeof variables;

const { step, loop, process, always } = language<V>();

/** Hands over what the types refuse. */
const untyped = <T>(value: unknown): T => value as T;

const running = (...processes: readonly Process<V>[]) =>
  model({ name: "small", variables, processes, properties: [always("p", () => true)] });

describe("the declaration", () => {
  const declaring = (given: unknown): string => complaint(() => indexed(untyped<number>(given), { x: 0 }));

  test.each<[unknown, string]>([
    [[], "indexed(…) takes how many copies there are, or a list of their names"],
    ["init", "indexed(…) takes how many copies there are, or a list of their names"],
    [["a b"], 'indexed(…): "a b" is no name'],
    [["0"], 'indexed(…): "0" is no name'],
    [[""], 'indexed(…): "" is no name'],
    [["a", 1], 'indexed(…): "1" is no name'],
    [["a", "b", "a"], 'indexed(…): two copies are called "a"'],
    [0, "indexed(0, …): there must be at least 1"],
    [1.5, "indexed(1.5, …): there must be at least 1"],
  ])("indexed(%j, …) is refused", (given, says) => {
    expect(declaring(given)).toBe(says);
  });

  test("each copy begins as its name says", () => {
    const state = after(running(process("A", { program: step("a") })));
    expect(names.map((name) => state.getIn(["task", name, "comm"]))).toEqual([...names]);
  });
});

describe("a copy is reached by its name", () => {
  test("in a body", () => {
    const program = step("a", ({ task }) => {
      task("vCPU-0").runs += 1;
    });
    expect(moves(running(process("A", { program })), "A")).toEqual(["a: task(vCPU-0).runs=1"]);
  });

  test.each<[string, unknown]>([
    ["another name", "vcpu-0"],
    ["a number", 0],
    ["the name of what every object has", "constructor"],
  ])("and not by %s", (_, name) => {
    const program = step("a", ({ task }) => {
      task(untyped<"init">(name)).runs = 1;
    });
    const message = complaint(() => check(running(process("A", { program }))));
    expect(message).toContain(`no task "${String(name)}"; there are init, kthreadd, vCPU-0`);
    expect(message).toContain('asked for by step "a" of A');
  });

  test("a numbered one says its numbers, not a name", () => {
    const program = step("a", ({ cpu }) => {
      cpu(untyped<number>("0")).running = "init";
    });
    expect(complaint(() => check(running(process("A", { program }))))).toContain(
      'no cpu "0"; there are 0 to 1',
    );
  });
});

describe("which is a process' own", () => {
  const counts = step("counts", ({ current }) => {
    current.runs += 1;
  });

  test("by name", () => {
    expect(moves(running(process("A", { task: "kthreadd", program: counts })), "A")).toEqual([
      "counts: task(kthreadd).runs=1",
    ]);
  });

  test("by a function of the state: where it is when the step is taken", () => {
    const turns = [
      step("turn", (k) => {
        k.turn = "vCPU-0";
      }),
      counts,
    ];
    const built = running(process("A", { task: (k) => k.turn, program: turns }));
    expect(moves(built, "A", "A")).toEqual(["counts: task(vCPU-0).runs=1"]);
  });

  test("by a function, within a step too", () => {
    const program = step("both", (k) => {
      k.current.runs += 1;
      k.turn = "kthreadd";
      k.current.runs += 2;
    });
    expect(
      moves(running(process("A", { task: (k) => k.turn, program })), "A")[0]
        ?.split(" ")
        .sort(),
    ).toEqual(["both:", "turn=kthreadd", "task(init).runs=1", "task(kthreadd).runs=2"].sort());
  });

  test.each<[string, unknown, string]>([
    ["a name that there is not", "nobody", 'process "A" names task nobody; there are init, kthreadd, vCPU-0'],
    ["a number", 0, 'process "A" names task 0; there are init, kthreadd, vCPU-0'],
  ])("is refused where it is %s", (_, task, says) => {
    const made = () => running(process("A", { task: untyped<"init">(task), program: counts }));
    expect(complaint(made)).toContain(says);
  });

  test("is refused where the function comes to a name that there is not", () => {
    const made = process("A", { task: () => untyped<"init">("nobody"), program: counts });
    expect(complaint(() => check(running(made)))).toContain(
      'no task "nobody"; there are init, kthreadd, vCPU-0',
    );
  });

  test("is refused where nothing is declared per task", () => {
    const { step, process } = language<object>();
    const made = () =>
      model({
        name: "bad",
        variables: {},
        processes: [process("A", { task: untyped<string>("init"), program: step("a") })],
      });
    expect(complaint(made)).toContain('process "A" names its task, but no variable is declared per task');
  });
});

test("tables and reference semantics agree", () => {
  const counting = (name: (typeof names)[number], next: (typeof names)[number]) =>
    process(name, {
      task: name,
      cpu: (k) => (k.turn === name ? 1 : 0),
      program: loop(
        step(
          "works",
          (k) => {
            k.current.runs = (k.current.runs + 1) % 3;
            k.here.running = name;
            k.turn = next;
          },
          { enabled: (k) => k.turn === name },
        ),
      ),
    });
  const built = model({
    name: "turns",
    variables,
    processes: [counting("init", "kthreadd"), counting("kthreadd", "vCPU-0"), counting("vCPU-0", "init")],
    properties: [always("init is never behind", (s) => s.task("init").runs >= s.task("vCPU-0").runs)],
  });
  const { report } = agreed(built);
  expect(countsOf(report)).toEqual([10, 10, 9]);
  expect(verdictsOf(report)).toEqual({ "init is never behind": "violated (0, 0, 7)" });
});
