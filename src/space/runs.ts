/**
 * What a search may see that keeps no states: one run of a model at a time, step by step, forward and back. No user code, no
 * values.
 */

import type { Guard } from "../model/context.js";
import type { State } from "../semantics/state.js";
import type { Scheduled } from "./space.js";

/**
 * The number of what a process would do next: its outcomes, and what it reads and writes on the way to any of them, its guards
 * among it. Where that is the same the number is.
 */
export type PendingId = number;

/** What a process would do next that has nothing to do any more: it is finished, or the run has been halted. */
export const finished: PendingId = 0;

/** What a process would do next that has been told to wait for ever. */
export const givenUp: PendingId = 1;

/**
 * Why a process cannot move: it can; nothing is left to do; a mutex is held, and it waits for that alone; nobody has signalled
 * yet; or a guard of another kind is false, which may become true and false again.
 */
export type Waits = "no" | "finished" | "mutex" | "signal" | "guard";

/** What can be told of what a process would do next, whatever the state. */
export interface Pending {
  /** How many outcomes it has; 0 where the process cannot move. */
  readonly outcomes: number;
  readonly waits: Waits;
  /** The variable of the mutex that it takes, or waits for, and for nothing else; -1 where it does not. */
  readonly locks: number;
  /** Variables of mutexes that it takes, in whichever way, and those that it gives back. */
  readonly acquires: readonly number[];
  readonly releases: readonly number[];
}

/** A step that was taken: what it was, and which outcome; -1 for one of {@link Runs.giveUp}. */
export interface Taken extends Scheduled {
  readonly pending: PendingId;
}

/** A run of a model. */
export interface Runs {
  /** The names of the processes, by number; and last the observer's, where there is one: see {@link JudgedRuns.watch}. */
  readonly names: readonly string[];
  /** Steps taken so far. */
  readonly length: number;
  /** What `process` would do next, after the first `length` steps. */
  pendingAt(length: number, process: number): PendingId;
  pending(id: PendingId): Pending;
  /** Whether the order of two next steps, of different processes, can be told: one writes what the other reads or writes. */
  dependent(a: PendingId, b: PendingId): boolean;
  /**
   * Takes the outcome number `outcome` of what `process` would do next.
   *
   * @throws ModelError for a mistake in the model, with the schedule that led to it
   */
  take(process: number, outcome: number): void;
  /** `process`, whose guard is false, waits for ever from here on: a step that reads what the guard does, and writes nothing. */
  giveUp(process: number): void;
  /** Takes back the last step. */
  back(): void;
  /** The steps so far, without those of {@link giveUp} and of an observer. */
  readonly schedule: readonly Scheduled[];
  /** The assertions that the last step failed: 0 for none, else a number for {@link failures}. */
  readonly failed: number;
  failures(set: number): readonly string[];
  /**
   * What `process` would do next after the first `length` steps and then `others`, which do there what they did on this run:
   * nothing else that happened since does them any difference.
   *
   * @throws ModelError for a mistake in the model
   */
  pendingAfter(length: number, others: readonly Taken[], process: number): PendingId;
}

/** Runs whose states can be looked at. */
export interface JudgedRuns extends Runs {
  /** The present state. */
  readonly state: State;
  /** A predicate as a question about the present state. */
  question(name: string, predicate: Guard<never>): () => boolean;
  /**
   * Adds an observer, or takes it away: one more process, which looks at the state once, at any time, as `predicate` does. The order of
   * its look and of what changes what it finds can be told: so a search that leaves out orders which nobody can tell comes upon
   * everything that the predicate could find. To be said before the first step.
   */
  watch(name: string, predicate: Guard<never>): void;
  unwatch(): void;
  /** A text that two present states share exactly when they are equal. */
  readonly key: string;
  /** Whether steps of the surroundings are told from all others by their order: where a claim looks at who can move. */
  orderSurroundings(): void;
  /** Asks once more what user code was asked, as far as the interpreter's observer does not see it. */
  recheck(): void;
  /** How often user code was run for a view that was not known. */
  readonly views: number;
}
