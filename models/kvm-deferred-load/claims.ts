/** I1 to I8, and what must be reachable. */

import { language, type Property, type StateView } from "preempt";
import {
  guestRegisters,
  type Holding,
  needsLoadFlagTells,
  noKernelWarning,
  noLostState,
  noRegisterLeak,
  registersAndImageAgree,
  userRegisters,
} from "../../properties/fpu/index.js";
import { guestModeOf, mayStrike, moves, softirq } from "../machine/index.js";
import { claimNames, type Setting } from "./expected.js";
import type { Variables } from "./variables.js";
import type { Version } from "./versions.js";

type State = StateView<Variables>;

const { always, reachable, assertion } = language<Variables>();

export const emulatorReads = claimNames.I8;

/** The labels of the steps that load and put begin with. */
export const loadBegins = ({ userBuffer }: Version): string =>
  userBuffer === "fpstate" ? "fpstate := fpregs unless TIF_NEED_FPU_LOAD" : `${userBuffer} := fpregs`;
export const putBegins = "guest_fpu := fpregs";

/** What a version claims on a machine with the given tasks beside the vCPU thread. */
export function claims(
  version: Version,
  setting: Setting,
  others: readonly string[],
): readonly Property<State>[] {
  const { cpus } = setting;
  const user = userRegisters("V", "user");
  const guest = guestRegisters("V", "guest");
  const rest = {
    owner: "guest",
    when: (s: State) => !s.vcpu.ghost.loaded,
    held: (s: State) => s.task("V").guestFpu,
  };
  const their = others.map((name) => userRegisters(name, name));
  return [
    noLostState(claimNames.I1, {
      ...guest,
      // Ghosts first: a search that leaves them out begins again when they are looked at.
      when: (s: State) => s.vcpu.ghost.whole && guest.when(s),
    }),
    always(claimNames.I2, (s) => !guestModeOf(s, "V") || !s.task("V").needFpuLoad),
    noLostState(claimNames.I3, rest),
    noLostState(claimNames.I4, user),
    ...(others.length === 0 ? [] : [noLostState(claimNames.I5, ...their)]),
    noRegisterLeak(claimNames.I6, guest, rest, user, ...their),
    needsLoadFlagTells(claimNames.I7, {
      V: (s: State) => (s.vcpu.ghost.loaded ? "guest" : "user"),
      ...Object.fromEntries(others.map((name) => [name, () => name])),
    }),
    assertion(emulatorReads),
    registersAndImageAgree(claimNames.skip, { cpus, tasks: ["V", ...others] }),
    noKernelWarning,
    ...reached(version, setting, user),
  ];
}

/** What must be reached, and what cannot be. */
function reached(
  version: Version,
  { cpus, tasks, preemption, softirqFpu, hardIrqFpu }: Setting,
  user: Holding<State>,
): readonly Property<State>[] {
  const { regime, loadsAtVcpuLoad } = version;
  const noFlag = regime === "eager" && "there is no such flag in the eager regime";
  const interrupts = softirqFpu || hardIrqFpu;
  const alone = tasks === 1 && "there is no other task";
  const unpreempted =
    preemption === "none" && !interrupts && "nothing takes the CPU between vcpu_load and kvm_load_guest_fpu";
  const loaded =
    loadsAtVcpuLoad !== false &&
    !interrupts &&
    "kvm_arch_vcpu_load has loaded, and nothing but a softirq sets it again";
  return [
    reachable(
      "R1 the guest runs after another task did, since the load",
      (s) => s.vcpu.ghost.visited && guestModeOf(s, "V"),
      { impossible: alone },
    ),
    reachable(
      "R2 the user has its registers back after another task ran",
      (s) => s.vcpu.ghost.visited && user.when(s) && s.contents.latest(user.held(s), user.owner),
      { impossible: alone },
    ),
    reachable(
      "R3 TIF_NEED_FPU_LOAD is set when load begins",
      (s) => s.process("V").at(loadBegins(version)) && s.task("V").needFpuLoad && moves(s, "V"),
      { impossible: noFlag || loaded || unpreempted },
    ),
    reachable(
      "R3 TIF_NEED_FPU_LOAD is set when put begins",
      (s) => s.process("V").at(putBegins) && s.task("V").needFpuLoad && moves(s, "V"),
      { impossible: noFlag || loaded },
    ),
    reachable(
      "R4 a load can be skipped: the registers are still V's",
      (s) => {
        const { cpu, lastCpu, needFpuLoad } = s.task("V");
        return moves(s, "V") && needFpuLoad && s.cpu(cpu).fpuOwner === "V" && lastCpu === cpu;
      },
      { impossible: noFlag },
    ),
    reachable(
      "R5 a softirq can find TIF_NEED_FPU_LOAD set",
      (s) => s.task("V").needFpuLoad && mayStrike(s, "V", softirq),
      { impossible: noFlag },
    ),
    reachable(
      "R6 V runs on another CPU than its registers were loaded on",
      (s) => {
        const { cpu, lastCpu } = s.task("V");
        return moves(s, "V") && lastCpu >= 0 && lastCpu !== cpu;
      },
      { impossible: cpus === 1 && "there is one CPU" },
    ),
  ];
}
