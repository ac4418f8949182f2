/** What the machine refuses: misspelt options, tasks that nobody could tell apart, sleeping while atomic. */

import { check } from "preempt";
import { describe, expect, test } from "vitest";
import { deferred, type MachineOptions, machine } from "../../models/machine/index.js";
import { complaint } from "../model/complaint.js";
import { type Code, everyLevel, small, words } from "./small.js";

const { step, loop, choose, syscall, trap, sleeping, sleepUntil, userMode, always } = words;
const { preemptDisabled, fpregsLock, irqsDisabled } = words;

/** As somebody writes who has no types. */
const untyped = (options: unknown): MachineOptions => options as MachineOptions;

const regime = deferred();

describe("a machine", () => {
  test.each<readonly [string, unknown, readonly string[]]>([
    ["nothing", undefined, ["{ tasks, regime, … }"]],
    ["no tasks", { regime }, ["told of its tasks by name"]],
    ["no regime", { tasks: { A: {} } }, ["lazy(), eager(), deferred()"]],
    ["a regime that was not called", { tasks: { A: {} }, regime: deferred }, ["call it"]],
    ["half a regime", { tasks: { A: {} }, regime: { name: "mine", initial: () => ({}) } }, ["switchOut"]],
    ["a misspelt preemption", { tasks: { A: {} }, regime, preemption: "fulll" }, ["fulll", '"full", "none"']],
    ["no CPUs", { tasks: { A: {} }, regime, cpus: 0 }, ["1 to 64", "0"]],
    ["CPUs as text", { tasks: { A: {} }, regime, cpus: "2" }, ["1 to 64", '"2"']],
    ["a hundred CPUs", { tasks: { A: {} }, regime, cpus: 100 }, ["1 to 64", "100"]],
    ["a misspelt option of a task", { tasks: { A: { pined: 0 } }, regime }, ['"A"', '"pined"', "pinned"]],
    ["a misspelt beginning", { tasks: { A: { begins: "kernal" } }, regime }, ["kernal", '"user", "kernel"']],
    ["a pin out of range", { tasks: { A: { pinned: 3 } }, regime }, ["pinned to CPU 3", "0 to 0"]],
    ["an idle task of one's own", { tasks: { idle0: {} }, regime }, ['"idle0"', "idle tasks"]],
    ["a task called nobody", { tasks: { nobody: {} }, regime }, ['"nobody"']],
    ["one owner of two", { tasks: { A: { owner: "u" }, B: { owner: "u" } }, regime }, ['"u"', '"A"', '"B"']],
    ["a guest that owns what a task does", { tasks: { A: { guest: "A" } }, regime }, ["the guest of task"]],
    ["init for an owner", { tasks: { A: { owner: "init" } }, regime }, ['"init"', "meaning of its own"]],
    [
      "two handlers of a level",
      { tasks: { A: {} }, regime, softirqFpu: true, interrupts: [everyLevel[0]] },
      ["two of softirq"],
    ],
    [
      "a level that is none",
      { tasks: { A: {} }, regime, interrupts: [{ level: "irq", handler: [] }] },
      ["irq"],
    ],
  ])("%s", (_, options, says) => {
    const said = complaint(() => machine(untyped(options)));
    for (const words of says) expect(said).toContain(words);
  });
});

describe("scheduling while atomic", () => {
  const event = sleepUntil("event?", (k) => k.event);

  test.each<readonly [string, Code]>([
    ["a sleep with preemption off", preemptDisabled(step("a"), sleeping("sleeps"), step("b"))],
    ["a sleep inside fpregs_lock", fpregsLock(step("a"), sleeping("sleeps"), step("b"))],
    ["a sleep with interrupts off", irqsDisabled(step("a"), sleeping("sleeps"), step("b"))],
    ["a wait for an event with preemption off", preemptDisabled(step("a"), event, step("b"))],
    [
      "a handler in user mode",
      userMode(choose(step("w"), trap("#PF", { enabled: () => true }, step("h1"), step("h2")))),
    ],
  ])("%s", (_, code) => {
    const built = small(
      { A: loop(userMode(syscall("enters")), code) },
      { properties: [always("any", () => true)] },
    );
    expect(complaint(() => check(built))).toContain("scheduling while atomic");
  });
});

test("user mode that a plain step leaves", () => {
  const built = small(
    { A: loop(userMode(step("leaves")), step("in the kernel")) },
    { properties: [always("any", () => true)] },
  );
  expect(complaint(() => check(built))).toContain("user mode is left by `syscall` or `trap`");
});
