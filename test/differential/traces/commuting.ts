/** Whether steps that are called independent are: both orders are taken, and compared. */

import type { Move, Pending, Position, StateGraph } from "./state-graph.js";

/**
 * What is wrong with the first pair of steps that are called independent and are not; undefined where all is well.
 *
 * Of two processes that can move in a state and are independent there, each must find the same footprint and the same
 * outcomes after any outcome of the other, fail the same assertions, and both orders must lead to the same state. A process
 * that cannot move must be as blocked as before after a step that its footprint is independent of.
 */
export function wronglyIndependent(graph: StateGraph): string | undefined {
  for (const position of graph.positions) {
    for (const one of position.pending) {
      for (const other of position.pending) {
        if (one.moves.length === 0 || graph.dependent(one.footprint, other.footprint)) continue;
        const wrong = one.moves.find((move) => !commutes(one, move, other));
        if (wrong !== undefined)
          return `processes ${one.process} and ${other.process} are not independent in ${position.key}`;
      }
    }
  }
  return undefined;
}

function commutes(one: Pending, first: Move, other: Pending): boolean {
  const later = pendingOf(first.to, other.process);
  if (later === undefined || later.footprint !== other.footprint) return false;
  if (later.moves.length !== other.moves.length) return false;
  return other.moves.every((second, i) => {
    const after = later.moves[i];
    const back = pendingOf(second.to, one.process)?.moves.find(({ outcome }) => outcome === first.outcome);
    return (
      after !== undefined &&
      after.outcome === second.outcome &&
      after.failures.join() === second.failures.join() &&
      back?.to === after.to
    );
  });
}

function pendingOf({ pending }: Position, process: number): Pending | undefined {
  return pending.find((candidate) => candidate.process === process);
}
