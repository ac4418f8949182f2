/** The three FPU regimes, each right and with one mistake in it. */

import type { VariantDefinition } from "preempt";
import {
  type DeferredFault,
  deferred,
  type EagerFault,
  eager,
  type LazyFault,
  lazy,
  type Regime,
} from "../machine/index.js";

/** What tells one version from another. */
export interface Version extends VariantDefinition {
  readonly regime: Regime;
  /** Whether this is a regime with a mistake in it. */
  readonly mutant: boolean;
  /** Whether the mistake shows on several CPUs alone. */
  readonly migrates?: boolean;
  /** Whether a guest's control registers are loaded and put back with interrupts off. */
  readonly controlIsAtomic: boolean;
}

const right = { mutant: false, controlIsAtomic: true };

const wrong = { mutant: true, controlIsAtomic: true };

const lazyBut = (fault: LazyFault): Version => ({
  ...wrong,
  about: `a mutant: the lazy regime, but it ${fault}`,
  regime: lazy({ fault, preload: "may", usedMath: () => true }),
});

const eagerBut = (fault: EagerFault): Version => ({
  ...wrong,
  about: `a mutant: the eager regime, but it ${fault}`,
  regime: eager({ fault }),
});

const deferredBut = (fault: DeferredFault): Version => ({
  ...wrong,
  about: `a mutant: the deferred regime, but it ${fault}`,
  regime: deferred({ fault }),
});

export const versions: Readonly<Record<string, Version>> = {
  lazy: {
    ...right,
    about: "a task's registers are loaded at its first #NM, or at the switch to it where it used them often",
    kernel: "before 4.2",
    regime: lazy({ preload: "may", usedMath: () => true }),
  },
  "lazy-forgets-save": lazyBut("forgets to save"),
  "lazy-forgets-restore": lazyBut("forgets to restore"),
  "lazy-keeps-has-fpu": lazyBut("keeps has_fpu"),
  "lazy-keeps-owner": lazyBut("kernel_fpu_begin keeps the owner"),
  "lazy-leaves-ts": lazyBut("kernel_fpu_end leaves TS clear"),
  "lazy-ignores-last-cpu": { ...lazyBut("ignores last_cpu"), migrates: true },
  eager: {
    ...right,
    about: "a switch saves the registers of the one task and loads those of the next",
    kernel: "4.15 to 5.1",
    regime: eager(),
  },
  "eager-forgets-save": eagerBut("forgets to save"),
  "eager-forgets-restore": eagerBut("forgets to restore"),
  "eager-ignores-owner": eagerBut("ignores the owner"),
  "eager-keeps-owner": eagerBut("kernel_fpu_begin keeps the owner"),
  "eager-ignores-last-cpu": { ...eagerBut("ignores last_cpu"), migrates: true },
  deferred: {
    ...right,
    about: "a switch saves, the return to user mode loads",
    kernel: "5.2 and later",
    regime: deferred(),
  },
  "deferred-forgets-save": deferredBut("forgets to save"),
  "deferred-saves-always": deferredBut("saves always"),
  "deferred-forgets-restore": deferredBut("forgets to restore"),
  "deferred-ignores-owner": deferredBut("ignores the owner"),
  "deferred-keeps-owner": deferredBut("kernel_fpu_begin keeps the owner"),
  "deferred-ignores-last-cpu": { ...deferredBut("ignores last_cpu"), migrates: true },
  "usable-anywhere": {
    ...wrong,
    about: "a mutant: the deferred regime, with an irq_fpu_usable that always says yes",
    regime: { ...deferred(), irqFpuUsable: () => true },
  },
  "control-outside": {
    ...wrong,
    about: "1811d979c716^: a guest's XCR0 is put back after the machine check handler, which may sleep",
    commit: "1811d979c716^",
    kernel: "before 5.1",
    regime: deferred(),
    controlIsAtomic: false,
  },
};
