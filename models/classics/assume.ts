/** An assumption: who finds it false stays where it is, and that is no deadlock. */

import { language } from "preempt";

const { step } = language<object>();

/** A process that comes here has seen what its program takes for granted not to be so. */
export const stuck = step("stuck", undefined, { enabled: () => false, mayWait: true });
