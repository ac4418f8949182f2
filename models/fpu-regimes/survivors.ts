/** Why no claim kills certain mutants of the newest version: see docs/mutation.md. */

export const survivors = [
  {
    why: "nobody then writes the registers, and what is the same everywhere is current everywhere: that something is written is not claimed to be reachable",
    of: ["A: A writes its registers (drop)"],
  },
  {
    why: "both stand in one section with preemption off, and without interrupts nobody looks at the count in between",
    of: ['A: uses what it computed (swap with "kernel_fpu_end")'],
  },
  {
    why: "the guest then runs with the host's XCR0: what the guest finds is no claim of this family",
    of: ["A: XCR0 := the guest's, VM entry (drop)"],
  },
  {
    why: "one location more, at which what the step does has been done already",
    of: ["A: XCR0 := the host's (twice)"],
  },
  {
    why: "switch_fpu_finish then sets the flag of the task that is left, which has just been saved; when it is switched to the flag is set anyway",
    of: ['CPU0: current := idle0 (swap with "switch_fpu_finish")'],
  },
];
