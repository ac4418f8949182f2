/** What is kept beside what the machine has. */

import { type Indexed, indexed } from "preempt";
import type { Machine } from "../machine/index.js";

/**
 * Which tasks have ever written an FPU register: a fresh task finds nothing that it could miss; and which slept in the
 * allocation while another used the FPU. For claims alone.
 */
export const wrote = (tasks: readonly string[], used: (task: string) => boolean) =>
  indexed(tasks, (task: string) => ({ ghost: { ever: used(task), slept: false } }));

export type Variables = Machine & {
  readonly wrote: Indexed<{ ghost: { ever: boolean; slept: boolean } }, string>;
};
