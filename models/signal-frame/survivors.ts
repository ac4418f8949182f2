/** Why no claim kills certain mutants of the newest version: see docs/mutation.md. */

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
  {
    why: "the task then never gets back to user mode (twice: the second return finds its guard false, so that the block is never taken): that it does is not claimed",
    of: ["exit to user mode: return to user mode (drop)", "exit to user mode: return to user mode (twice)"],
  },
  {
    why: "with one CPU nobody moves while an interrupt is stacked above the task, in one step or in several",
    of: ['hardirq0: hardirq (split "nothing interrupts it")'],
  },
  {
    why: "the stack of what is interrupted then grows with each interrupt, and the space has no end",
    of: ["hardirq0: hardirq (twice)", "hardirq0: end of hardirq (drop)"],
  },
  {
    why: "no interrupt then leaves anything of its own in the registers: that one uses the FPU is not claimed to be reachable",
    of: ["hardirq0: irq_fpu_usable? (always no)", "hardirq0: uses the FPU (drop)"],
  },
  {
    why: "the count of kernel FPU sections then stays above 0, and after the first interrupt irq_fpu_usable says no for ever",
    of: [
      "kernel_fpu_begin: save unless TIF_NEED_FPU_LOAD, no owner (twice)",
      "kernel_fpu_end: restore nothing (drop)",
    ],
  },
  {
    why: "the count of kernel FPU sections then falls with each interrupt, and the space has no end",
    of: ["kernel_fpu_end: restore nothing (twice)"],
  },
];
