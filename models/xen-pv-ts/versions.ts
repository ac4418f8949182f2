/** The platforms and the versions of the #NM path, as data. */

import type { VariantDefinition } from "preempt";
import type { LazyFault } from "../machine/index.js";

/** What tells one version from another. */
export interface Version extends VariantDefinition {
  readonly commit: string;
  /** Bare metal and fully virtualised guests have one CR0.TS; in a paravirtual guest Xen comes first. */
  readonly platform: "bare metal" | "Xen clears TS" | "Xen leaves TS set";
  /** Whether the first #NM of a task allocates its FPU state, with interrupts on: what may sleep. */
  readonly allocates: boolean;
  /** Whether math_state_restore sets TS before the allocation and clears it after. */
  readonly stts: boolean;
  /** Whether the handler clears TS, or relies on Xen to have done so. */
  readonly clts: boolean;
  readonly fault?: LazyFault;
}

const pvops = { allocates: true, stts: false, clts: true } as const;

export const versions: Readonly<Record<string, Version>> = {
  hvm: {
    ...pvops,
    about: "bare metal, or a fully virtualised guest: TS stays set until the handler clears it",
    commit: "v4.1",
    kernel: "before 4.2",
    platform: "bare metal",
  },
  pv: {
    ...pvops,
    about: "a paravirtual guest, as reported: Xen clears TS before the handler runs, which may sleep",
    commit: "v4.1",
    kernel: "before 4.2",
    platform: "Xen clears TS",
  },
  "fix-xen": {
    ...pvops,
    about: "the fix in Xen: TS is left set when #NM is injected",
    commit: "v4.1, and Zhu Yanhai's patch to Xen of November 2013",
    kernel: "before 4.2",
    platform: "Xen leaves TS set",
  },
  "fix-linux": {
    ...pvops,
    about: "the fix in Linux: stts before interrupts are enabled for the allocation, clts after",
    commit: "v4.1, and the diff of the mail",
    kernel: "before 4.2",
    platform: "Xen clears TS",
    stts: true,
  },
  "fix-4.2": {
    ...pvops,
    about: "0c8c0f03: FPU state is allocated with the task, and interrupts stay off in the handler",
    commit: "0c8c0f03e3a2",
    kernel: "4.2",
    platform: "Xen clears TS",
    allocates: false,
  },
  classic: {
    ...pvops,
    about:
      "a classic Xen kernel (2.6.18), which relies on Xen to clear TS, on the fixed Xen: it faults for ever",
    commit: "linux-2.6.18-xen, and Zhu Yanhai's patch to Xen",
    kernel: "2.6.18-xen",
    platform: "Xen leaves TS set",
    clts: false,
  },
  "keeps-has-fpu": {
    ...pvops,
    about: "a mutant: bare metal, and a switch that saves the registers and leaves has_fpu set",
    commit: "v4.1",
    platform: "bare metal",
    fault: "keeps has_fpu",
  },
};
