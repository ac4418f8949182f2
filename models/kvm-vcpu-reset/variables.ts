/** The vCPU as KVM keeps it, and the CPU's registers. */

import { contents } from "preempt";

/** In the save area of the user's registers before anything was saved there: XCOMP_BV is zero. */
export const neverSaved = "never saved";

/**
 * From where kvm_vcpu_reset was called last, with the guest FPU loaded where that is KVM_RUN's loop; a ghost, to say
 * what was reached.
 */
export type ResetBy = "nobody" | "uninitialised" | "get_mp_state" | "run";

export type MpState = "uninitialised" | "runnable" | "init received";

/** The variables, for a vCPU whose mp_state begins as `mpState`. */
export const variables = (mpState: MpState) => ({
  /** The CPU's FPU registers. Eager regime: a switch saves and restores them, so no other task is modelled. */
  fpregs: contents("user"),
  vcpu: {
    /** vcpu->arch.user_fpu, or thread.fpu before f775b13eedee2. */
    userFpu: contents(neverSaved),
    /** vcpu->arch.guest_fpu, but for its MPX and CET components. */
    guestFpu: contents("guest"),
    /** guest_fpu_loaded, or fpstate->in_use; never set in the versions that have neither. */
    flag: false,
    mpState,
    pending: { init: false, sipi: false },
    ghost: {
      /** Loaded and not put since. */
      loaded: false,
      reset: "nobody" as ResetBy,
    },
  },
});

export type Variables = ReturnType<typeof variables>;
