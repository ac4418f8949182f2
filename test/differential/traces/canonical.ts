/**
 * A text for each Mazurkiewicz trace: per process its events in order, each with its outcome and its vector clock.
 *
 * An event happens before another where a chain of program order and dependence leads from the one to the other; its clock
 * says of each process how many of its events do. Runs that differ in the order of independent events alone have the same
 * text, and others do not: the clocks give the order back, and the outcomes what happened.
 */

import type { Pending, Position, StateGraph } from "./state-graph.js";

/** Who moved, and which of its outcomes it took. */
export interface Choice {
  readonly process: number;
  readonly outcome: number;
}

interface Event {
  readonly process: number;
  readonly footprint: number;
  readonly clock: readonly number[];
  /** The text of its process without it. */
  readonly before: string;
}

/** A run that grows and shrinks, and the text of its trace. */
export class GrowingTrace {
  readonly #graph: StateGraph;
  readonly #events: Event[] = [];
  readonly #texts: string[];
  readonly #lengths: number[];

  constructor(graph: StateGraph) {
    this.#graph = graph;
    this.#texts = graph.model.processes.map(() => "");
    this.#lengths = graph.model.processes.map(() => 0);
  }

  push({ process, footprint }: Pending, outcome: number): void {
    const clock = this.#lengths.map(() => 0);
    for (let i = this.#events.length - 1; i >= 0; i--) {
      const earlier = this.#events[i];
      if (earlier !== undefined && this.#graph.dependent(earlier.footprint, footprint))
        join(clock, earlier.clock);
    }
    const length = (this.#lengths[process] ?? 0) + 1;
    clock[process] = length;
    this.#lengths[process] = length;
    const before = this.#texts[process] ?? "";
    this.#texts[process] = `${before}${outcome}@${clock.join(".")} `;
    this.#events.push({ process, footprint, clock, before });
  }

  pop(): void {
    const last = this.#events.pop();
    if (last === undefined) throw new Error("the run is empty");
    this.#texts[last.process] = last.before;
    this.#lengths[last.process] = (this.#lengths[last.process] ?? 0) - 1;
  }

  get text(): string {
    return this.#texts.join("| ");
  }
}

function join(clock: number[], other: readonly number[]): void {
  for (let i = 0; i < clock.length; i++) clock[i] = Math.max(clock[i] ?? 0, other[i] ?? 0);
}

/** The trace of a run, and where it ends. Throws for a move that there is not. */
export function canonical(
  graph: StateGraph,
  run: readonly Choice[],
): { readonly trace: string; readonly last: Position } {
  const growing = new GrowingTrace(graph);
  let at = graph.start;
  for (const { process, outcome } of run) {
    const pending = at.pending.find((candidate) => candidate.process === process);
    const move = pending?.moves.find((candidate) => candidate.outcome === outcome);
    if (pending === undefined || move === undefined)
      throw new Error(`process ${process} has no outcome ${outcome} in ${at.key}`);
    growing.push(pending, outcome);
    at = move.to;
  }
  return { trace: growing.text, last: at };
}
