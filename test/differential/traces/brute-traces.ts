/** Every maximal run of a model, one by one, and the set of traces that they make. */

import type { Model } from "preempt";
import { GrowingTrace } from "./canonical.js";
import { interleavingsOf } from "./interleavings.js";
import { type Position, StateGraph } from "./state-graph.js";

/** What comes of all the runs. */
export interface TraceFindings {
  /** Maximal runs. */
  readonly runs: number;
  /** The traces on which everybody finishes, or the run is halted. */
  readonly complete: ReadonlySet<string>;
  /** The traces that end where nobody can move and somebody waits. */
  readonly blocked: ReadonlySet<string>;
  /** The states in which runs end, as texts; and of those the deadlocks. */
  readonly terminal: ReadonlySet<string>;
  readonly deadlocks: ReadonlySet<string>;
  /** The assertions that some step fails. */
  readonly failed: ReadonlySet<string>;
  /** The claims about states, always, never and reachable, that some state breaks, or meets. */
  readonly shown: ReadonlySet<string>;
}

/** Runs every run of `graph`; undefined where there are more than `most`. */
export function bruteTracesOf(graph: StateGraph, most: number): TraceFindings | undefined {
  if (interleavingsOf(graph) > BigInt(most)) return undefined;
  const traces = { complete: new Set<string>(), blocked: new Set<string>() };
  const [terminal, deadlocks, failed, shown] = Array.from({ length: 4 }, () => new Set<string>()) as [
    Set<string>,
    Set<string>,
    Set<string>,
    Set<string>,
  ];
  const run = new GrowingTrace(graph);
  let runs = 0;
  const visit = ({ pending, end, key, shown: here }: Position): void => {
    for (const name of here) shown.add(name);
    if (end !== undefined) {
      runs += 1;
      traces[end.kind].add(run.text);
      terminal.add(key);
      if (end.deadlock) deadlocks.add(key);
      return;
    }
    for (const next of pending) {
      for (const { outcome, failures, to } of next.moves) {
        for (const name of failures) failed.add(name);
        run.push(next, outcome);
        visit(to);
        run.pop();
      }
    }
  };
  visit(graph.start);
  return { runs, ...traces, terminal, deadlocks, failed, shown };
}

/**
 * Runs every run of `model`.
 *
 * @returns undefined where there are more runs than `most`, or more states
 * @throws Error where a run never ends
 */
export function bruteTraces(model: Model, most: number): TraceFindings | undefined {
  const graph = StateGraph.of(model, { most });
  return graph && bruteTracesOf(graph, most);
}
