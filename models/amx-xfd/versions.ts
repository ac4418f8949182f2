/** The two designs, their versions and mutants, as data. */

import type { VariantDefinition } from "preempt";

/** What tells one version from another. */
export interface Version extends VariantDefinition {
  readonly commit: string;
  /** With a value of XFD for the guest beside the one of its buffer, or with the latter alone. */
  readonly design: "proposed" | "landed";
  /** What is done behind a VM exit while the guest writes the MSR itself, before interrupts are on. */
  readonly atExit: "restores" | "syncs" | "nothing";
  /** Whether what `atExit` says is done with interrupts on instead. */
  readonly late?: boolean;
  /** What the MSR is while the guest runs, in the proposal: the OR of both values, or the guest's alone. */
  readonly inGuest: "both" | "guest's";
  /** Whether the first #NM that KVM traps allocates a buffer with room for TILEDATA. */
  readonly allocates: boolean;
  /** Whether it clears KVM's own XFD, and lets the guest write the MSR from then on. */
  readonly clearsXfd: boolean;
  /** Which #NM KVM traps while the buffer's XFD is 1, and what it does then: retries the instruction, or injects #NM. */
  readonly onNm: "retries" | "injects";
  /** Whether a write of XFD loads the guest's registers first, as fpstate_realloc does. */
  readonly loadsFirst?: boolean;
  /** Whether a write of XFD clears XSTATE_BV in memory where the guest's state is there (b45f72177594). */
  readonly clearsXstateBv: boolean;
  /** Whether RDMSR exits until the guest may write the MSR itself. */
  readonly interceptsRead: boolean;
  /** Whether kvm_put_guest_fpu updates XFD before it restores. */
  readonly putUpdates: boolean;
  /** Whether xfd_update_state writes only what its cache does not have. */
  readonly skips: boolean;
}

const proposed = {
  commit: "mail of 13 October 2021",
  design: "proposed",
  atExit: "restores",
  inGuest: "both",
  allocates: true,
  clearsXfd: true,
  onNm: "retries",
  clearsXstateBv: false,
  interceptsRead: true,
  putUpdates: true,
  skips: true,
} as const;

const landed = { ...proposed, design: "landed", atExit: "syncs" } as const;

/** "x86/fpu: Clear XSTATE_BV[i] in guest XSAVE state whenever XFD[i]=1". */
export const january2026 = "b45f72177594";

const fixed = { ...landed, commit: january2026, clearsXstateBv: true } as const;

export const versions: Readonly<Record<string, Version>> = {
  "p-buggy": {
    ...proposed,
    about: "the proposal without the host's value restored behind a VM exit, as its motivation has it",
    atExit: "nothing",
  },
  "p-no-or": {
    ...proposed,
    about: "the proposal with the guest's value alone in the guest: what it clears takes effect at once",
    inGuest: "guest's",
  },
  "p-no-alloc": {
    ...proposed,
    about: "the proposal with XFD cleared at the first #NM, and no buffer with room for what is then used",
    allocates: false,
  },
  "p-reinject": {
    ...proposed,
    about: "Jing Liu's #NM handling under the proposal's OR: trapped first, KVM allocates, and injects #NM",
    onNm: "injects",
  },
  "p-fix": {
    ...proposed,
    about: "the proposal: three values, #NM trapped while only KVM's own is set, the instruction retried",
  },
  "v5.17": {
    ...landed,
    about: "as landed: one value, the buffer there from the beginning, synchronised behind each VM exit",
    commit: "b5274b1b7ba8",
    kernel: "5.17",
  },
  "v6.19": {
    ...fixed,
    about: "and XSTATE_BV cleared in memory where the guest sets XFD and its state is there",
    kernel: "6.19",
  },
  "loads-first": {
    ...landed,
    about: "not upstream: XFD is written when the guest's registers are loaded, so that memory holds nothing",
    commit: "b5274b1b7ba8 and a load in fpu_update_guest_xfd",
    loadsFirst: true,
  },
  "no-sync": {
    ...fixed,
    about: "a mutant: nothing is synchronised behind a VM exit",
    atExit: "nothing",
  },
  "late-sync": {
    ...fixed,
    about: "a mutant: it is synchronised when interrupts are on again",
    late: true,
  },
  "rdmsr-direct": {
    ...proposed,
    about: "a mutant: the proposal with RDMSR never intercepted",
    interceptsRead: false,
  },
  "keeps-xfd": {
    ...proposed,
    about: "a mutant: the proposal with KVM's own XFD left at 1 by the first #NM",
    clearsXfd: false,
  },
  "put-without-xfd": {
    ...fixed,
    about: "a mutant: kvm_put_guest_fpu restores QEMU's registers and leaves XFD",
    putUpdates: false,
  },
};
