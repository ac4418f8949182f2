/** What the kernel does with a change of CPU on its way into the guest and back to user mode, in its versions, as data. */

import type { VariantDefinition } from "preempt";

/** What tells one version from another. */
export interface Version extends VariantDefinition {
  readonly commit: string;
  /**
   * What the loop before VM entry does with TIF_NOTIFY_RESUME, and with struct rseq:
   *
   * - `leaves it`: it does not look at it, and the return to user mode does;
   * - `clears it`: it clears it, and struct rseq is not written;
   * - `updates`: it clears it, reads the CPU's number, and writes that to struct rseq;
   * - `clears last`: it does so with the flag cleared last;
   * - `fixes up`: it clears it, and rseq_ip_fixup looks at registers that it was not given;
   * - `updates after schedule()`: it clears it, and writes struct rseq behind its own schedule() alone.
   */
  readonly beforeEntry:
    | "leaves it"
    | "clears it"
    | "updates"
    | "clears last"
    | "fixes up"
    | "updates after schedule()";
  /** Whether an event that is kept beside the flag raises that again when KVM_RUN returns: rseq_virt_userspace_exit. */
  readonly raisesAgain: boolean;
  /** Whether rseq has a flag of its own, TIF_RSEQ. */
  readonly ownFlag: boolean;
}

const flagged = { raisesAgain: false, ownFlag: false } as const;

const mutant = { ...flagged, commit: "8646e53633f3" } as const;

export const versions: Readonly<Record<string, Version>> = {
  "v5.8": {
    ...flagged,
    about: "KVM's own loop: it schedules, and leaves TIF_NOTIFY_RESUME to the return to user mode",
    commit: "72c3c0fe54a3^",
    kernel: "to 5.8",
    beforeEntry: "leaves it",
  },
  "v5.9": {
    ...flagged,
    about:
      "the generic loop before VM entry, as reported: it clears the flag, and struct rseq is not written",
    commit: "72c3c0fe54a3",
    kernel: "5.9 to 5.14",
    beforeEntry: "clears it",
  },
  "v5.15": {
    ...flagged,
    about:
      "the fix: the loop writes struct rseq too, which leaves out the fixup where there are no registers",
    commit: "8646e53633f3",
    kernel: "5.15, and stable",
    beforeEntry: "updates",
  },
  "v6.19-notify": {
    ...flagged,
    about:
      "the write waits for the return to user mode; KVM_RUN raises the flag again where an event is pending",
    commit: "566d8015f7ee",
    kernel: "6.19, without TIF_RSEQ",
    beforeEntry: "clears it",
    raisesAgain: true,
  },
  "v6.19": {
    ...flagged,
    about: "rseq has a flag of its own, which the loop before VM entry does not look at",
    commit: "32034df66b5f",
    kernel: "6.19",
    beforeEntry: "leaves it",
    ownFlag: true,
  },
  "clears-last": {
    ...mutant,
    about: "a mutant of the fix: the flag is cleared after struct rseq is written, and not before",
    beforeEntry: "clears last",
  },
  "null-registers": {
    ...mutant,
    about: "a mutant: the loop calls rseq without registers, and rseq_ip_fixup looks at them all the same",
    beforeEntry: "fixes up",
  },
  "after-schedule": {
    ...mutant,
    about: "a mutant: struct rseq is written behind the loop's own schedule(), and nowhere else in it",
    beforeEntry: "updates after schedule()",
  },
};
