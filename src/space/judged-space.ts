/** What the judge may ask of a state, beside what a strategy may see. */

import type { Guard } from "../model/context.js";
import type { State } from "../semantics/state.js";
import type { Space, StateId } from "./space.js";

/** A space whose states can be looked at. */
export interface JudgedSpace extends Space {
  state(id: StateId): State;
  /** A predicate as a question about states by number. */
  predicate(name: string, predicate: Guard<never>): (id: StateId) => boolean;
  /** How often user code was run for a view that was not known; once for every evaluation where views are not kept. */
  readonly views: number;
  /** Bytes allocated for states and for what finds them; 0 where that is not counted. */
  readonly bytes: number;
}
