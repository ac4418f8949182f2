/** Kernel code that uses the FPU for itself: between kernel_fpu_begin and kernel_fpu_end, with preemption off. */

import { type Context, language, type Part } from "preempt";
import type { Regime } from "./regime.js";
import { locked, runningUnder } from "./strikes.js";
import type { Level, Machine } from "./variables.js";

const { step, when, preemptDisabled } = language<Machine>();

/** Whose contents a kernel FPU section writes: those of its level. */
export const kernelOwner = (level: Level | "task"): string => `kernel (${level})`;

/** The assertion that such a section finds what it wrote. */
export const kernelFpuKept = "kernel FPU sections keep their registers";

/** The assertion that it is in no other, and has hit no task that is at work on its own FPU state. */
export const kernelFpuAlone = "no kernel FPU section inside another, nor inside fpregs_lock";

/**
 * A kernel FPU section, in a task or in an interrupt of the given level. An interrupt asks `irq_fpu_usable` first, and does
 * without where the answer is no.
 *
 * @param regime whose kernel_fpu_begin and kernel_fpu_end it has
 * @param level of the interrupt, or "task"
 * @param options what is said of it besides
 * @param options.asserted whether the section asserts {@link kernelFpuKept} and {@link kernelFpuAlone}, which the model must then
 *   claim
 */
export function kernelFpuSection(
  regime: Regime,
  level: Level | "task",
  { asserted = false }: { readonly asserted?: boolean } = {},
): Part<Context<Machine>> {
  const owner = kernelOwner(level);
  const uses = preemptDisabled(
    regime.kernelFpuBegin,
    // Not fresh: what an earlier section of the level wrote is nobody's loss.
    step("uses the FPU", (k) => {
      if (asserted) k.assert(kernelFpuAlone, k.here.inKernelFpu === 1 && !runningUnder(k, locked));
      k.here.fpregs = owner;
    }),
    asserted &&
      step("uses what it computed", (k) => {
        k.assert(kernelFpuKept, k.here.fpregs === owner, `it found those of ${k.here.fpregs}`);
      }),
    regime.kernelFpuEnd,
  );
  return level === "task" ? uses : when("irq_fpu_usable?", (k) => regime.irqFpuUsable(k, level), uses);
}
