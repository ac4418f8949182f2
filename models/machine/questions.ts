/** What claims ask of a machine. */

import type { Rule, StateView } from "preempt";
import { inUserMode, locked, preemptionOn } from "./strikes.js";
import { isIdle, type Machine } from "./variables.js";

type State = StateView<Machine>;

const guestMode: Rule = { name: "guest mode", of: (at) => at.includes("guest mode") };

/** Whether a CPU runs `task`, in user mode: at a user location, returned there since the last interrupt or switch. */
export function runsInUserMode(state: State, task: string): boolean {
  const { running, user, above } = state.cpu(state.task(task).cpu);
  return running === task && user && above.isEmpty() && state.process(task).under(inUserMode);
}

/** Whether the guest of `task` runs. */
export function guestModeOf(state: State, task: string): boolean {
  return state.process(task).under(guestMode);
}

/**
 * Whether `task` is at work on its own FPU state: inside `fpregs_lock`, or in what a switch runs in its context. The idle task
 * never is.
 */
export function atWork(state: State, task: string): boolean {
  if (isIdle(task)) return false;
  const { cpu } = state.task(task);
  const { running, above } = state.cpu(cpu);
  const switching = running === task && above.includes("switch") && state.process(`CPU${cpu}`).under(locked);
  return switching || state.process(task).under(locked);
}

/** Whether a switch may take `cpu` from what it runs, interrupts or not. */
export function mayBeSwitched(state: State, cpu: number): boolean {
  const { running, above } = state.cpu(cpu);
  return above.isEmpty() && (isIdle(running) || state.process(running).under(preemptionOn));
}

/** Whether a CPU runs `task`, whatever is stacked above it. */
export function isRunning(state: State, task: string): boolean {
  return state.cpu(state.task(task).cpu).running === task;
}

/** Whether a CPU runs `task`, and nothing is stacked above it. */
export function moves(state: State, task: string): boolean {
  const { running, above } = state.cpu(state.task(task).cpu);
  return running === task && above.isEmpty();
}

/** Whether what the rule is of may strike while `task` runs, with nothing above it. */
export function mayStrike(state: State, task: string, rule: Rule): boolean {
  return moves(state, task) && state.process(task).under(rule);
}
