/**
 * The kernel machine: a vocabulary for models of kernel code, over the model language.
 *
 * @module preempt/machine
 */

export type { Interrupt } from "./interrupts.js";
export { kernelFpuAlone, kernelFpuKept, kernelFpuSection, kernelOwner } from "./kernel-fpu.js";
export { enterKernel, fpregsLock, type KernelWords, kernel, wake } from "./language.js";
export { type MachineOptions, type MachineParts, machine } from "./machine.js";
export {
  atWork,
  guestModeOf,
  isRunning,
  mayBeSwitched,
  mayStrike,
  moves,
  runsInUserMode,
} from "./questions.js";
export type { Regime } from "./regime.js";
export {
  type DeferredFault,
  type DeferredOptions,
  deferred,
  fpregsMarkActivate,
  savedFpu,
  saveFpregs,
  switchFpuReturn,
} from "./regimes/deferred.js";
export { type EagerFault, type EagerOptions, eager } from "./regimes/eager.js";
export { type LazyFault, type LazyOptions, lazy } from "./regimes/lazy.js";
export { fpregsLocked, hardirq, maySleep, type Preemption, softirq } from "./strikes.js";
export { bareMetal, type Injection, type TaskSwitched, xenPv } from "./task-switched.js";
export { type SchedIn, type Task, type TaskOptions, task } from "./tasks.js";
export {
  type CpuVariables,
  foreign,
  type InitialFpu,
  idleOf,
  init,
  isIdle,
  type Level,
  type Machine,
  nobody,
  type TaskDefinition,
  type TaskVariables,
} from "./variables.js";
