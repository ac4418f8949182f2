/** No kernel FPU section inside another, nor inside a section in which a task is at work on its own FPU state. */

import { always, type Property, type StateView } from "preempt";
import { atWork, type Machine } from "../../models/machine/index.js";

/** On each CPU. */
export function kernelSectionsAlone<S extends StateView<Machine>>(
  name: string,
  { cpus }: { readonly cpus: number },
): Property<S> {
  const all = Array.from({ length: cpus }, (_, cpu) => cpu);
  return always(name, (state) =>
    all.every((cpu) => {
      const { inKernelFpu, running } = state.cpu(cpu);
      if (inKernelFpu === 0) return true;
      return inKernelFpu === 1 && !atWork(state, running);
    }),
  );
}
