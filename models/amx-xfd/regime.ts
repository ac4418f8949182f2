/** The deferred regime of a kernel that knows XFD: the machine's, with its saves and loads by XSAVE and XRSTOR of TILEDATA. */

import { contents } from "preempt";
import { deferred, init, type Regime } from "../machine/index.js";
import type { Variables, Xfd } from "./variables.js";
import { january2026, type Version } from "./versions.js";
import { osXsave, restoreFpregs } from "./xfd.js";

/**
 * The regime.
 *
 * @param userXfd by task, `fpstate->xfd` of its own buffer: what has 1 there has no state in TILEDATA
 */
export function deferredWithXfd(
  { commit, design, skips }: Version,
  userXfd: Readonly<Record<string, Xfd>>,
): Regime {
  const base = deferred<Variables>({
    commit,
    header: design === "proposed" ? "internal.h" : "sched.h",
    oneSwitchFpu: commit === january2026,
    save: osXsave,
    load: (k) => restoreFpregs(k, { skips }),
  });
  return {
    ...base,
    initial: (task) => {
      const { cpu, task: variables } = base.initial(task);
      const owner = contents(userXfd[task.name] === 0 ? task.owner : init);
      return { cpu: { ...cpu, fpregs: owner }, task: { ...variables, fpu: owner } };
    },
  };
}
