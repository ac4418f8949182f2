/** What a strategy may see of a model: numbered states and the moves between them. No user code, no values. */

import type { DeclaredCost } from "../semantics/interpreter.js";

/** The number of a state in a {@link Space}. */
export type StateId = number;

/** One process' move in a schedule: which process, and which of its outcomes in that state. */
export interface Scheduled {
  readonly process: number;
  readonly outcome: number;
}

/** A transition. */
export interface Move extends Scheduled {
  readonly target: StateId;
  /** What the step declares that it costs; nothing in a model that declares no costs. */
  readonly cost: DeclaredCost;
  /** The assertions that it fails. */
  readonly failures: readonly string[];
}

/** A model's states, numbered as they are come upon. */
export interface Space {
  readonly initial: StateId;
  /** The names of the processes, by number. */
  readonly names: readonly string[];
  /** Whether cost is what steps declare, or else counted from switches. */
  readonly declaresCosts: boolean;
  /** How many states have been come upon. */
  readonly size: number;
  /** Every move from `state`, by process and then by outcome. */
  moves(state: StateId): readonly Move[];
}

/** Where `path` leads, for messages. */
export function whereabouts(names: readonly string[], path: readonly Scheduled[]): string {
  return path.length === 0
    ? "in the initial state"
    : `reached by the schedule "${scheduleText(names, path)}"`;
}

/** `A B/1 A`: the processes in the order in which they move, with the outcome where it is not the first. */
export function scheduleText(names: readonly string[], schedule: readonly Scheduled[]): string {
  return schedule
    .map(({ process, outcome }) => `${names[process] ?? process}${outcome === 0 ? "" : `/${outcome}`}`)
    .join(" ");
}
