/** No kernel warning: WARN_ON and its kin are failed by the steps that print them. */

import { assertion, type Property } from "preempt";

/** The assertion that {@link warnOn} fails. */
export const noWarning = "no kernel warning";

/** `WARN_ON(condition)`, as part of a step. */
export function warnOn(
  k: { assert(property: string, condition: boolean, why?: string): void },
  condition: boolean,
  text: string,
): void {
  k.assert(noWarning, !condition, text);
}

/** The claim. */
export const noKernelWarning: Property<unknown> = assertion(noWarning);
