/** What may be stacked on what: softirqs, hard interrupts and NMIs on tasks, on each other, on a switch and on the idle task. */

import { List } from "immutable";
import type { Model } from "preempt";
import { describe, expect, test } from "vitest";
import { machine, type SchedIn, task } from "../../models/machine/index.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { everyLevel, held, noFpu, reached, small, strikersIn, type Variables, words } from "./small.js";

const { step, exit, loop, choose, syscall, userMode, preemptDisabled, section, atomic, reachable, never } =
  words;

import { model } from "preempt";

const [a, b] = [step("a"), step("b")];

/** A task that is in user mode and in the kernel by turns. */
const everyday = loop(userMode(syscall("enters")), a);

/** By what is stacked on CPU 0, innermost last, who strikes there. */
function stacks(model: Model): Readonly<Record<string, string>> {
  const found = new Map<string, Set<string>>();
  for (const state of reached(model)) {
    const above = held(model, state, "cpu(0).above") as List<string>;
    const key = above.isEmpty() ? "nothing" : above.join(" ");
    found.set(key, (found.get(key) ?? new Set()).add(strikersIn(model, state)));
  }
  return Object.fromEntries([...found].map(([key, who]) => [key, [...who].sort().join(" or ")]));
}

describe("what interrupts what", () => {
  test("softirq < hard IRQ < NMI, each with something inside that can be interrupted", () => {
    expect(stacks(small({ T: everyday }, { interrupts: everyLevel }))).toEqual({
      nothing: "Sshn",
      softirq: "..hn",
      hardirq: "...n",
      "softirq hardirq": "...n",
    });
  });

  test("where nothing can interrupt a handler it is one step, and never seen half done", () => {
    const one = everyLevel.slice(0, 1);
    expect(stacks(small({ T: everyday }, { interrupts: one }))).toEqual({ nothing: "Ss.." });
  });

  test("the steps of a softirq stand under the softirq, the hard interrupt's under its own", () => {
    const built = small({ T: everyday }, { interrupts: everyLevel });
    const inside = (name: string): readonly string[] => {
      const process = built.processes.find((each) => each.name === name);
      return (process?.program.locations ?? [])
        .filter(({ inner }) => !inner)
        .map(({ attributes, steps }) => `[${attributes.join()}] ${steps.map(({ label }) => label).join()}`);
    };
    expect(inside("softirq0")).toEqual(["[] softirq", "[bh off] handles", "[bh off] end of softirq"]);
    expect(inside("hardirq0")).toEqual(["[] hardirq", "[irqs off] handles", "[irqs off] end of hardirq"]);
    expect(inside("nmi0")).toEqual(["[] nmi"]);
  });
});

describe("the idle task runs with everything on", () => {
  test("nothing is runnable", () => {
    const built = small(
      { T: exit },
      {
        interrupts: everyLevel,
        tasks: { T: { kernelThread: true } },
      },
    );
    const idle = reached(built).filter((state) => held(built, state, "cpu(0).running") === "idle0");
    const quiet = idle.filter((state) => (held(built, state, "cpu(0).above") as List<string>).isEmpty());
    expect([...new Set(quiet.map((state) => strikersIn(built, state)))].sort()).toEqual([".shn", "Sshn"]);
    const after = quiet.filter((state) => held(built, state, "task(T).state") === "dead");
    expect([...new Set(after.map((state) => strikersIn(built, state)))]).toEqual([".shn"]);
  });
});

describe("a notifier that runs when a task is scheduled in", () => {
  const notified = (code: SchedIn<Variables>["code"], registered = true): Model => {
    const on = machine<Variables>({ regime: noFpu, tasks: { T: {} }, interrupts: everyLevel });
    return model({
      name: "notified",
      variables: { ...on.variables, x: 0, event: false },
      processes: on.processes(
        task<Variables>("T", {
          program: everyday,
          schedIn: { registered: () => registered, code },
        }),
      ),
      properties: [
        reachable("it runs", (s) => s.process("CPU0").at("notified")),
        never("T moves meanwhile", (s) => s.x === 1),
      ],
    });
  };
  const body = step("notified", (k) => {
    k.x = k.here.running === "T" ? 0 : 1;
  });

  test("runs stacked above the task, preemption off, interrupts on", () => {
    const found = stacks(notified(body));
    expect(found).toMatchObject({ switch: ".shn", "switch softirq": "..hn", "switch hardirq": "...n" });
  });

  test("the task does not move before it has run", () => {
    const built = notified(body);
    const interpreter = new Interpreter(built);
    const [thread] = built.processes;
    if (thread === undefined) throw new Error("there is no task");
    const switching = reached(built).filter((state) =>
      (held(built, state, "cpu(0).above") as List<string>).includes("switch"),
    );
    expect(switching.length).toBeGreaterThan(3);
    expect(switching.filter((state) => interpreter.outcomes(state, thread).length > 0)).toEqual([]);
  });

  test("does not run where it is not registered", () => {
    expect(Object.keys(stacks(notified(body, false))).filter((key) => key.includes("switch"))).toEqual([]);
  });

  test("with bottom halves off in it no softirq strikes there", () => {
    const built = notified([preemptDisabled(section("bh off", body, a), b)]);
    const found = reached(built).flatMap((state) => {
      const above = held(built, state, "cpu(0).above") as List<string>;
      const [, cpu0] = built.processes;
      if (cpu0 === undefined || !above.equals(List(["switch"]))) return [];
      const { steps } = new Interpreter(built).location(state, cpu0);
      return [`${steps.map(({ label }) => label).join()}: ${strikersIn(built, state)}`];
    });
    expect([...new Set(found)].sort()).toEqual([
      "a: ..hn",
      "b: .shn",
      "finish_task_switch: .shn",
      "notified: .shn",
    ]);
  });
});

test("an interrupt in an atomic block of a task is not seen", () => {
  const program = loop(choose(userMode(syscall("enters")), userMode(a)), atomic("xchg", a, b));
  const built = small({ T: program }, { interrupts: everyLevel });
  const [thread] = built.processes;
  expect(thread?.program.locations.filter(({ inner }) => !inner).length).toBe(2);
});
