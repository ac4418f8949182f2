/** X1 to X9. */

import { language, type Property, type StateView } from "preempt";
import { noLostState, userRegisters } from "../../properties/fpu/index.js";
import { init, isRunning, runsInUserMode } from "../machine/index.js";
import { claimNames, type Setting } from "./expected.js";
import { guestRuns, handlesFor, reached } from "./reached.js";
import type { Variables } from "./variables.js";
import type { Version } from "./versions.js";

type State = StateView<Variables>;

const { always, assertion, leadsTo } = language<Variables>();

/** X3a, failed by the instruction that faults, or completes, where it should not. */
export const guestFaults = claimNames.X3a;

/** What a version claims. */
export function claims(version: Version, setting: Setting): readonly Property<State>[] {
  const { other, qemuAmx } = setting;
  const cpus = Array.from({ length: setting.cpus }, (_, cpu) => cpu);
  const cpuOf = (s: State, task: string) => s.cpu(s.task(task).cpu);
  const inUser = (s: State, task: string): boolean => s.halted === null && runsInUserMode(s, task);
  const inGuest = guestRuns;
  /** Whether the guest's state is what V's registers are for: between kvm_load_guest_fpu and kvm_put_guest_fpu. */
  const loaded = (s: State): boolean => s.task("V").fpstate === "guest_fpu";
  const theirs = (s: State, found: string): boolean => {
    switch (s.vcpu.ghost.expects) {
      case "initial":
        return found === init;
      case "what it wrote":
        return s.contents.latest(found, "guest");
      case "anything of its own":
        return found === init || s.contents.ownerOf(found) === "guest";
    }
  };
  /** What RDMSR returns, which exits or not: nothing changes it between the exit and its emulation. */
  const rdmsr = (s: State): number => {
    if (s.vcpu.passthrough || !version.interceptsRead) return cpuOf(s, "V").xfd;
    return version.design === "proposed" ? s.vcpu.xfd : s.vcpu.guestFpu.xfd;
  };
  return [
    assertion(claimNames.X1),
    always(claimNames.X2, (s) => !inGuest(s) || cpuOf(s, "V").xfd === 1 || theirs(s, cpuOf(s, "V").fpregs)),
    assertion(claimNames.X3a),
    ...(version.design === "proposed" && !setting.hardIrqFpu
      ? [
          leadsTo(
            claimNames.X3b,
            (s) => handlesFor(s, "#NM") && s.vcpu.ghost.xfd === 0,
            (s) => (inGuest(s) && cpuOf(s, "V").xfd === 0) || !isRunning(s, "V"),
          ),
        ]
      : []),
    ...(other
      ? [
          always(claimNames.X4a, (s) => !inUser(s, "O") || cpuOf(s, "O").xfd === s.task("O").xfd),
          noLostState(claimNames.X4b, { ...userRegisters("O", "O"), when: (s: State) => inUser(s, "O") }),
        ]
      : []),
    always(claimNames.X5, (s) => !inGuest(s) || cpuOf(s, "V").xfd === 1 || s.vcpu.guestFpu.buffer),
    always(claimNames.X6, (s) => {
      const guest = inGuest(s) ? s.task("V").cpu : undefined;
      const resident =
        loaded(s) && isRunning(s, "V") && !s.task("V").needFpuLoad ? s.task("V").cpu : undefined;
      return cpus.every((cpu) => {
        const { xfd, xfdState } = s.cpu(cpu);
        return cpu === guest || (xfd === xfdState && (cpu !== resident || s.vcpu.guestFpu.xfd === xfd));
      });
    }),
    always(claimNames.X7, (s) => {
      const { needFpuLoad, guestFpu } = s.task("V");
      const inMemory = !loaded(s) || needFpuLoad;
      return !inMemory || guestFpu === init || s.vcpu.guestFpu.xfd === 0;
    }),
    always(claimNames.X8, (s) => !inGuest(s) || rdmsr(s) === s.vcpu.ghost.xfd),
    always(claimNames.X9, (s) => {
      if (!inUser(s, "V")) return true;
      const { xfd, fpregs } = cpuOf(s, "V");
      return xfd === s.task("V").xfd && (qemuAmx ? s.contents.latest(fpregs, "user") : fpregs === init);
    }),
    ...reached(version, setting),
  ];
}
