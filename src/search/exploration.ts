/** What a strategy is: an order in which to come upon states and failures. It judges nothing and prints nothing. */

import { type Moves, type Scheduled, type Space, StateFault, type StateId } from "../space/space.js";

/** A transition that fails assertions, as the strategy came upon it. */
export interface Failing {
  /** The node that it leads from. */
  readonly node: number;
  readonly move: Scheduled;
  readonly assertions: readonly string[];
}

/**
 * What a strategy came upon, in its order: expanded states, and failing transitions. A node is a state as this strategy
 * reached it, and stands for a path there. The arrays are used again for the next batch.
 */
export interface Batch {
  /** How many states there are. */
  readonly count: number;
  readonly states: Int32Array;
  /** By position: the node. */
  readonly nodes: Int32Array;
  /** The moves from the states; `source` is a position in this batch. */
  readonly moves: Moves;
  readonly failing: readonly Failing[];
}

/** A strategy at work on a space. */
export interface Exploration {
  /** As the strategy is called on the command line and in reports. */
  readonly strategy: string;
  /** Batches of findings, in the order of the strategy; ends when the space is exhausted. */
  batches(): Iterable<Batch>;
  /** How `node` was reached. */
  pathTo(node: number): readonly Scheduled[];
  /** Distinct states expanded so far, where several nodes may share one; left out where none do. */
  readonly states?: number;
  /** Moves looked at so far. */
  readonly transitions: number;
  /** The length of the longest path so far. */
  readonly depth: number;
  /** Bytes allocated for the strategy's own account of where it has been. */
  readonly bytes: number;
}

/** So many states are expanded together: enough that their places in the table are fetched side by side. */
export const batchSize = 64;

/** Expands a batch; a model error says how the state was reached. */
export function expandBatch(
  space: Space,
  { states, count, into }: { readonly states: Int32Array; readonly count: number; readonly into: Moves },
  path: (state: StateId) => readonly Scheduled[],
): void {
  StateFault.told(space.names, path, () => space.expand(states, count, into));
}
