/** Why no claim kills certain mutants of the newest version: see docs/mutation.md. */

export const survivors = [
  {
    why: "nobody then writes the registers, and what is the same everywhere is current everywhere: that something is written is not claimed to be reachable",
    of: ["V: user writes its registers (drop)", "vcpu_enter_guest: guest writes its registers (drop)"],
  },
  {
    why: "between the two V returns to user mode, as from a system call that does nothing",
    of: ["V: ioctl(KVM_RUN) (twice)"],
  },
  {
    why: "this version loads nothing in kvm_arch_vcpu_load, so that no code asks whether the notifier is registered",
    of: ['kvm_arch_vcpu_ioctl_run: vcpu_load (without "preempt notifier")'],
  },
  {
    why: "vcpu_load and vcpu_put do nothing in this version that bears on the FPU",
    of: [
      'kvm_arch_vcpu_ioctl_run: vcpu_load (swap with "fpu_swap_kvm_fpstate")',
      'kvm_arch_vcpu_ioctl_run: fpu_swap_kvm_fpstate (swap with "vcpu_put")',
    ],
  },
  {
    why: "with preemption and bottom halves off only a hard interrupt comes between the steps, and none uses the FPU here; with hardIrqFpu the family has no such block",
    of: [
      'fpu_swap_kvm_fpstate: fpstate := fpregs unless TIF_NEED_FPU_LOAD (split "fpregs_lock")',
      'fpu_swap_kvm_fpstate: guest_fpu := fpregs (split "fpregs_lock")',
    ],
  },
  {
    why: "one location more, at which what the step does has been done already",
    of: ["vcpu_enter_guest: VM entry (twice)", "vcpu_enter_guest: VM exit (twice)"],
  },
  {
    why: "what the guest's control registers are behind a VM exit is no claim of this family",
    of: ["vcpu_enter_guest: VM exit (drop)"],
  },
  {
    why: "switch_fpu_finish then sets the flag of the task that is left, which has just been saved; when it is switched to the flag is set anyway",
    of: ['CPU0: current := idle0 (swap with "switch_fpu_finish")'],
  },
];
