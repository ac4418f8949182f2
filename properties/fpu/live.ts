/** Where a task's FPU state lives: in the registers of its CPU, or in memory. */

import type { StateView } from "preempt";
import type { Machine } from "../../models/machine/index.js";

/** Whether the state of `task` lives in the registers of its CPU, as the kernel has it. */
export type Live<S> = (state: S, task: string) => boolean;

/** It lives there while the CPU runs it and TIF_NEED_FPU_LOAD is clear; in the eager regime, while the CPU runs it. */
export function flagIsClear(state: StateView<Machine>, task: string): boolean {
  const { cpu, needFpuLoad } = state.task(task);
  return state.cpu(cpu).running === task && !needFpuLoad;
}
