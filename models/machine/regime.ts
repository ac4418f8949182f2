/** An FPU regime: when a kernel saves and loads the registers of its tasks. Interchangeable parts of the machine. */

import { type Code as CodeOf, type Context, language, type Part, type Reader } from "preempt";
import type { Beginning, Level, Machine } from "./variables.js";

type Code = Part<Context<Machine>>;

/** What a regime is. Each part is code in the context of the task in question. */
export interface Regime {
  readonly name: "lazy" | "eager" | "deferred";
  /** What the variables are at first. */
  readonly initial: Beginning["fpu"];
  /** The part of `__switch_to` that runs while `current` is still the task before. Interrupts are off. */
  readonly switchOut: Code;
  /** The part of `__switch_to` that runs when `current` is the next task already. Interrupts are off. */
  readonly switchIn: Code;
  /** The part of the return to user mode, with interrupts off. */
  readonly returnToUser: Code;
  /** An instruction of user mode that uses the FPU: a branch of a `choose`, with what it does where it faults. */
  readonly userFpu: <C extends Context<Machine>>(label: string, body: (context: C) => undefined) => CodeOf<C>;
  /** `kernel_fpu_begin`, with preemption off. */
  readonly kernelFpuBegin: Code;
  readonly kernelFpuEnd: Code;
  /** `irq_fpu_usable`, asked by an interrupt of the given level. */
  readonly irqFpuUsable: (reader: Reader<Machine>, level: Level) => boolean;
}

const { step, userMode } = language<Machine>();

/** {@link Regime.userFpu} of a regime in which no instruction of user mode ever faults. */
export const userFpu: Regime["userFpu"] = (label, body) =>
  // `body` is bound to its own context, which is the machine's and more.
  userMode(step(label, body as (context: Context<Machine>) => undefined)) as ReturnType<Regime["userFpu"]>;
