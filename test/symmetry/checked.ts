/** Checks up to what is declared to be alike, unless a test says otherwise. */

import { type CheckOptions, type Model, check as plainly, type Report } from "preempt";

export function check(model: Model, options: CheckOptions = {}): Report {
  return plainly(model, { symmetry: true, ...options });
}
