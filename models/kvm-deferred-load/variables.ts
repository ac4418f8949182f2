/** The vCPU as KVM keeps it, beside what the machine has. */

import { contents } from "preempt";
import { type Machine, nobody } from "../machine/index.js";

export const own = {
  vcpu: {
    /** vcpu->arch.user_fpu, in the versions that have it; dead, and cleared, outside KVM_RUN. */
    userFpu: contents(nobody),
    ghost: {
      /** Loaded and not put since. */
      loaded: false,
      /** Whether guest_fpu was the guest's latest when it was loaded: what is lost at rest is lost there, and not again. */
      whole: true,
      /** Whether another task has used the registers in user mode since the last ioctl(KVM_RUN), while they were loaded. */
      visited: false,
    },
  },
};

export type Variables = Machine & typeof own;
