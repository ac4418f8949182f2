/** How many traces are within a bound: traces by the least number of preemptions, or of delays, that a run of it takes. */

import { GrowingTrace } from "./canonical.js";
import type { Position, StateGraph } from "./state-graph.js";

/** The numbers of traces within each bound 0, 1, … up to the least that all are within. */
function cumulated(least: ReadonlyMap<string, number>): readonly number[] {
  const bounds = Array.from({ length: Math.max(...least.values()) + 1 }, (_, bound) => bound);
  return bounds.map((bound) => [...least.values()].filter((cost) => cost <= bound).length);
}

class Cheapest {
  readonly least = new Map<string, number>();

  add(trace: string, cost: number): void {
    this.least.set(trace, Math.min(this.least.get(trace) ?? Number.POSITIVE_INFINITY, cost));
  }
}

/** Within each bound, the traces that some run shows which leaves no more often a process that could go on. */
export function withinPreemptions(graph: StateGraph): readonly number[] {
  const cheapest = new Cheapest();
  const run = new GrowingTrace(graph);
  const visit = ({ pending, end }: Position, last: number, preemptions: number): void => {
    if (end !== undefined) cheapest.add(run.text, preemptions);
    const couldGoOn = pending.some(({ process, moves }) => process === last && moves.length > 0);
    for (const next of pending) {
      const preempted = couldGoOn && next.process !== last ? 1 : 0;
      for (const { outcome, to } of next.moves) {
        run.push(next, outcome);
        visit(to, next.process, preemptions + preempted);
        run.pop();
      }
    }
  };
  visit(graph.start, -1, 0);
  return cumulated(cheapest.least);
}

/**
 * Within each bound, the traces that the delayed scheduler shows [Emmi, Qadeer, Rakamarić 2011]: processes stand in a queue,
 * at first in their order; the one in front goes on until it ends or blocks, and a delay, while it could go on, puts it at
 * the back.
 *
 * @param most the largest bound: delays beyond it are not tried
 */
export function withinDelays(graph: StateGraph, most: number): readonly number[] {
  const cheapest = new Cheapest();
  const run = new GrowingTrace(graph);
  const visit = (position: Position, queue: readonly number[], delays: number): void => {
    const { pending, end } = position;
    if (end !== undefined) {
      cheapest.add(run.text, delays);
      return;
    }
    const [front, ...others] = queue;
    if (front === undefined) throw new Error("there is no process");
    const next = pending.find(({ process }) => process === front);
    const behind = [...others, front];
    // Somebody can move, or the run had ended: whoever it is comes to the front.
    if (next === undefined || next.moves.length === 0) {
      visit(position, behind, delays);
      return;
    }
    for (const { outcome, to } of next.moves) {
      run.push(next, outcome);
      visit(to, queue, delays);
      run.pop();
    }
    if (delays < most) visit(position, behind, delays + 1);
  };
  visit(
    graph.start,
    graph.moving.map(({ index }) => index),
    0,
  );
  return cumulated(cheapest.least);
}
