/** What may come between two steps, by the attributes of the location: the one place that says so. */

import type { Reader, Rule } from "preempt";
import { isIdle, type Machine } from "./variables.js";

/** The attribute of a location at which a task may go to sleep on something that is not modelled. */
export const maySleep = "may sleep";

/** The attribute of a location at which a task is at work on its own FPU state: inside `fpregs_lock`, or in #NM. */
export const fpregsLocked = "fpregs lock";

const none = (attributes: readonly string[], ...unwanted: readonly string[]): boolean =>
  !unwanted.some((attribute) => attributes.includes(attribute));

/** Whether the kernel may give the CPU away here at all: neither preemption nor bottom halves nor interrupts are off. */
export const preemptionOn: Rule = {
  name: "preemption on",
  of: (at) => none(at, "preempt off", "bh off", "irqs off"),
};

/** A softirq strikes unless bottom halves or interrupts are off. Preemption has nothing to say. */
export const softirq: Rule = { name: "softirq", of: (at) => none(at, "bh off", "irqs off") };

/** A hard interrupt strikes unless interrupts are off. */
export const hardirq: Rule = { name: "hard IRQ", of: (at) => none(at, "irqs off") };

/** An NMI strikes anywhere. */
export const nmi: Rule = { name: "NMI", of: () => true };

/** The hypervisor below the kernel takes the CPU away anywhere. */
export const hypervisor: Rule = { name: "hypervisor", of: () => true };

/** `none` is CONFIG_PREEMPT_NONE: the kernel gives the CPU away where it sleeps, or is about to return to user mode. */
export type Preemption = "full" | "none";

/** Whether the scheduler may take the CPU from a task. */
export function switches(preemption: Preemption): Rule {
  return {
    name: "scheduler",
    of: (at) =>
      preemptionOn.of(at) && (preemption === "full" || at.includes(maySleep) || at.includes("user mode")),
  };
}

/** Whether a task that gives the CPU away would do so to sleep, which nobody forces it to. */
export const sleeps: Rule = { name: "sleep", of: (at) => at.includes(maySleep) };

/** Whether the location is in user mode, or is where the kernel returns to it. */
export const inUserMode: Rule = { name: "user mode", of: (at) => at.includes("user mode") };

/** Whether the location is one at which a task is at work on its own FPU state. */
export const locked: Rule = { name: "fpregs lock", of: (at) => at.includes(fpregsLocked) };

/** Whether the location has bottom halves off (`softirq_count`). */
export const bottomHalvesOff: Rule = { name: "bottom halves off", of: (at) => at.includes("bh off") };

/**
 * Whether what this CPU runs for its task is at a location that satisfies the rule: the task itself, or the rest of a switch to it.
 * The idle task runs with everything on.
 */
export function runningUnder(k: Pick<Reader<Machine>, "here" | "current" | "process">, rule: Rule): boolean {
  const { here, current, process } = k;
  if (isIdle(here.running)) return rule.of([]);
  return process(here.above.includes("switch") ? `CPU${current.cpu}` : here.running).under(rule);
}

/** What no kernel survives: to sleep, or to be in user mode, with preemption, bottom halves or interrupts off. */
export const impossible: Rule = {
  name: "impossible",
  of: (at) => !preemptionOn.of(at) && (at.includes(maySleep) || at.includes("user mode")),
};
