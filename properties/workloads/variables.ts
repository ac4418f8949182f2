/** The variables of a workload's model. */

import { type Contents, contents, type Indexed, indexed } from "preempt";
import { init, type Machine, nobody } from "../../models/machine/index.js";

/** Those of the machine, and what is to be remembered of the tasks. */
export type Variables = Machine & {
  /** Whether what tasks wait for has come. */
  readonly event: boolean;
  /** Which tasks have written an FPU register since they began or called exec: who has not may find what `fninit` makes. */
  readonly wrote: Indexed<{ readonly ghost: { readonly ever: boolean } }, string>;
  /** What KVM keeps of each task. */
  readonly vcpu: Indexed<{ readonly loaded: boolean; readonly userFpu: Contents }, string>;
};

/** Those beside the machine's, for tasks and children of these names. */
export function ownVariables(names: readonly string[]): Pick<Variables, "event" | "wrote" | "vcpu"> {
  return {
    event: false,
    wrote: indexed(names, { ghost: { ever: false } }),
    vcpu: indexed(names, { loaded: false, userFpu: contents(nobody) }),
  };
}

/** Whether contents are what `fninit` makes, of a task that has written nothing since. */
export function isUntouched(
  state: { wrote(task: string): { readonly ghost: { readonly ever: boolean } } },
  task: string,
  held: string,
): boolean {
  return held === init && !state.wrote(task).ghost.ever;
}
