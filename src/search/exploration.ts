/** What a strategy is: an order in which to come upon states and failures. It judges nothing and prints nothing. */

import { withContext } from "../model/model-error.js";
import type { Move, Scheduled, Space, StateId } from "./space.js";
import { whereabouts } from "./space.js";

/** What a strategy came upon. A node is a state as this strategy reached it, and stands for a path there. */
export type Finding =
  | {
      readonly kind: "state";
      readonly node: number;
      readonly state: StateId;
      readonly moves: readonly Move[];
    }
  | { readonly kind: "failure"; readonly node: number; readonly move: Move };

/** A strategy at work on a space. */
export interface Exploration {
  /** As the strategy is called on the command line and in reports. */
  readonly strategy: string;
  /** Batches of findings, in the order of the strategy; ends when the space is exhausted. */
  batches(): Iterable<readonly Finding[]>;
  /** How `node` was reached. */
  pathTo(node: number): readonly Scheduled[];
  /** Moves looked at so far. */
  readonly transitions: number;
  /** The length of the longest path so far. */
  readonly depth: number;
}

/** So many nodes go into a batch: few enough to stop soon, many enough not to be felt. */
export const batchSize = 64;

/** The moves from `state`; a model error among them says how the state was reached. */
export function movesFrom(space: Space, state: StateId, path: () => readonly Scheduled[]): readonly Move[] {
  return withContext(
    () => whereabouts(space.names, path()),
    () => space.moves(state),
  );
}
