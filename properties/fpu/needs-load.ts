/**
 * A clear needs-load flag means that the registers hold the task's latest contents. It speaks of contents: KVM sets both
 * links (owner and last CPU) without copying anything, so that a claim about the links holds in every version, buggy or not.
 */

import { always, forAll, type Property, type StateView } from "preempt";
import { atWork, type Machine } from "../../models/machine/index.js";
import { flagIsClear, type Live } from "./live.js";

/**
 * Of each of `tasks`, while a CPU runs it, it is not at work on its FPU state, and no kernel FPU section is open.
 *
 * @param name of the claim
 * @param tasks by name, whose contents the registers must hold in a state: the user's or its guest's
 * @param options what is said of them besides
 * @param options.live whether a task lives in the registers of its CPU; where that is told by another flag, such as has_fpu
 */
export function needsLoadFlagTells<S extends StateView<Machine>>(
  name: string,
  tasks: Readonly<Record<string, (state: S) => string>>,
  { live = flagIsClear }: { readonly live?: Live<S> } = {},
): Property<S> {
  return always(
    name,
    forAll(Object.entries(tasks), (state: S, [task, ownerOf]) => {
      const { inKernelFpu, fpregs } = state.cpu(state.task(task).cpu);
      if (!live(state, task) || inKernelFpu > 0 || atWork(state, task)) return true;
      return state.contents.latest(fpregs, ownerOf(state));
    }),
  );
}
