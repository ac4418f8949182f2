/** What the judge may ask of a state, beside what a strategy may see. */

import type { Guard } from "../model/context.js";
import type { State } from "../semantics/state.js";
import type { Space, StateId } from "./space.js";

/** A space whose states can be looked at. */
export interface JudgedSpace extends Space {
  state(id: StateId): State;
  /**
   * A predicate as a question about batches of states: the position of the first among them of which it answers `wanted`,
   * or -1. The question throws StateFault for a mistake in the model.
   */
  firstWhere(
    name: string,
    predicate: Guard<never>,
    wanted: boolean,
  ): (states: Int32Array, count: number) => number;
  /**
   * Asks once more what user code was asked, as far as the interpreter's observer does not see it.
   *
   * @throws ModelError where it answers something else than before
   */
  recheck(): void;
  /** How often user code was run for a view that was not known; once for every evaluation where views are not kept. */
  readonly views: number;
  /** Bytes allocated for states and for what finds them; 0 where that is not counted. */
  readonly bytes: number;
}
