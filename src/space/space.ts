/** What a strategy may see of a model: numbered states and the moves between them. No user code, no values. */

import { isModelError, ModelError } from "../model/model-error.js";
import { doubled } from "./numbers.js";

/** The number of a state in a {@link Space}. States are numbered in the order in which they are come upon. */
export type StateId = number;

/** One process' move in a schedule: which process, and which of its outcomes in that state. */
export interface Scheduled {
  readonly process: number;
  readonly outcome: number;
}

/** In a cost as one number, a preemption counts this much and any other event 1. */
export const preemptionUnit = 2 ** 16;

/** Moves as they stand in the arrays of somebody else. */
export interface MoveArrays {
  readonly sources: Int32Array;
  readonly movers: Int32Array;
  readonly outcomes: Int32Array;
  readonly targets: Int32Array;
  readonly costs: Int32Array;
  readonly failures: Int32Array;
}

/** The moves from a batch of states, in their order, then by process, then by outcome: arrays that are used again and again. */
export class Moves {
  length = 0;
  /** The position in the batch of the state that it leads from. */
  source: Int32Array = new Int32Array(64);
  process: Int32Array = new Int32Array(64);
  outcome: Int32Array = new Int32Array(64);
  target: Int32Array = new Int32Array(64);
  /** What the step declares that it costs: preemptions × {@link preemptionUnit} + other events. */
  cost: Int32Array = new Int32Array(64);
  /** The assertions that it fails: 0 for none, else a number for {@link Space.failures}. */
  failures: Int32Array = new Int32Array(64);

  /** Appends a move whose target is not known yet; returns its number. */
  add(source: number, process: number, outcome: number, cost: number, failures: number): number {
    const move = this.length;
    if (move === this.source.length) this.#lengthen();
    this.source[move] = source;
    this.process[move] = process;
    this.outcome[move] = outcome;
    this.cost[move] = cost;
    this.failures[move] = failures;
    this.length = move + 1;
    return move;
  }

  /** Takes over `count` moves in place of what was there. */
  take(count: number, { sources, movers, outcomes, targets, costs, failures }: MoveArrays): void {
    this.reserve(count);
    this.length = count;
    this.source.set(sources.subarray(0, count));
    this.process.set(movers.subarray(0, count));
    this.outcome.set(outcomes.subarray(0, count));
    this.target.set(targets.subarray(0, count));
    this.cost.set(costs.subarray(0, count));
    this.failures.set(failures.subarray(0, count));
  }

  /** Makes room for `count` moves in all. */
  reserve(count: number): void {
    while (this.source.length < count) this.#lengthen();
  }

  #lengthen(): void {
    this.source = doubled(this.source);
    this.process = doubled(this.process);
    this.outcome = doubled(this.outcome);
    this.target = doubled(this.target);
    this.cost = doubled(this.cost);
    this.failures = doubled(this.failures);
  }
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
  /**
   * Puts every move from the first `count` of `states` into `into`, in place of what was there.
   *
   * @throws StateFault for a mistake in the model, with the state in which it shows
   */
  expand(states: Int32Array, count: number, into: Moves): void;
  /** The assertions in a set of failures. */
  failures(set: number): readonly string[];
}

/** A mistake in the model that showed in a state; what is thrown on says how that state was reached. */
export class StateFault extends Error {
  readonly state: StateId;

  constructor(state: StateId, cause: unknown) {
    super("a mistake in the model", { cause });
    this.state = state;
  }

  /** Runs `action`; a ModelError in it becomes a fault of `state`. */
  static at<T>(state: StateId, action: () => T): T {
    try {
      return action();
    } catch (error) {
      if (isModelError(error)) throw new StateFault(state, error);
      throw error;
    }
  }

  /** Runs `action`; a fault in it becomes a ModelError that says how the state was reached. */
  static told<T>(
    names: readonly string[],
    path: (state: StateId) => readonly Scheduled[],
    action: () => T,
  ): T {
    try {
      return action();
    } catch (error) {
      if (!(error instanceof StateFault) || !isModelError(error.cause)) throw error;
      throw new ModelError(`${error.cause.message}\n  ${whereabouts(names, path(error.state))}`, {
        cause: error.cause,
      });
    }
  }
}

/** Where `path` leads, for messages. */
function whereabouts(names: readonly string[], path: readonly Scheduled[]): string {
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
