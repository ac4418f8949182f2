/** Why no claim kills certain mutants of the newest version: see docs/mutation.md. */

export const survivors = [
  {
    why: "nobody then writes the registers, and what is the same everywhere is current everywhere: that something is written is not claimed to be reachable",
    of: ["A: A uses the FPU (drop)"],
  },
  {
    why: "the attribute is for interrupts that use the FPU, and #NM has interrupts off",
    of: ['math_state_restore: __thread_fpu_begin (without "fpregs lock")'],
  },
  {
    why: "interrupts are off from the fault on, as this version allocates nothing: nobody comes between the two",
    of: ['math_state_restore: __thread_fpu_begin (swap with "restore_fpu_checking")'],
  },
  {
    why: "A then runs until another task does, and never again: that a task is given the CPU is not claimed",
    of: ["CPU0: current := A (drop)"],
  },
  {
    why: "the second finds has_fpu clear and forgets on which CPU the registers were, which only a preload would ask",
    of: ["switch_fpu_prepare: save and stts if has_fpu (twice)"],
  },
];
