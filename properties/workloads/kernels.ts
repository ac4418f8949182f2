/** The kernels that workloads run on: an FPU regime, and how that kernel handles the registers in a signal frame. */

import { type Context, language, type Part, type StateView } from "preempt";
import {
  type DeferredFault,
  deferred,
  eager,
  fpregsLock,
  fpregsMarkActivate,
  init,
  lazy,
  type Machine,
  type Regime,
  switchFpuReturn,
} from "../../models/machine/index.js";

type Code = Part<Context<Machine>>;

/** A step of code that ends in this label copies the task's registers to its signal frame. */
export const copiesFrame = "copy_fpregs_to_sigframe";

/** How a kernel handles the registers in a signal frame. */
export interface Signals {
  /** Copies the task's registers to a frame, in a step called {@link copiesFrame}. */
  readonly save: Code;
  /** What that step copies. */
  readonly copied: (state: StateView<Machine>, task: string) => string;
  /** Gives the task what is in a frame: `write` writes it to the registers. */
  readonly restore: (write: (k: Context<Machine>) => void) => Code;
}

/** A kernel, as far as workloads tell. */
export interface Kernel {
  readonly regime: Regime;
  readonly signals: Signals;
  /** Whether a clear TIF_NEED_FPU_LOAD means anything: in the lazy regime nothing is told by it. */
  readonly needsLoadFlag: boolean;
}

const { step, preemptDisabled } = language<Machine>();

const registersOf = (state: StateView<Machine>, task: string): string =>
  state.cpu(state.task(task).cpu).fpregs;

/** The task's registers as they are, and no lock: what the eager regime makes right. */
const eagerSignals: Signals = {
  save: step(copiesFrame),
  copied: registersOf,
  restore: (write) =>
    step("copy_user_to_fpregs", (k) => {
      write(k);
    }),
};

/** `save_xstate_sig`, `__restore_xstate_sig` of 4.1. */
const lazySignals: Signals = {
  save: step(copiesFrame),
  copied: (state, task) => (state.task(task).hasFpu ? registersOf(state, task) : state.task(task).fpu),
  restore: (write) =>
    preemptDisabled(
      step("user_fpu_begin", ({ here, current }) => {
        if (!current.usedMath) current.fpu = init;
        current.usedMath = true;
        if (current.hasFpu) return;
        here.ts = false;
        current.hasFpu = true;
        here.fpuOwner = here.running;
      }),
      step("restore_user_xstate", (k) => {
        write(k);
      }),
    ),
};

/** `copy_fpstate_to_sigframe`, `__fpu__restore_sig` since 5.2: with preemption and bottom halves off. */
const deferredSignals = (fault: DeferredFault | undefined): Signals => ({
  save: fpregsLock<Context<Machine>>(
    step("load if TIF_NEED_FPU_LOAD", (k) => {
      switchFpuReturn(k, { fault });
    }),
    step(copiesFrame),
  ),
  copied: registersOf,
  restore: (write) =>
    fpregsLock<Context<Machine>>(
      step("copy_user_to_fpregs", (k) => {
        write(k);
      }),
      step("fpregs_mark_activate", (k) => {
        fpregsMarkActivate(k, fault);
      }),
    ),
});

/** A kernel with the deferred regime. */
export const deferredKernel = (options: Parameters<typeof deferred>[0] = {}): Kernel => ({
  regime: deferred(options),
  signals: deferredSignals(options.fault),
  needsLoadFlag: true,
});

/** A kernel with the eager regime: there the flag is always clear, and the registers are always those of who runs. */
export const eagerKernel = (options: Parameters<typeof eager>[0] = {}): Kernel => ({
  regime: eager(options),
  signals: eagerSignals,
  needsLoadFlag: true,
});

/** A kernel with the lazy regime. */
export const lazyKernel = (options: Parameters<typeof lazy>[0] = {}): Kernel => ({
  regime: lazy(options),
  signals: lazySignals,
  needsLoadFlag: false,
});
