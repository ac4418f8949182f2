/** The kernel machine: a vocabulary for models of kernel code, over the model language. */

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
  deferred,
  fpregsMarkActivate,
  savedFpu,
  saveFpregs,
  switchFpuReturn,
} from "./regimes/deferred.js";
export { type EagerFault, eager } from "./regimes/eager.js";
export { type LazyFault, lazy } from "./regimes/lazy.js";
export { fpregsLocked, hardirq, maySleep, softirq } from "./strikes.js";
export { bareMetal, type TaskSwitched, xenPv } from "./task-switched.js";
export { type SchedIn, type Task, task } from "./tasks.js";
export { foreign, idleOf, init, isIdle, type Machine, nobody } from "./variables.js";
