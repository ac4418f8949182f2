/** The shortest ways through a graph. */

/** One move of a way: between nodes, and by whom. */
export interface Edge {
  readonly from: number;
  readonly mover: number;
  readonly to: number;
}

/**
 * The shortest way from `from` whose last edge is `wanted`, and has at least that; of several, the first in the order in
 * which `edgesFrom` has them. Undefined where there is none.
 */
export function shortestWay(
  from: number,
  edgesFrom: (node: number) => Iterable<Edge>,
  wanted: (edge: Edge) => boolean,
): readonly Edge[] | undefined {
  const before = new Map<number, Edge | undefined>([[from, undefined]]);
  for (const node of before.keys()) {
    for (const edge of edgesFrom(node)) {
      if (wanted(edge)) return [...back(before, node), edge];
      if (!before.has(edge.to)) before.set(edge.to, edge);
    }
  }
  return undefined;
}

function back(before: ReadonlyMap<number, Edge | undefined>, node: number): readonly Edge[] {
  const way: Edge[] = [];
  for (let edge = before.get(node); edge !== undefined; edge = before.get(edge.from)) way.push(edge);
  return way.reverse();
}
