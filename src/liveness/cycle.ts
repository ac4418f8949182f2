/** A short way round in a fair component: from a state back to it, and fair to everyone who is to be dealt with fairly. */

import type { StateId } from "../space/space.js";
import { type Assumed, activityIn } from "./fairness.js";
import type { Graph } from "./graph.js";
import { type Edge, shortestWay } from "./ways.js";

/** What a fair way round must come by: a move of `process`, or, where that is enough, a state in which it cannot move. */
interface Need {
  readonly process: number;
  readonly inability: boolean;
}

/** A graph whose states are told apart by the fair components that they are in. */
export interface FairParts {
  readonly graph: Graph;
  /** By state: the number of its fair component, or 0. */
  readonly part: Int32Array;
  readonly assumed: Assumed;
}

function statesIn(part: Int32Array, set: number): Int32Array {
  const found: StateId[] = [];
  for (let state = 0; state < part.length; state++) if (part[state] === set) found.push(state);
  return Int32Array.from(found);
}

/**
 * A fair way from `start` back to it, in the fair component that it is in. Short, and not claimed to be the shortest, which
 * is NP-hard to find: from need to need, always to the nearest.
 */
export function fairCycle(start: StateId, { graph, part, assumed }: FairParts): readonly Edge[] {
  const { weak, strong, goesOn } = assumed;
  const set = part[start] as number;
  const { sometimes } = activityIn(graph, statesIn(part, set), { part, set, processes: goesOn.length });
  const isMetIn =
    (state: StateId) =>
    ({ process, inability }: Need): boolean =>
      inability && !graph.canMove(state, process);
  const isMetBy =
    ({ mover, to }: Edge) =>
    (need: Need): boolean =>
      need.process === mover || isMetIn(to)(need);
  const shortest = (from: StateId, wanted: (edge: Edge) => boolean): readonly Edge[] => {
    const inside = (state: number): Iterable<Edge> =>
      [...graph.edgesFrom(state)].filter(({ to }) => part[to] === set);
    const way = shortestWay(from, inside, wanted);
    if (way === undefined) throw new Error(`the component of state ${start} is not a fair one`);
    return way;
  };
  const needs: readonly Need[] = [
    ...weak.map((process) => ({ process, inability: true })),
    ...strong.filter((process) => sometimes[process] === 1).map((process) => ({ process, inability: false })),
  ];
  let open = needs.filter((need) => !isMetIn(start)(need));
  const round: Edge[] = [];
  let at = start;
  while (open.length > 0) {
    const way = shortest(at, (edge) => open.some(isMetBy(edge)));
    for (const edge of way) open = open.filter((need) => !isMetBy(edge)(need));
    // Not `push(...way)`: a way may have more edges than a call may have arguments.
    for (const edge of way) round.push(edge);
    at = way.at(-1)?.to ?? at;
  }
  return round.length > 0 && at === start ? round : [...round, ...shortest(at, ({ to }) => to === start)];
}
