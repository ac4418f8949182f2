/** J1 to J6, and what must be reachable. */

import { language, type Property, type StateView } from "preempt";
import { loadAndPutBalanced } from "../../properties/fpu/index.js";
import type { Host } from "./program.js";
import type { Variables } from "./variables.js";

type State = StateView<Variables>;

const { always, reachable, assertion } = language<Variables>();

const putOnlyLoaded = "J1 kvm_put_guest_fpu only when loaded";
const loadOnlyPut = "J2 kvm_load_guest_fpu only when not loaded";
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

/** J1 to J3: what loads and puts note, and what is claimed of it. */
export const loadPut = loadAndPutBalanced<State>(
  { put: putOnlyLoaded, load: loadOnlyPut, user: userModePut },
  { inUser, loaded: (s) => s.vcpu.ghost.loaded },
);

/** The properties of a version on `host`. */
export function claims(host: Host): readonly Property<State>[] {
  const bsp = host.vcpu === "bsp" && "a BSP begins runnable, and INIT leaves it runnable";
  return [
    ...loadPut.properties,
    assertion(entryLoaded),
    always(ownRegisters, (s) => {
      const { latest } = s.contents;
      if (inGuest(s)) return latest(s.fpregs, "guest");
      if (!inUser(s)) return true;
      return latest(s.fpregs, "user") && (s.vcpu.ghost.loaded || latest(s.vcpu.guestFpu, "guest"));
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
