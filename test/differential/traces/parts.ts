/**
 * The parts of a model that have nothing to do with each other: their traces are counted apart, and the counts multiplied.
 *
 * Each part is run alone, the others staying where they begin. Where no part then touches what another one writes, none ever
 * does: the first step of a run of the whole that did would do so in a run of its part alone.
 */

import type { Model } from "preempt";
import { StateGraph } from "./state-graph.js";

interface Part {
  readonly processes: readonly number[];
  readonly graph: StateGraph;
  readonly touched: ReadonlySet<number>;
  readonly written: ReadonlySet<number>;
}

function partOf(model: Model, processes: readonly number[]): Part {
  const graph = StateGraph.of(model, { moving: processes });
  if (graph === undefined) throw new Error(`${model.name} has too many states to count its traces`);
  const { footprints } = graph;
  const read = footprints.flatMap(({ reads, looks }) => [
    ...reads,
    ...looks.map(({ variable }) => variable.index),
  ]);
  const written = footprints.flatMap(({ writes, location }) => [...writes, location]);
  return { processes, graph, touched: new Set([...read, ...written]), written: new Set(written) };
}

function related(a: Part, b: Part): boolean {
  return (
    [...a.written].some((variable) => b.touched.has(variable)) ||
    [...b.written].some((variable) => a.touched.has(variable))
  );
}

/** `parts`, those that are related to each other, at once or by way of others, in one list. */
function gathered(parts: readonly Part[]): readonly (readonly Part[])[] {
  return parts.reduce<readonly (readonly Part[])[]>((lists, part) => {
    const near = lists.filter((list) => list.some((other) => related(part, other)));
    return [...lists.filter((list) => !near.includes(list)), [...near.flat(), part]];
  }, []);
}

/** The states of the parts of `model`, as many parts as there are. */
export function partsOf(model: Model): readonly StateGraph[] {
  let parts: readonly Part[] = model.processes.map(({ index }) => partOf(model, [index]));
  for (;;) {
    const lists = gathered(parts);
    if (lists.length === parts.length) return parts.map(({ graph }) => graph);
    parts = lists.map((list) => {
      const [alone, ...others] = list;
      if (alone !== undefined && others.length === 0) return alone;
      return partOf(
        model,
        list.flatMap(({ processes }) => processes).sort((a, b) => a - b),
      );
    });
  }
}
