/** A kernel with the eager regime (4.15 to 5.1). */

import { eager, init, kernel as kernelWords } from "../../models/machine/index.js";
import { copiesFrame, type Kernel, type Signals, type Vcpus } from "./kernel.js";
import { checkKernelOptions } from "./options.js";
import type { Variables } from "./variables.js";

const { step, preemptDisabled } = kernelWords<Variables>();

/** The task's registers as they are, and no lock: what the regime makes right. */
const signals: Signals = {
  save: step(copiesFrame),
  copied: (state, task) => state.cpu(state.task(task).cpu).fpregs,
  restore: (write) =>
    step("copy_user_to_fpregs", (k) => {
      write(k);
    }),
};

/** `kvm_load_guest_fpu`, `kvm_put_guest_fpu` since f775b13eedee: the user's are kept in a buffer of KVM's. */
const vcpus: Vcpus = {
  load: preemptDisabled(
    step("user_fpu := fpregs", ({ here, vcpu }) => {
      vcpu(here.running).userFpu = here.fpregs;
    }),
    step("fpregs := guest_fpu", ({ here, current, vcpu }) => {
      vcpu(here.running).loaded = true;
      here.fpregs = current.guestFpu;
    }),
  ),
  loads: "in KVM_RUN",
  put: preemptDisabled(
    step("guest_fpu := fpregs", ({ here, current }) => {
      current.guestFpu = here.fpregs;
    }),
    step("fpregs := user_fpu", ({ here, vcpu }) => {
      vcpu(here.running).loaded = false;
      here.fpregs = vcpu(here.running).userFpu;
    }),
  ),
};

/**
 * A kernel with the eager regime: there the flag is always clear, and the registers are always those of who runs.
 *
 * @throws ModelError for an option or a fault that there is not
 */
export const eagerKernel = (options: Parameters<typeof eager>[0] = {}): Kernel => {
  checkKernelOptions("eagerKernel", options);
  return {
    regime: eager(options),
    needsLoadFlag: true,
    signals,
    /** `fpu__copy`: the registers are saved to the child's memory at once. */
    fork: ({ child, copyOf }) =>
      preemptDisabled(
        step("fpu__copy", (k) => {
          k.task(child).fpu = copyOf(k, k.here.fpregs);
        }),
      ),
    /** `fpu__clear`. */
    exec: (forget) =>
      preemptDisabled(
        step("copy_init_fpstate_to_fpregs", (k) => {
          forget(k);
          k.current.fpu = init;
          k.here.fpregs = init;
          k.here.fpuOwner = k.here.running;
        }),
      ),
    vcpus,
  };
};
