/** What is explored, against what the oracles say that there is: the sets, and not their sizes alone. */

import type { Algorithm } from "../../../src/search/dpor/dpor.js";
import { bruteTracesOf, type TraceFindings } from "./brute-traces.js";
import { explored, shown } from "./explored.js";
import { sleepCountOf, type TraceCount } from "./sleep-count.js";
import { StateGraph } from "./state-graph.js";

/** What a campaign has gone through. */
export interface Tally {
  programs: number;
  /** Of those, the ones that the optimal algorithm explored. */
  optimal: number;
  /** Programs with too many runs to be gone through one by one: their traces were counted by sleep sets alone. */
  counted: number;
  /** Programs with too many traces for that. */
  skipped: number;
  traces: number;
  /** Runs of the source algorithm that ended asleep, and those in which somebody gave up in vain. */
  asleep: number;
  abandoned: number;
}

export const emptyTally = (): Tally => ({
  programs: 0,
  optimal: 0,
  counted: 0,
  skipped: 0,
  traces: 0,
  asleep: 0,
  abandoned: 0,
});

/** Where there are more traces than this, a program is skipped. */
const mostTraces = 2_000;

function difference(found: Iterable<string>, expected: ReadonlySet<string>): string | undefined {
  const all = new Set(found);
  const missing = [...expected].filter((each) => !all.has(each));
  const extra = [...all].filter((each) => !expected.has(each));
  if (missing.length === 0 && extra.length === 0) return undefined;
  return `${missing.length} of ${expected.size} missing, ${extra.length} that are none: ${[...missing, ...extra][0]}`;
}

function ofAlgorithm(
  graph: StateGraph,
  all: TraceFindings,
  algorithm: Algorithm,
  tally: Tally,
): string | undefined {
  const found = explored(graph, algorithm);
  if (found === undefined) return algorithm === "source" ? "the source algorithm refused it" : undefined;
  const { asleep, abandoned } = found.counts.endings;
  if (algorithm === "optimal") {
    tally.optimal += 1;
    if (asleep + abandoned > 0) return `${asleep} runs ended asleep and ${abandoned} in vain`;
  } else {
    tally.asleep += asleep;
    tally.abandoned += abandoned;
  }
  for (const kind of ["complete", "blocked"] as const) {
    if (new Set(found[kind]).size !== found[kind].length) return `a ${kind} trace was explored twice`;
  }
  for (const kind of ["complete", "blocked", "terminal", "deadlocks", "failed"] as const) {
    const odd = difference(found[kind], all[kind]);
    if (odd !== undefined) return `${kind}: ${odd}`;
  }
  const claims = shown(graph.model, algorithm);
  const odd = claims && difference(claims, all.shown);
  return odd && `claims: ${odd}`;
}

/** What is wrong with how many traces are explored. */
function ofCounts(graph: StateGraph, { complete, blocked }: TraceCount): string | undefined {
  for (const algorithm of ["source", "optimal"] as const) {
    const found = explored(graph, algorithm);
    if (found === undefined) continue;
    const sizes = [found.complete, found.blocked].map((traces) => new Set(traces).size);
    if (sizes[0] !== complete || sizes[1] !== blocked)
      return `${algorithm}: ${sizes.join(" + ")} of ${complete} + ${blocked} traces`;
    if (found.complete.length !== complete || found.blocked.length !== blocked)
      return `${algorithm}: a trace was explored twice`;
  }
  return undefined;
}

/**
 * What is wrong with what is explored of `graph`'s model; undefined where nothing is.
 *
 * @param mostRuns where there are more runs than this, traces are counted by sleep sets alone
 */
export function discrepancy(graph: StateGraph, tally: Tally, mostRuns: number): string | undefined {
  const counted = sleepCountOf(graph);
  const traces = counted.complete + counted.blocked;
  const all = bruteTracesOf(graph, mostRuns);
  if (all === undefined && traces > mostTraces) {
    tally.skipped += 1;
    return undefined;
  }
  tally.programs += 1;
  tally.traces += traces;
  if (all === undefined) {
    tally.counted += 1;
    return ofCounts(graph, counted);
  }
  if (counted.complete !== all.complete.size || counted.blocked !== all.blocked.size)
    return `the oracles count ${counted.complete} + ${counted.blocked} and ${all.complete.size} + ${all.blocked.size} traces`;
  for (const algorithm of ["source", "optimal"] as const) {
    const odd = ofAlgorithm(graph, all, algorithm, tally);
    if (odd !== undefined) return `${algorithm}: ${odd}`;
  }
  return undefined;
}

/** {@link discrepancy} of a model that has not been looked at yet. */
export function discrepancyOf(
  model: StateGraph["model"],
  tally: Tally,
  mostRuns = 1_000,
): string | undefined {
  const graph = StateGraph.of(model, { most: 20_000 });
  if (graph !== undefined) return discrepancy(graph, tally, mostRuns);
  tally.skipped += 1;
  return undefined;
}
