/** How many maximal runs a model has, counted without running them. */

import type { Model } from "preempt";
import { graphOf, type Position, type StateGraph } from "./state-graph.js";

/** The maximal runs of `graph`. */
export function interleavingsOf(graph: StateGraph): bigint {
  const counts = new Map<Position, bigint>();
  const count = (position: Position): bigint => {
    const known = counts.get(position);
    if (known !== undefined) return known;
    const moves = position.pending.flatMap((pending) => pending.moves);
    const total = position.end === undefined ? moves.reduce((sum, { to }) => sum + count(to), 0n) : 1n;
    counts.set(position, total);
    return total;
  };
  return count(graph.start);
}

/** The maximal runs of `model`. Throws where it has too many states, or where a run never ends. */
export function interleavings(model: Model): bigint {
  return interleavingsOf(graphOf(model));
}
