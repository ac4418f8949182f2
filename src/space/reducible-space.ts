/** A space of which a state can be expanded in part, and which says what it has learnt of its steps. */

import type { KnownViews } from "./known-views.js";
import type { Moves, Space, StateId } from "./space.js";

/** Stands for all processes where one is chosen. */
export const everybody = -1;

/** By process, by the number of its location: 1 where it is to be expanded alone if it can move there, else 0. */
export type Alone = readonly Uint8Array[];

export interface ReducibleSpace extends Space {
  /** What is known of steps and predicates. To be asked for before anything is expanded. */
  knownViews(): KnownViews;
  /**
   * Puts into `chosen`, for each of the first `count` of `states`, the first process that is to be expanded alone there and can
   * move, or {@link everybody}.
   *
   * @throws StateFault for a mistake in the model, with the state in which it shows
   */
  choose(states: Int32Array, count: number, alone: Alone, chosen: Int32Array): void;
  /** As {@link Space.expand}, but of each state the moves of the `chosen` process alone. */
  expandChosen(states: Int32Array, count: number, chosen: Int32Array, into: Moves): void;
  /** The number of the location of `process` in `state`. */
  locationIn(state: StateId, process: number): number;
}

/** Whether a space can be expanded in part. */
export function isReducible(space: Space): space is ReducibleSpace {
  return "expandChosen" in space;
}
