/** A kernel with the deferred regime (5.2 and later). */

import {
  type DeferredFault,
  deferred,
  fpregsLock,
  fpregsMarkActivate,
  init,
  kernel as kernelWords,
  savedFpu,
  saveFpregs,
  switchFpuReturn,
} from "../../models/machine/index.js";
import { copiesFrame, type Forking, type Kernel, type Signals, type Vcpus } from "./kernel.js";
import { checkKernelOptions } from "./options.js";
import type { Variables } from "./variables.js";

const { atomic, step } = kernelWords<Variables>();

/** `copy_fpstate_to_sigframe`, `__fpu__restore_sig`: with preemption and bottom halves off. */
const signals = (fault: DeferredFault | undefined): Signals => ({
  save: fpregsLock(
    step("load if TIF_NEED_FPU_LOAD", (k) => {
      switchFpuReturn(k, { fault });
    }),
    step(copiesFrame),
  ),
  copied: (state, task) => state.cpu(state.task(task).cpu).fpregs,
  restore: (write) =>
    fpregsLock(
      step("copy_user_to_fpregs", (k) => {
        write(k);
      }),
      step("fpregs_mark_activate", (k) => {
        fpregsMarkActivate(k, fault);
      }),
    ),
});

/** `fpu__copy`: from memory where TIF_NEED_FPU_LOAD is set, else from the registers; the child has it set. */
const fork = ({ child, copyOf }: Forking) =>
  fpregsLock(
    step("fpu__copy", (k) => {
      const { here, current } = k;
      k.task(child).fpu = copyOf(k, current.needFpuLoad ? savedFpu(k) : here.fpregs);
      k.task(child).needFpuLoad = true;
    }),
  );

/** `fpu_swap_kvm_fpstate` (5.16): save to where fpstate points, turn the pointer, load from there. */
const vcpus = (fault: DeferredFault | undefined): Vcpus => {
  const swap = (fpstate: "guest_fpu" | "thread.fpu") =>
    fpregsLock(
      atomic(
        "fpregs_lock",
        step(`save unless TIF_NEED_FPU_LOAD; fpstate := ${fpstate}`, (k) => {
          const { here, current } = k;
          if (!current.needFpuLoad) saveFpregs(k);
          current.fpstate = fpstate;
          k.vcpu(here.running).loaded = fpstate === "guest_fpu";
        }),
        step("load; fpregs_mark_activate", (k) => {
          k.here.fpregs = savedFpu(k);
          fpregsMarkActivate(k, fault);
        }),
      ),
    );
  return {
    load: swap("guest_fpu"),
    loads: "in KVM_RUN",
    put: swap("thread.fpu"),
    entry: (k) => {
      switchFpuReturn(k, { fault });
    },
  };
};

/**
 * A kernel with the deferred regime.
 *
 * @throws ModelError for an option or a fault that there is not
 */
export const deferredKernel = (options: Parameters<typeof deferred>[0] = {}): Kernel => {
  checkKernelOptions("deferredKernel", options);
  return {
    regime: deferred(options),
    needsLoadFlag: true,
    signals: signals(options.fault),
    fork,
    /** `fpu__clear`: what `init_fpstate` holds goes to the registers. */
    exec: (forget) =>
      fpregsLock(
        step("copy_init_fpstate_to_fpregs, fpregs_mark_activate", (k) => {
          forget(k);
          k.here.fpregs = init;
          fpregsMarkActivate(k, options.fault);
        }),
      ),
    vcpus: vcpus(options.fault),
  };
};
