/** What dynamic partial order reduction explores, in the words of the oracles. */

import type { Model } from "preempt";
import { type Algorithm, Dpor, type DporCounts, NeedsSource } from "../../../src/search/dpor/dpor.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import { TableRuns } from "../../../src/tables/table-runs.js";
import { canonical } from "./canonical.js";
import type { StateGraph } from "./state-graph.js";

/** What was explored. */
export interface Explored {
  /** The traces of the runs that ended, in the order in which they did; the same more than once where it was. */
  readonly complete: readonly string[];
  readonly blocked: readonly string[];
  /** The states in which they end. */
  readonly terminal: ReadonlySet<string>;
  readonly deadlocks: ReadonlySet<string>;
  readonly failed: ReadonlySet<string>;
  readonly counts: DporCounts;
}

/** Explores `model`, whose states are those of `graph`; undefined where the algorithm cannot. */
export function explored(graph: StateGraph, algorithm: Algorithm): Explored | undefined {
  const runs = TableRuns.of(new Interpreter(graph.model));
  const failed = new Set<string>();
  const visit = (): void => {
    for (const name of runs.failures(runs.failed)) failed.add(name);
  };
  const dpor = new Dpor(runs, { algorithm, visit });
  const traces: Record<"complete" | "blocked", string[]> = { complete: [], blocked: [] };
  const terminal = new Set<string>();
  const deadlocks = new Set<string>();
  try {
    for (const ending of dpor.explore()) {
      if (ending !== "complete" && ending !== "blocked") continue;
      const { trace, last } = canonical(graph, runs.schedule);
      if (last.end?.kind !== ending)
        throw new Error(`a run that is said to be ${ending} is ${last.end?.kind ?? "not at its end"}`);
      traces[ending].push(trace);
      terminal.add(last.key);
      if (last.end.deadlock) deadlocks.add(last.key);
    }
  } catch (error) {
    if (error instanceof NeedsSource) return undefined;
    throw error;
  }
  return { ...traces, terminal, deadlocks, failed, counts: dpor.counts };
}

/** The claims about states that are seen broken, or met, each with an observer of its own. */
export function shown(model: Model, algorithm: Algorithm): ReadonlySet<string> | undefined {
  const runs = TableRuns.of(new Interpreter(model));
  const found = new Set<string>();
  try {
    for (const property of model.properties) {
      const { kind, name } = property;
      if (kind !== "always" && kind !== "never" && kind !== "reachable") continue;
      runs.watch(name, property.predicate);
      const holds = runs.question(name, property.predicate);
      const visit = (): void => {
        if (holds() === (kind !== "always")) found.add(name);
      };
      for (const _ of new Dpor(runs, { algorithm, visit }).explore());
    }
  } catch (error) {
    if (error instanceof NeedsSource) return undefined;
    throw error;
  }
  return found;
}
