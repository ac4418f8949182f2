/** What is said where the search and the reference semantics disagree. */

import type { Scheduled } from "../space/space.js";
import { scheduleText } from "../space/space.js";

/** A fault of preempt, and none of the model: so it is no ModelError. */
export class AuditFailure extends Error {
  /** @param difference what differs, as a clause */
  constructor(names: readonly string[], path: readonly Scheduled[], difference: string) {
    const where =
      path.length === 0 ? "in the initial state" : `behind the schedule "${scheduleText(names, path)}"`;
    super(
      `the audit found a fault of preempt, not of the model: ${where} ${difference}. No verdict of this search is worth anything; ` +
        "please report it with the model (unless its code depends on something that is no variable, and was not caught at it)",
    );
  }
}
