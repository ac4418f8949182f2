/**
 * The number of Mazurkiewicz traces, by sleep sets [Godefroid 1996]: no trace is ever written down, and none is counted twice.
 *
 * From a state, with some processes asleep: those that are awake are explored in their order, and each then sleeps through
 * the exploration of the others until somebody does what its next step depends on. A run that ends is one trace; one in
 * which all who could move are asleep was counted elsewhere.
 */

import type { Model } from "preempt";
import { partsOf } from "./parts.js";
import type { Position, StateGraph } from "./state-graph.js";

/** Traces, by how they end. */
export interface TraceCount {
  readonly complete: number;
  readonly blocked: number;
}

const ends: Readonly<Record<keyof TraceCount, TraceCount>> = {
  complete: { complete: 1, blocked: 0 },
  blocked: { complete: 0, blocked: 1 },
};

/** The traces of `graph`. Throws where there are more than a number can count exactly. */
export function sleepCountOf(graph: StateGraph): TraceCount {
  const known = graph.positions.map(() => new Map<number, TraceCount>());
  const bits = new Map(graph.moving.map(({ index }, i) => [index, 1 << i]));
  if (bits.size > 31) throw new Error(`${graph.model.name} has too many processes for a set of 31`);
  const bit = (process: number): number => bits.get(process) ?? 0;
  const count = (position: Position, asleep: number): TraceCount => {
    if (position.end !== undefined) return ends[position.end.kind];
    const before = known[position.index]?.get(asleep);
    if (before !== undefined) return before;
    const able = position.pending.filter(({ moves }) => moves.length > 0);
    let [complete, blocked, explored] = [0, 0, 0];
    for (const { process, footprint, moves } of able) {
      if ((asleep & bit(process)) !== 0) continue;
      let sleeping = 0;
      for (const other of able) {
        const mine = bit(other.process);
        if (((asleep | explored) & mine) !== 0 && !graph.dependent(footprint, other.footprint))
          sleeping |= mine;
      }
      for (const { to } of moves) {
        const further = count(to, sleeping);
        complete += further.complete;
        blocked += further.blocked;
      }
      explored |= bit(process);
    }
    const total = { complete, blocked };
    known[position.index]?.set(asleep, total);
    return total;
  };
  return exact(count(graph.start, 0), graph.model);
}

function exact(count: TraceCount, { name }: Model): TraceCount {
  if (Number.isSafeInteger(count.complete + count.blocked)) return count;
  throw new Error(`${name} has too many traces for exact numbers`);
}

/** The traces of a model whose parts these are: the counts of the parts, multiplied. */
export function sleepCountOfParts(parts: readonly StateGraph[]): TraceCount {
  const [first] = parts;
  if (first === undefined) throw new Error("a model has at least one part");
  const counts = parts.map(sleepCountOf);
  const complete = counts.reduce((product, part) => product * part.complete, 1);
  const all = counts.reduce((product, part) => product * (part.complete + part.blocked), 1);
  return exact({ complete, blocked: all - complete }, first.model);
}

/**
 * The traces of `model`. Processes that have nothing to do with each other are counted apart.
 *
 * @throws Error where there are too many states or traces, or where a run never ends
 */
export function sleepCount(model: Model): TraceCount {
  return sleepCountOfParts(partsOf(model));
}
