/** What kernels are made from, checked: what is misspelt would be ignored, and a kernel without its fault hold. */

import { ModelError } from "preempt";
import type {
  DeferredFault,
  DeferredOptions,
  EagerFault,
  EagerOptions,
  LazyFault,
  LazyOptions,
} from "../../models/machine/index.js";

/** By name, so that a name that is missing here, or too much, does not compile. */
interface Known<O, F extends string> {
  readonly options: Readonly<Record<keyof O, true>>;
  readonly faults: Readonly<Record<F, true>>;
}

const deferred: Known<DeferredOptions, DeferredFault> = {
  options: {
    fault: true,
    commit: true,
    header: true,
    oneSwitchFpu: true,
    usableLooksAtSoftirqs: true,
    save: true,
    load: true,
  },
  faults: {
    "forgets to save": true,
    "saves always": true,
    "forgets to restore": true,
    "ignores last_cpu": true,
    "ignores the owner": true,
    "kernel_fpu_begin keeps the owner": true,
    "mark_activate keeps the flag": true,
  },
};

const eager: Known<EagerOptions, EagerFault> = {
  options: { fault: true, commit: true },
  faults: {
    "forgets to save": true,
    "forgets to restore": true,
    "ignores last_cpu": true,
    "ignores the owner": true,
    "kernel_fpu_begin keeps the owner": true,
    "kernel_fpu_end restores nothing": true,
  },
};

const lazy: Known<LazyOptions, LazyFault> = {
  options: {
    fault: true,
    commit: true,
    preload: true,
    usedMath: true,
    allocate: true,
    cr0: true,
    clts: true,
  },
  faults: {
    "forgets to save": true,
    "forgets to restore": true,
    "ignores last_cpu": true,
    "keeps has_fpu": true,
    "kernel_fpu_begin keeps the owner": true,
    "kernel_fpu_end leaves TS clear": true,
  },
};

const known = { deferredKernel: deferred, eagerKernel: eager, lazyKernel: lazy };

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ");

/**
 * @param maker the function that was called
 * @param given what it was told
 * @throws ModelError for an option or a fault that there is not, naming those that there are
 */
export function checkKernelOptions(maker: keyof typeof known, given: unknown): void {
  const options = Object.keys(known[maker].options);
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new ModelError(
      `${maker}(…) takes its options by name, { fault: "…" }; there is ${options.join(", ")}`,
    );
  const odd = Object.keys(given).find((name) => !options.includes(name));
  if (odd !== undefined)
    throw new ModelError(`no option of ${maker} called "${odd}"; there is ${options.join(", ")}`);
  const fault: unknown = "fault" in given ? given.fault : undefined;
  const faults = Object.keys(known[maker].faults);
  if (fault !== undefined && !faults.some((name) => name === fault))
    throw new ModelError(`no fault of ${maker} called ${JSON.stringify(fault)}; there is ${quoted(faults)}`);
}
