/** What the library says to the author of a mistake: the message of the ModelError that an action ends in. */

import { isModelError } from "preempt";

/**
 * The complaint that `action` ends in.
 *
 * @throws what `action` throws where that is no ModelError, and an Error where it throws nothing
 */
export function complaint(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (!isModelError(error)) throw error;
    return error.message;
  }
  throw new Error("nothing was complained about");
}
