/** J1 to J6, and what must be reachable. */

import { language, type Property, type StateView } from "preempt";
import type { Host } from "./program.js";
import type { Variables } from "./variables.js";

type State = StateView<Variables>;

const { always, reachable, assertion } = language<Variables>();

export const putOnlyLoaded = "J1 kvm_put_guest_fpu only when loaded";
export const loadOnlyPut = "J2 kvm_load_guest_fpu only when not loaded";
export const entryLoaded = "J4 VM entry only when loaded";
export const noWarning = "J6 no bad FPU state";
const userModePut = "J3 user mode only when put";
const ownRegisters = "J5 everyone has their own registers";

/** J1 to J6. */
export const propertyNames = [
  putOnlyLoaded,
  loadOnlyPut,
  userModePut,
  entryLoaded,
  ownRegisters,
  noWarning,
] as const;

const inUser = (s: State): boolean => s.process("vCPU").in("user mode");
const inGuest = (s: State): boolean => s.process("vCPU").in("guest mode");

/** The properties of a version on `host`. */
export function claims(host: Host): readonly Property<State>[] {
  const bsp = host.vcpu === "bsp" && "a BSP begins runnable, and INIT leaves it runnable";
  return [
    assertion(putOnlyLoaded),
    assertion(loadOnlyPut),
    always(userModePut, (s) => !inUser(s) || !s.vcpu.ghost.loaded),
    assertion(entryLoaded),
    always(ownRegisters, (s) => {
      if (inGuest(s)) return s.fpregs === "guest";
      if (!inUser(s)) return true;
      return s.fpregs === "user" && (s.vcpu.ghost.loaded || s.vcpu.guestFpu === "guest");
    }),
    assertion(noWarning),
    reachable("the guest runs after INIT inside KVM_RUN", (s) => inGuest(s) && s.vcpu.ghost.reset === "run"),
    reachable("INIT taken by an uninitialised vCPU", (s) => s.vcpu.ghost.reset === "uninitialised", {
      impossible: bsp,
    }),
    reachable("INIT taken by KVM_GET_MP_STATE", (s) => s.vcpu.ghost.reset === "get_mp_state"),
    reachable("reset when the vCPU is created", (s) => s.process("vCPU").at("init_event = false")),
    reachable(
      "the guest runs in a KVM_RUN after an INIT",
      (s) => inGuest(s) && (s.vcpu.ghost.reset === "get_mp_state" || s.vcpu.ghost.reset === "uninitialised"),
    ),
  ];
}
