/** What must be reachable, line by line as the facts have it (4.g), and why a version cannot reach it. */

import { language, type Property, type StateView } from "preempt";
import { guestModeOf, hardirq, init, mayStrike, moves } from "../machine/index.js";
import type { Setting } from "./expected.js";
import type { Variables } from "./variables.js";
import type { Version } from "./versions.js";

type State = StateView<Variables>;

const { reachable } = language<Variables>();

/** Labels of steps that claims ask for. */
export const labels = {
  load: "save unless TIF_NEED_FPU_LOAD; fpstate := guest_fpu",
  entry: "VM entry",
  handles: "back to the guest",
} as const;

/** Whether the guest runs, and the kernel has not died on the way there. */
export const guestRuns = (s: State): boolean => s.halted === null && guestModeOf(s, "V");

const cpu = (s: State) => s.cpu(s.task("V").cpu);

const flag = (s: State): boolean => s.task("V").needFpuLoad;

/** V is in the host with an exit to handle for which KVM has nothing to do. */
const handles = (s: State): boolean => moves(s, "V") && s.process("V").at(labels.handles);

/** V is in the host with an exit to handle for the given reason. */
export const handlesFor = (s: State, reason: string): boolean =>
  moves(s, "V") && s.vcpu.exit === reason && !guestModeOf(s, "V");

/** An XRSTOR is next that loads the guest's image: of a load, or of a VM entry that finds other registers. */
const restores = (s: State): boolean =>
  moves(s, "V") &&
  (s.process("V").at(labels.load) || (s.process("V").at(labels.entry) && flag(s) && cpu(s).fpuOwner !== "V"));

/** The reachability claims of a version. */
export function reached(
  { design, inGuest, allocates, clearsXfd }: Version,
  { other, preemption, hardIrqFpu }: Setting,
): readonly Property<State>[] {
  const untrapped =
    inGuest === "guest's" && "XFD is the guest's own in the guest, so that it faults only where it set it";
  const noTrap = design === "landed" ? "KVM traps no #NM to allocate" : untrapped;
  const noRoom = !allocates && "no buffer with room for them is ever allocated";
  const armed = !clearsXfd && "KVM's own XFD stays 1, so that the guest never uses AMX";
  const unset =
    !hardIrqFpu && preemption === "none" && "nothing sets the flag between a VM exit and its handling";
  return [
    reachable(
      "R1 KVM traps #NM while the guest's XFD is 0",
      (s) => handlesFor(s, "#NM") && s.vcpu.ghost.xfd === 0,
      { impossible: noTrap },
    ),
    reachable(
      "R2 the guest may take #NM with its XFD set",
      (s) => guestRuns(s) && cpu(s).xfd === 1 && s.vcpu.ghost.xfd === 1,
    ),
    reachable(
      "R3 the guest has used AMX, with room for its tiles",
      (s) => guestRuns(s) && s.vcpu.guestFpu.buffer && s.contents.latest(cpu(s).fpregs, "guest"),
      { impossible: untrapped || noRoom || armed },
    ),
    reachable("R4 the guest writes XFD itself", (s) => s.vcpu.passthrough, {
      impossible: untrapped || armed,
    }),
    reachable(
      "R5 a VM exit may come with the guest's XFD set over live tiles",
      (s) => guestRuns(s) && s.vcpu.ghost.xfd === 1 && s.contents.latest(cpu(s).fpregs, "guest"),
      { impossible: armed },
    ),
    reachable(
      "R6 a hard interrupt may find TIF_NEED_FPU_LOAD clear behind a VM exit",
      (s) => mayStrike(s, "V", hardirq) && handles(s) && !flag(s),
    ),
    reachable(
      "R7 a hard interrupt may find it set there",
      (s) => mayStrike(s, "V", hardirq) && handles(s) && flag(s),
      {
        impossible: unset,
      },
    ),
    reachable(
      "R8 XRSTOR is to load the guest's tiles, with XFD 0",
      (s) => restores(s) && s.task("V").guestFpu !== init && s.vcpu.guestFpu.xfd === 0,
      { impossible: (inGuest === "guest's" && "every save is with XFD set") || noRoom || armed },
    ),
    reachable(
      "R9 the guest runs after the other task did, whose tiles are kept",
      (s) => other && guestRuns(s) && s.task("O").lastCpu >= 0 && s.contents.latest(s.task("O").fpu, "O"),
      { impossible: !other && "there is no other task" },
    ),
    reachable(
      "R10 a WRMSR that sets XFD is handled with TIF_NEED_FPU_LOAD set",
      (s) => handlesFor(s, "WRMSR 1") && flag(s),
      { impossible: unset },
    ),
  ];
}
