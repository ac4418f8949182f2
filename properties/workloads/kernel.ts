/** A kernel, as far as workloads tell one from another: an FPU regime, and what else handles the registers of tasks. */

import type { Context, Part, StateView } from "preempt";
import type { Machine, Regime } from "../../models/machine/index.js";
import type { Variables } from "./variables.js";

/** Code of the kernel, in the context of the task that it works for. */
export type Code = Part<Context<Variables>>;

type Step = (k: Context<Variables>) => void;

/** A step of code that ends in this label copies the task's registers to its signal frame. */
export const copiesFrame = "copy_fpregs_to_sigframe";

/** How a kernel handles the registers in a signal frame. */
export interface Signals {
  /** Copies the task's registers to a frame, in a step called {@link copiesFrame}. */
  readonly save: Code;
  /** What that step copies. */
  readonly copied: (state: StateView<Machine>, task: string) => string;
  /** Gives the task what is in a frame: `write` writes it to the registers. */
  readonly restore: (write: Step) => Code;
}

/** What fork has to do with registers. */
export interface Forking {
  readonly child: string;
  /** The child's own copy of `held`, which are the parent's, to be assigned where it is kept. */
  readonly copyOf: (k: Context<Variables>, held: string) => string;
}

/** How a kernel has a task run a guest on registers of the guest's own. */
export interface Vcpus {
  /** Swaps the user's registers for the guest's; at the beginning of KVM_RUN, or before each entry. */
  readonly load: Code;
  readonly loads: "in KVM_RUN" | "before each entry";
  /** Swaps them back, at the end of KVM_RUN. */
  readonly put: Code;
  /** What is done last before an entry, with interrupts off. */
  readonly entry?: Step;
  /** What a switch away from such a task does first (`fire_sched_out_preempt_notifiers`), with interrupts off. */
  readonly schedOut?: Step;
}

/** A kernel. What it leaves out is asked of it by no workload that is drawn for it. */
export interface Kernel {
  readonly regime: Regime;
  /** Whether a clear TIF_NEED_FPU_LOAD means anything: in the lazy regime nothing is told by it. */
  readonly needsLoadFlag: boolean;
  readonly signals?: Signals;
  /** Copies the registers of the task to `child`, which is not running yet, and is woken behind it. */
  readonly fork?: (forking: Forking) => Code;
  /** Gives the task fresh registers, in a step that calls `forget`. */
  readonly exec?: (forget: Step) => Code;
  readonly vcpus?: Vcpus;
}
