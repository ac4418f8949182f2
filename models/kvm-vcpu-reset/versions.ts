/** The versions of kvm_vcpu_reset and of KVM_RUN's load and put, as differences in data. */

import type { VariantDefinition } from "preempt";

/** What tells one version of the code from another. */
export interface Version extends VariantDefinition {
  readonly commit: string;
  /** Whether load and put test and set a flag: `guest_fpu_loaded` of old, `fpstate->in_use` of 2025. */
  readonly flag: "guest_fpu_loaded" | "in_use" | undefined;
  /** When kvm_vcpu_reset puts the guest FPU before it clears components in memory. */
  readonly putInReset: "always" | "if init_event" | "if in_use";
  /** Whether it loads the guest FPU again under the same condition. */
  readonly loadInReset: boolean;
  /** Where KVM_RUN loads: before the branch for an uninitialised vCPU, behind it, both, or on every VM entry. */
  readonly loadInRun: "early" | "late" | "early and late" | "every entry";
  /** Whether KVM_GET_MP_STATE loads before, and puts after, it accepts events, on an MPX host. */
  readonly pairInGetMpState: boolean;
  /** Whether kvm_vcpu_reset clears CET components too, and so needs the put on a host with CET. */
  readonly clearsCet: boolean;
}

const merged = {
  flag: undefined,
  putInReset: "if init_event",
  loadInReset: true,
  loadInRun: "late",
  pairInGetMpState: false,
  clearsCet: false,
} as const;

export const versions: Readonly<Record<string, Version>> = {
  old: {
    ...merged,
    about: "before f775b13eedee2: a flag makes a stray put a no-op, and every VM entry loads",
    commit: "f775b13eedee2^",
    kernel: "4.14",
    flag: "guest_fpu_loaded",
    putInReset: "always",
    loadInReset: false,
    loadInRun: "every entry",
  },
  queue: {
    ...merged,
    about: "kvm/queue, as reported: no flag any more, and reset still puts unconditionally and loads nothing",
    commit: "kvm/queue",
    kernel: "kvm/queue, Dec 2017",
    putInReset: "always",
    loadInReset: false,
  },
  "fix-1": {
    ...merged,
    about: "the mail's fix, merged as f775b13eedee2: reset puts and loads, both only if init_event",
    commit: "f775b13eedee2",
    kernel: "4.15",
  },
  "fix-2": {
    ...merged,
    about: "5663d8f9bbe4: KVM_RUN loads before the branch for an uninitialised vCPU",
    commit: "5663d8f9bbe4",
    loadInRun: "early",
  },
  "fix-3": {
    ...merged,
    about: "f958bd2314d1: KVM_GET_MP_STATE loads and puts around accepting events, if the host has MPX",
    commit: "f958bd2314d1",
    loadInRun: "early",
    pairInGetMpState: true,
  },
  "fix-3-cet": {
    ...merged,
    about: "69cc3e886582: reset clears CET components too; KVM_GET_MP_STATE still asks for MPX alone",
    commit: "69cc3e886582",
    loadInRun: "early",
    pairInGetMpState: true,
    clearsCet: true,
  },
  "fix-4": {
    ...merged,
    about: "2025: reset puts and loads if and only if the guest FPU is in use",
    commit: "9bc610b6a2a7",
    flag: "in_use",
    putInReset: "if in_use",
    loadInRun: "early",
    clearsCet: true,
  },
  double: {
    ...merged,
    about:
      "stable 4.14.94: 5663d8f9bbe4 and f775b13eedee2 in the wrong order leave two loads and two puts in KVM_RUN",
    commit: "v4.14.94",
    kernel: "4.14.94",
    loadInRun: "early and late",
  },
};
