/** A kernel with the lazy regime (before 4.2). */

import type { Context } from "preempt";
import {
  bareMetal,
  init,
  kernel as kernelWords,
  type LazyFault,
  lazy,
  nobody,
} from "../../models/machine/index.js";
import { copiesFrame, type Kernel, type Signals, type Vcpus } from "./kernel.js";
import { checkKernelOptions } from "./options.js";
import type { Variables } from "./variables.js";

type LazyOptions = NonNullable<Parameters<typeof lazy>[0]>;
type K = Context<Variables>;

const { step, preemptDisabled } = kernelWords<Variables>();

/** `save_xstate_sig`, `__restore_xstate_sig` of 4.1. */
const signalsOn = ({ cr0 = bareMetal }: LazyOptions): Signals => ({
  save: step(copiesFrame),
  copied: (state, task) => {
    const { usedMath, hasFpu, cpu, fpu } = state.task(task);
    // Nothing is copied for who has not used the FPU (`if (used_math() && …)`).
    if (!usedMath) return init;
    return hasFpu ? state.cpu(cpu).fpregs : fpu;
  },
  restore: (write) =>
    preemptDisabled(
      step("user_fpu_begin", (k) => {
        const { here, current } = k;
        if (!current.usedMath) current.fpu = init;
        current.usedMath = true;
        if (current.hasFpu) return;
        cr0.clts(k);
        current.hasFpu = true;
        here.fpuOwner = here.running;
      }),
      step("restore_user_xstate", (k) => {
        cr0.instruction(k);
        write(k);
      }),
    ),
});

/** `__save_init_fpu`, `__thread_clear_has_fpu`. */
function saves(k: K, { cr0 = bareMetal, fault }: LazyOptions): void {
  cr0.instruction(k);
  if (fault !== "forgets to save") k.current.fpu = k.here.fpregs;
  if (fault !== "keeps has_fpu") k.current.hasFpu = false;
}

/**
 * `kvm_load_guest_fpu` before each entry, where the guest's are not loaded, and `kvm_put_guest_fpu` at the end or when the thread is
 * switched away: by `__kernel_fpu_begin` and `end`, with preemption on in between.
 */
function vcpusOn(options: LazyOptions): Vcpus {
  const { cr0 = bareMetal, fault } = options;
  const ends: LazyFault = "kernel_fpu_end leaves TS clear";
  const put = (k: K): void => {
    const vcpu = k.vcpu(k.here.running);
    if (!vcpu.loaded) return;
    vcpu.loaded = false;
    cr0.instruction(k);
    k.current.guestFpu = k.here.fpregs;
    if (fault !== ends) cr0.stts(k);
  };
  return {
    load: preemptDisabled(
      step("kvm_load_guest_fpu", (k) => {
        const { here, current } = k;
        const vcpu = k.vcpu(here.running);
        if (vcpu.loaded) return;
        vcpu.loaded = true;
        if (current.hasFpu) saves(k, options);
        else cr0.clts(k);
        if (fault !== "kernel_fpu_begin keeps the owner") here.fpuOwner = nobody;
        cr0.instruction(k);
        here.fpregs = current.guestFpu;
      }),
    ),
    loads: "before each entry",
    put: preemptDisabled(
      step("kvm_put_guest_fpu", (k) => {
        put(k);
      }),
    ),
    schedOut: put,
  };
}

/**
 * A kernel with the lazy regime.
 *
 * @throws ModelError for an option or a fault that there is not
 */
export const lazyKernel = (options: LazyOptions = {}): Kernel => {
  checkKernelOptions("lazyKernel", options);
  const { cr0 = bareMetal } = options;
  return {
    regime: lazy(options),
    needsLoadFlag: false,
    signals: signalsOn(options),
    /** `fpu_copy`: `unlazy_fpu`, which saves where has_fpu, and a copy of what is in memory. */
    fork: ({ child, copyOf }) =>
      preemptDisabled(
        step("unlazy_fpu, fpu_copy", (k) => {
          const { current } = k;
          if (current.hasFpu) {
            saves(k, options);
            cr0.stts(k);
          }
          const forked = k.task(child);
          forked.usedMath = current.usedMath;
          forked.fpu = copyOf(k, current.fpu);
        }),
      ),
    /** `drop_fpu`: what is not used any more is not saved, and the next use begins anew. */
    exec: (forget) =>
      preemptDisabled(
        step("drop_fpu", (k) => {
          const { current } = k;
          forget(k);
          if (current.hasFpu) cr0.stts(k);
          current.hasFpu = false;
          current.usedMath = false;
        }),
      ),
    vcpus: vcpusOn(options),
  };
};
