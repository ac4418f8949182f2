/** Why no claim kills certain mutants of the newest version: see docs/mutation.md. */

import { ofReturnsAndInterrupts } from "../machine/survivors.js";

export const survivors = [
  {
    why: "nobody then writes the registers, and what is the same everywhere is current everywhere: that something is written is not claimed to be reachable",
    of: ["A: A writes its registers (drop)"],
  },
  {
    why: "between the two A returns to user mode, as from a signal that is ignored",
    of: ["A: a signal is delivered (twice)"],
  },
  {
    why: "bottom halves are off too, and where they are the scheduler gets no turn",
    of: ['copy_fpstate_to_sigframe: load if TIF_NEED_FPU_LOAD (without "preempt off")'],
  },
  {
    why: "irq_fpu_usable asks whether bottom halves are off; this attribute is for a claim that is not made here",
    of: ['copy_fpstate_to_sigframe: load if TIF_NEED_FPU_LOAD (without "fpregs lock")'],
  },
  {
    why: "with a single task a switch at any moment saves A's registers and leaves them where they are",
    of: ["CPU0: switch to A (no guard)"],
  },
  {
    why: "A then never runs again once the CPU was idle: that it does is not claimed",
    of: ["CPU0: current := A (drop)"],
  },
  {
    why: "A may then find its own registers as they were earlier, or lose what it wrote with the flag set: a loss, and this family claims only that there is no leak",
    of: [
      'CPU0: switch_fpu_prepare (swap with "current := idle0")',
      "CPU0: current := idle0 (drop)",
      "switch_fpu_prepare: save unless TIF_NEED_FPU_LOAD (drop)",
    ],
  },
  {
    why: "switch_fpu_finish then sets the flag of the task that is left, which has just been saved; when it is switched to the flag is set anyway",
    of: ['CPU0: current := idle0 (swap with "switch_fpu_finish")'],
  },
  ...ofReturnsAndInterrupts,
];
