/**
 * Whether anything could tell two reachable graphs apart.
 *
 * Two states look the same where all variables have the same values, ghosts among them, and each process is at a location with the
 * same labels of next steps, the same attributes, finished or not, allowed to wait or not: all that a predicate can ask for. A
 * *bisimulation* relates states that look the same, such that each move of either is answered by a move of the same process, at the
 * same declared cost, failing the same assertions, to related states. Where the initial states are so related, no claim can hold of
 * one graph and not of the other, nor at another cost. The coarsest one is found by refinement [KS90]: classes of states are
 * divided by the classes that their moves lead to, until none is.
 */

import type { Graph } from "./graph.js";

/** How two graphs compare. */
export type Comparison =
  /** Their initial states are bisimilar. */
  | "equivalent"
  /** Not that; but of variables, attributes, and who has finished, they come to the same states. */
  | "same states"
  | "different";

/** The classes of the states of both graphs, those of `a` first. */
function refined(a: Graph, b: Graph, classes: Int32Array): Int32Array<ArrayBuffer> {
  const numbers = new Map<string, number>();
  const next = new Int32Array(classes.length);
  for (const [graph, offset] of [
    [a, 0],
    [b, a.size],
  ] as const) {
    for (let state = 0; state < graph.size; state++) {
      const moves = new Set<string>();
      for (let m = graph.firsts.at(state); m < graph.firsts.at(state + 1); m++)
        moves.add(`${graph.kinds.at(m)}>${classes[offset + graph.targets.at(m)]}`);
      const signature = `${classes[offset + state]} ${[...moves].sort().join(" ")}`;
      const known = numbers.get(signature) ?? numbers.size;
      numbers.set(signature, known);
      next[offset + state] = known;
    }
  }
  return next;
}

const countOf = (classes: Int32Array): number => new Set(classes).size;

function bisimilar(a: Graph, b: Graph): boolean {
  let classes = new Int32Array(a.size + b.size);
  for (let state = 0; state < a.size; state++) classes[state] = a.seen.at(state);
  for (let state = 0; state < b.size; state++) classes[a.size + state] = b.seen.at(state);
  for (let before = 0, count = countOf(classes); count > before; ) {
    // A class is only ever divided: once these two are apart they stay so.
    if (classes[0] !== classes[a.size]) return false;
    classes = refined(a, b, classes);
    before = count;
    count = countOf(classes);
  }
  return classes[0] === classes[a.size];
}

function sameStates(a: Graph, b: Graph): boolean {
  const statesOf = ({ variables, size }: Graph): ReadonlySet<number> =>
    new Set(Array.from({ length: size }, (_, state) => variables.at(state)));
  const [of, other] = [statesOf(a), statesOf(b)];
  return of.size === other.size && [...of].every((state) => other.has(state));
}

/** Compares the graphs of two models whose texts were numbered together. */
export function compared(a: Graph, b: Graph): Comparison {
  if (!sameStates(a, b)) return "different";
  return bisimilar(a, b) ? "equivalent" : "same states";
}
