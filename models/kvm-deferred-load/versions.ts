/** The versions of KVM's load and put of the guest FPU, from before the deferred load to its last fix, as data. */

import type { VariantDefinition } from "preempt";
import type { DeferredFault } from "../machine/index.js";

/** What tells one version of the code from another. */
export interface Version extends VariantDefinition {
  /** The commit that reads like this. */
  readonly commit: string;
  readonly regime: "eager" | "deferred";
  /** Where KVM_RUN keeps the user's registers: in thread.fpu (240c35a37), in a buffer of KVM's, or behind a pointer. */
  readonly userBuffer: "thread.fpu" | "user_fpu" | "fpstate";
  /** Whether load and put save what is in memory where TIF_NEED_FPU_LOAD is set, and not the registers. */
  readonly savesByFlag: boolean;
  /** Whether vcpu_enter_guest loads the registers where TIF_NEED_FPU_LOAD is set. */
  readonly loadsAtEntry: boolean;
  /** Whether kvm_arch_vcpu_load does, at vcpu_load and when the thread is scheduled in; with the small steps apart or not. */
  readonly loadsAtVcpuLoad: false | "whole" | "in steps";
  /** Whether vcpu_enter_guest warns where it finds the flag set. */
  readonly warnsAtEntry: boolean;
  /** Whether the emulator loads the registers before it uses them (a7baead7e312). */
  readonly emulatorLoads: boolean;
  /** Whether a hard interrupt keeps its hands off the FPU where it hit a section with bottom halves off (59f5ede3bc0f). */
  readonly usableLooksAtSoftirqs: boolean;
  readonly fault?: DeferredFault;
}

const v52 = {
  regime: "deferred",
  userBuffer: "thread.fpu",
  savesByFlag: false,
  loadsAtEntry: true,
  loadsAtVcpuLoad: false,
  warnsAtEntry: false,
  emulatorLoads: false,
  usableLooksAtSoftirqs: false,
} as const;

const fixA = {
  ...v52,
  userBuffer: "user_fpu",
  loadsAtEntry: false,
  loadsAtVcpuLoad: "whole",
  warnsAtEntry: true,
} as const;

const fixB = { ...v52, userBuffer: "user_fpu", savesByFlag: true, emulatorLoads: true } as const;

export const versions: Readonly<Record<string, Version>> = {
  "v5.1": {
    ...v52,
    about:
      "240c35a37, eager: the user's registers are kept in thread.fpu, where a switch saves the guest's over them",
    commit: "240c35a3783a",
    kernel: "5.1",
    regime: "eager",
    loadsAtEntry: false,
  },
  "v5.2": {
    ...v52,
    about:
      "5f409e20b on top: loads are deferred, and KVM's load and put look at the registers whatever the flag says",
    commit: "5f409e20b794",
    kernel: "5.2",
  },
  mail: {
    ...v52,
    about:
      "the mail's diff: the load moves from VM entry to kvm_arch_vcpu_load; thread.fpu still holds the user's registers",
    commit: "mail of 19 July 2019",
    loadsAtEntry: false,
    loadsAtVcpuLoad: "whole",
  },
  "revert-only": {
    ...v52,
    about: "ec269475 alone: the user's registers are kept in a buffer of KVM's again",
    commit: "ec269475cba7",
    userBuffer: "user_fpu",
  },
  "fix-a": {
    ...fixA,
    about:
      "ec269475 and the diff (e751732486eb): the buffer, the load at kvm_arch_vcpu_load, and a warning at VM entry",
    commit: "e751732486eb",
    kernel: "5.3",
  },
  "fix-a-and-entry": {
    ...fixA,
    about: "a mutant: FIX-A that also loads at VM entry",
    commit: "e751732486eb and a load at VM entry",
    loadsAtEntry: true,
    warnsAtEntry: false,
  },
  "fix-a-in-steps": {
    ...fixA,
    about:
      "FIX-A with its load in small steps, as bottom halves are on there: a softirq may come between them",
    commit: "e751732486eb",
    kernel: "5.3",
    loadsAtVcpuLoad: "in steps",
  },
  "c9aef3b8-alone": {
    ...fixB,
    about: "a mutant: c9aef3b8 with 240c35a37 kept and without a7baead7",
    commit: "c9aef3b85f42 without ec269475",
    userBuffer: "thread.fpu",
    emulatorLoads: false,
  },
  "fix-b-no-emulator": {
    ...fixB,
    about: "FIX-B without a7baead7: the emulator uses the registers whatever the flag says",
    commit: "c9aef3b85f42 without a7baead7e312",
    emulatorLoads: false,
  },
  "fix-b": {
    ...fixB,
    about:
      "c9aef3b8, a7baead7, 2620fe26: load, put and emulator look at the flag; the load is back at VM entry",
    commit: "c9aef3b85f42",
    kernel: "5.6",
  },
  "fix-c-no-emulator": {
    ...fixB,
    about: "FIX-C without the emulator's look at the flag",
    commit: "d69c1382e1b7 without a7baead7e312",
    userBuffer: "fpstate",
    emulatorLoads: false,
  },
  "fix-c": {
    ...fixB,
    about: "d69c1382: one pointer says where the registers are saved, to the task's memory or to the guest's",
    commit: "d69c1382e1b7",
    kernel: "5.16",
    userBuffer: "fpstate",
  },
  "fix-d": {
    ...fixB,
    about: "59f5ede3: irq_fpu_usable keeps hard interrupts off the FPU inside fpregs_lock sections",
    commit: "59f5ede3bc0f",
    kernel: "5.18",
    userBuffer: "fpstate",
    usableLooksAtSoftirqs: true,
  },
  "saves-always": {
    ...fixB,
    about: "a mutant: FIX-B on a scheduler that saves the registers even where TIF_NEED_FPU_LOAD is set",
    commit: "c9aef3b85f42",
    fault: "saves always",
  },
  "ignores-last-cpu": {
    ...fixB,
    about: "a mutant: FIX-B with fpregs_state_valid blind to last_cpu",
    commit: "c9aef3b85f42",
    fault: "ignores last_cpu",
  },
  "ignores-owner": {
    ...fixB,
    about: "a mutant: FIX-B with fpregs_state_valid blind to the CPU's owner",
    commit: "c9aef3b85f42",
    fault: "ignores the owner",
  },
  "keeps-owner": {
    ...fixB,
    about: "a mutant: FIX-B with a kernel_fpu_begin that leaves the CPU's owner",
    commit: "c9aef3b85f42",
    fault: "kernel_fpu_begin keeps the owner",
  },
  "keeps-flag": {
    ...fixB,
    about: "a mutant: FIX-B with a mark_activate that leaves TIF_NEED_FPU_LOAD set",
    commit: "c9aef3b85f42",
    fault: "mark_activate keeps the flag",
  },
};
