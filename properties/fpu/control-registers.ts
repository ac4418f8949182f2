/** Control registers are the host's at a switch: a guest's XCR0 or XFD never outlives the section that loaded it. */

import { always, forAll, type Property, type StateView } from "preempt";
import { type Machine, mayBeSwitched } from "../../models/machine/index.js";

/** On each CPU, wherever preemption is on, and whether or not the kernel makes use of it. */
export function hostControlAtSwitch<S extends StateView<Machine>>(
  name: string,
  { cpus }: { readonly cpus: number },
): Property<S> {
  const all = Array.from({ length: cpus }, (_, cpu) => cpu);
  return always(
    name,
    forAll(all, (state: S, cpu) => state.cpu(cpu).control === "host" || !mayBeSwitched(state, cpu)),
  );
}
