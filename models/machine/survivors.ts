/** Why no claim kills certain mutants of code that is the machine's own, with one CPU: for families that have it in them. */

/** Of the return to user mode, and of hard interrupts that use the FPU. */
export const ofReturnsAndInterrupts = [
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
