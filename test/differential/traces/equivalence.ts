/** Mazurkiewicz traces from their definition: runs that swaps of neighbouring independent steps turn into each other. */

import type { Choice } from "./canonical.js";
import type { Position, StateGraph } from "./state-graph.js";

function runsOf(graph: StateGraph): readonly (readonly Choice[])[] {
  const found: (readonly Choice[])[] = [];
  const visit = ({ pending, end }: Position, run: readonly Choice[]): void => {
    if (end !== undefined) found.push(run);
    for (const { process, moves } of pending)
      for (const { outcome, to } of moves) visit(to, [...run, { process, outcome }]);
  };
  visit(graph.start, []);
  return found;
}

const keyOf = (run: readonly Choice[]): string =>
  run.map(({ process, outcome }) => `${process}/${outcome}`).join(" ");

/** `run`, each time with two neighbours swapped that are independent where the first of them is taken. */
function swapped(graph: StateGraph, run: readonly Choice[]): readonly (readonly Choice[])[] {
  const found: (readonly Choice[])[] = [];
  let at = graph.start;
  run.forEach((choice, i) => {
    const second = run[i + 1];
    const pending = at.pending.find(({ process }) => process === choice.process);
    const move = pending?.moves.find(({ outcome }) => outcome === choice.outcome);
    if (pending === undefined || move === undefined) throw new Error("a run takes a move that there is not");
    const next = move.to.pending.find(({ process }) => process === second?.process);
    if (second !== undefined && next !== undefined && !graph.dependent(pending.footprint, next.footprint))
      found.push([...run.slice(0, i), second, choice, ...run.slice(i + 2)]);
    at = move.to;
  });
  return found;
}

/**
 * The maximal runs, sorted into their traces.
 *
 * @throws Error where a swap of independent steps gives what is no run
 */
export function traceClasses(graph: StateGraph): readonly (readonly (readonly Choice[])[])[] {
  const open = new Map(runsOf(graph).map((run) => [keyOf(run), run]));
  const classes: (readonly (readonly Choice[])[])[] = [];
  const known = new Set(open.keys());
  for (const [key, run] of open) {
    open.delete(key);
    const members = [run];
    for (let i = 0; i < members.length; i++) {
      for (const neighbour of swapped(graph, members[i] ?? [])) {
        const next = keyOf(neighbour);
        if (!known.has(next)) throw new Error(`the swap of two independent steps gives no run: ${next}`);
        if (open.delete(next)) members.push(neighbour);
      }
    }
    classes.push(members);
  }
  return classes;
}
