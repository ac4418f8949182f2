/** Claims of progress on the machine: what a fair task does and does not come to, and who is stuck while others run. */

import { check, type Property, type StateView } from "preempt";
import { describe, expect, test } from "vitest";
import { kernel, type Machine, runsInUserMode } from "../../models/machine/index.js";
import { type Code, small, type Variables, words } from "./small.js";

type State = StateView<Variables>;

const { step, loop, syscall, userMode, sleepUntil, when, leave, leadsTo, neverStuck, deadlockFree } = words;

const returns: Property<State> = leadsTo(
  "back in user mode, or switched away",
  (s) => s.process("A").at("works"),
  (s) => runsInUserMode(s, "A") || s.cpu(0).running !== "A",
);

const works = loop(userMode(syscall("enter")), step("works"));

const softirq = { level: "softirq" as const, handler: kernel<Machine>().step("handles") };

const kinds = (model: ReturnType<typeof small>) =>
  Object.fromEntries(check(model).verdicts.map(({ property, kind }) => [property, kind]));

describe("a task that keeps its CPU", () => {
  const properties = [returns];

  test("goes on, and returns to user mode, where that is assumed", () => {
    expect(kinds(small({ A: works, B: works }, { properties, fair: "weak" }))).toEqual({
      [returns.name]: "holds",
    });
  });

  test("need not go on where an interrupt can always come instead, and nothing is assumed", () => {
    const struck = { properties, interrupts: [softirq] };
    expect(kinds(small({ A: works }, struck))).toEqual({ [returns.name]: "violated" });
  });

  test("goes on under interrupts that never cease, where that is assumed", () => {
    const struck = { properties, interrupts: [softirq], fair: "weak" as const };
    expect(kinds(small({ A: works }, struck))).toEqual({ [returns.name]: "holds" });
  });

  test("which is not to be given a CPU", () => {
    const given = leadsTo(
      "B comes to user mode",
      () => true,
      (s) => runsInUserMode(s, "B"),
    );
    expect(kinds(small({ A: works, B: works }, { properties: [given], fair: "strong" }))).toEqual({
      [given.name]: "violated",
    });
  });

  test("and spins for ever where nobody else can end it", () => {
    const spins = loop(
      userMode(syscall("enter")),
      step("works"),
      loop(when("an event?", (k: { readonly event: boolean }) => k.event, leave)),
    );
    const [verdict] = check(small({ A: spins }, { properties, preemption: "none", fair: "weak" })).verdicts;
    expect(verdict?.kind === "violated" && verdict.trace.cycle?.processes[0]).toMatchObject({
      process: "A",
      fair: "weak",
      how: "moves",
    });
  });
});

describe("who is stuck while others run", () => {
  /** A mutex of two tasks by hand: each sleeps until what the other is to give. */
  const waitsFor = (label: string, ready: (k: { readonly x: number }) => boolean): Code => [
    userMode(syscall("enter")),
    sleepUntil(label, ready),
  ];
  const properties = [neverStuck(), deadlockFree()];

  test("is found by neverStuck, and not by deadlockFree", () => {
    const model = small({ A: waitsFor("for x", (k) => k.x === 1), C: works }, { properties });
    expect(kinds(model)).toEqual({ "never stuck": "violated", "deadlock free": "holds" });
    const [stuck] = check(model).verdicts;
    expect(stuck?.kind === "violated" && stuck.trace.waiting.map(({ process }) => process)).toEqual(["A"]);
  });

  test("and is nobody where somebody may wake it", () => {
    const wakes = loop(
      userMode(syscall("enter")),
      step("x := 1", (k: { x: number; task(name: string): { state: string } }) => {
        k.x = 1;
        k.task("A").state = "runnable";
      }),
    );
    expect(kinds(small({ A: waitsFor("for x", (k) => k.x === 1), C: wakes }, { properties }))).toEqual({
      "never stuck": "holds",
      "deadlock free": "holds",
    });
  });
});
