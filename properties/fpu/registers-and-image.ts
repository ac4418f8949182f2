/**
 * When a CPU's owner and a task's last CPU both say that the registers are the task's, and its truth is in memory, then
 * registers and image agree: what makes it right to skip a load (`fpregs_state_valid`).
 */

import { always, forAll, type Property, type StateView } from "preempt";
import { atWork, type Machine } from "../../models/machine/index.js";
import { flagIsClear, type Live } from "./live.js";

/** Of each of `tasks` and CPU, unless the task lives in the registers of a CPU, or who runs there is at work on them. */
export function registersAndImageAgree<S extends StateView<Machine>>(
  name: string,
  options: { readonly cpus: number; readonly tasks: readonly string[]; readonly live?: Live<S> },
): Property<S> {
  const { cpus, tasks, live = flagIsClear } = options;
  const all = Array.from({ length: cpus }, (_, cpu) => cpu);
  return always(
    name,
    forAll(tasks, (state: S, task) => {
      const { lastCpu, fpstate, fpu, guestFpu } = state.task(task);
      const cpu = all.find((each) => each === lastCpu && state.cpu(each).fpuOwner === task);
      if (cpu === undefined || live(state, task)) return true;
      const { running, fpregs } = state.cpu(cpu);
      return atWork(state, running) || fpregs === (fpstate === "guest_fpu" ? guestFpu : fpu);
    }),
  );
}
