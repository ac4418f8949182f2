/** The steps at a location. */

import type { Location, Step } from "../../src/model/program.js";

/** The steps that a process at `location` may take next. A block is its first steps. */
export function stepsAt({ steps }: Pick<Location, "steps">): readonly Step[] {
  return steps.flatMap((step) => (step.effect.kind === "atomic" ? stepsAt(step.effect.entry) : [step]));
}
