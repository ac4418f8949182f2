/** Why no claim kills certain mutants of the newest version: see docs/mutation.md. */

import { ofReturnsAndInterrupts } from "../machine/survivors.js";

export const survivors = [
  {
    why: "a round of vcpu_run then begins at another of its three parts; the thread may be preempted, and so as good as asleep, between all of them",
    of: ['V: vcpu_run (swap with "vcpu_enter_guest")', 'V: vcpu_enter_guest (swap with "handle_exit")'],
  },
  {
    why: "preemption and bottom halves are off, and hard interrupts leave the FPU alone there since 59f5ede3bc0f",
    of: ['fpu_swap_kvm_fpstate: save unless TIF_NEED_FPU_LOAD; fpstate := thread.fpu (split "fpregs_lock")'],
  },
  {
    why: "V may then leave for user space with a VM exit not handled, and waits for ever before the next load, whose guard asks for none: progress is not claimed",
    of: ["fpu_swap_kvm_fpstate: save unless TIF_NEED_FPU_LOAD; fpstate := thread.fpu (no guard)"],
  },
  {
    why: "one location more, at which what the step does has been done already",
    of: [
      "vcpu_enter_guest: VM entry (twice)",
      "vcpu_enter_guest: VM exit: WRMSR 1 (twice)",
      "vcpu_enter_guest: VM exit: WRMSR 0 (twice)",
      "vcpu_enter_guest: VM exit (twice)",
    ],
  },
  {
    why: "the guest then changes XFD in one direction only by way of KVM, or not at all; which writes it makes itself is claimed of none",
    of: ["vcpu_enter_guest: WRMSR(IA32_XFD, 1) (drop)", "vcpu_enter_guest: WRMSR(IA32_XFD, 0) (drop)"],
  },
  {
    why: "behind the first the guard of the second is false, and the guest stays there: progress is not claimed",
    of: ["vcpu_enter_guest: WRMSR(IA32_XFD, 0) (twice)"],
  },
  {
    why: "the guest may then exit for writes that it could make itself, or that change nothing; KVM handles them like the others",
    of: ["vcpu_enter_guest: VM exit: WRMSR 1 (no guard)", "vcpu_enter_guest: VM exit: WRMSR 0 (no guard)"],
  },
  {
    why: "a write that exits counts as the guest's where KVM handles it (the ghost is written there): one that KVM never does is missed by no claim",
    of: [
      "vcpu_enter_guest: VM exit: WRMSR 0 (drop)",
      "handle_exit: back to the guest (no guard)",
      "handle_exit: fpu_update_guest_xfd(0) (drop)",
    ],
  },
  {
    why: "what KVM writes counts as what the guest wrote, asked for or not",
    of: ["handle_exit: fpu_update_guest_xfd(0) (no guard)"],
  },
  {
    why: "V then never runs again once the CPU was idle: that it does is not claimed",
    of: ["CPU0: current := V (drop)"],
  },
  {
    why: "the CPU is then never idle: V goes on with TIF_NEED_FPU_LOAD set, which the kernel looks at before it uses the registers; QEMU uses no AMX here",
    of: ["CPU0: current := idle0 (drop)"],
  },
  ...ofReturnsAndInterrupts,
];
