/** A space that says what its states hold in numbers of values: for those who write states down by the million. */

import type { Value } from "../model/value.js";
import type { Space, StateId } from "./space.js";

export interface NumberedSpace extends Space {
  /** By variable: the values that have numbers, in the order of these. */
  readonly values: readonly (readonly Value[])[];
  /** Puts into `into`, by variable, the number of the value that it has in `state`. */
  valuesIn(state: StateId, into: Int32Array): void;
}

/** Whether a space numbers the values of its variables. */
export function isNumbered(space: Space): space is NumberedSpace {
  return "valuesIn" in space;
}
