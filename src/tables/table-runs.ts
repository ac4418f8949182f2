/**
 * Runs of a model on tables: as in a table space, user code runs once per distinct view, and after that a step is a walk down a
 * tree and a few integers. But nothing is kept of a state when its run has gone back behind it.
 */

import type { Guard } from "../model/context.js";
import type { Variable } from "../model/variables.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import {
  finished,
  givenUp,
  type JudgedRuns,
  type Pending,
  type PendingId,
  type Taken,
} from "../space/runs.js";
import { type Scheduled, StateFault } from "../space/space.js";
import { type Look, RunTables } from "./run-tables.js";

/** A run on tables. */
export class TableRuns implements JudgedRuns {
  length = 0;
  readonly #tables: RunTables;
  readonly #processes: number;
  /** Who there is one more of than processes. */
  #observer: Look | undefined;
  /** One for each process, and one for an observer. */
  readonly #places: number;
  /** By number of steps taken: the values of the variables. */
  readonly #values: Int32Array[];
  readonly #scratch: Int32Array;
  /** By predicate: its tree. What was learnt of it is known to whoever asks again. */
  readonly #roots = new Map<Guard<never>, number>();
  /** By number of steps taken and process. */
  #pending: Int32Array;
  readonly #moved: number[] = [];
  readonly #outcomes: number[] = [];
  readonly #failed: number[] = [0];

  private constructor(tables: RunTables) {
    this.#tables = tables;
    this.#processes = tables.names.length;
    this.#places = this.#processes + 1;
    this.#values = [new Int32Array(tables.domains.length)];
    this.#scratch = new Int32Array(tables.domains.length);
    this.#pending = new Int32Array(64 * this.#places);
  }

  /**
   * @param leftOut ghosts that are not in the state
   * @throws ModelError for a mistake in the model that shows in the initial state
   */
  static of(interpreter: Interpreter, leftOut: ReadonlySet<Variable> = new Set()): TableRuns {
    const runs = new TableRuns(new RunTables(interpreter, leftOut));
    runs.#begin();
    return runs;
  }

  get names(): readonly string[] {
    const { names } = this.#tables;
    return this.#observer === undefined ? names : [...names, this.#observer.name];
  }

  get views(): number {
    return this.#tables.learner.views;
  }

  get failed(): number {
    return this.#failed[this.length] as number;
  }

  get schedule(): readonly Scheduled[] {
    return this.#scheduled(this.length);
  }

  #scheduled(length: number): readonly Scheduled[] {
    return this.#moved
      .slice(0, length)
      .map((process, i) => ({ process, outcome: this.#outcomes[i] as number }))
      .filter((taken) => this.#isStep(taken));
  }

  /** Whether it is a step of the model: not one of giving up, and no observer's. */
  #isStep({ process, outcome }: Scheduled): boolean {
    return outcome >= 0 && process < this.#processes;
  }

  get state(): State {
    return this.#tables.seen(this.#now).whole;
  }

  get key(): string {
    const values = this.#now;
    // A character for each number of a value is soonest made, where there are no more of them than characters.
    return this.#tables.domains.every(({ size }) => size <= 2 ** 16)
      ? String.fromCharCode(...values)
      : values.join();
  }

  failures(set: number): readonly string[] {
    return this.#tables.leaves.failureSets.of(set);
  }

  pendingAt(length: number, process: number): PendingId {
    return this.#pending[length * this.#places + process] as number;
  }

  pending(id: PendingId): Pending {
    return this.#tables.pendings.get(id);
  }

  dependent(a: PendingId, b: PendingId): boolean {
    return this.#tables.pendings.dependent(a, b);
  }

  take(process: number, outcome: number): void {
    const id = this.pendingAt(this.length, process);
    const values = this.#room();
    this.#moved[this.length] = process;
    this.#outcomes[this.length] = outcome;
    try {
      const failed = process < this.#processes ? this.#tables.apply(id, outcome, values) : 0;
      this.length += 1;
      this.#failed[this.length] = failed;
      this.#foresee(process, id);
    } catch (error) {
      throw this.#told(error);
    }
  }

  giveUp(process: number): void {
    this.#room();
    this.#moved[this.length] = process;
    this.#outcomes[this.length] = -1;
    this.length += 1;
    this.#failed[this.length] = 0;
    const from = (this.length - 1) * this.#places;
    this.#pending.copyWithin(this.length * this.#places, from, from + this.#places);
    this.#pending[this.length * this.#places + process] = givenUp;
  }

  back(): void {
    this.length -= 1;
  }

  pendingAfter(length: number, others: readonly Taken[], process: number): PendingId {
    const values = this.#scratch;
    values.set(this.#values[length] as Int32Array);
    try {
      for (const taken of others)
        if (this.#isStep(taken)) this.#tables.apply(taken.pending, taken.outcome, values);
      return this.#next(process, values);
    } catch (error) {
      throw this.#told(error, [...this.#scheduled(length), ...others.filter((taken) => this.#isStep(taken))]);
    }
  }

  question(name: string, predicate: Guard<never>): () => boolean {
    const look = this.#look(name, predicate);
    return () => {
      try {
        return this.#tables.footprints.answer(this.#tables.look(look, this.#now));
      } catch (error) {
        throw this.#told(error);
      }
    };
  }

  #look(name: string, predicate: Guard<never>): Look {
    const root = this.#roots.get(predicate) ?? this.#tables.plant();
    this.#roots.set(predicate, root);
    return { root, name, predicate };
  }

  watch(name: string, predicate: Guard<never>): void {
    this.#observer = this.#look(name, predicate);
    this.#begin();
  }

  unwatch(): void {
    this.#observer = undefined;
    this.#begin();
  }

  #begin(): void {
    try {
      this.#foresee(-1, finished);
    } catch (error) {
      throw this.#told(error);
    }
  }

  orderSurroundings(): void {
    this.#tables.pendings.orderSurroundings(this.#tables.processes.map(({ environment }) => environment));
  }

  recheck(): void {
    this.#tables.updates.recheck();
  }

  get #now(): Int32Array {
    return this.#values[this.length] as Int32Array;
  }

  /** Room for one more state, with the values of the present one. */
  #room(): Int32Array {
    const next = this.length + 1;
    const values = this.#values[next] ?? new Int32Array(this.#now.length);
    this.#values[next] = values;
    values.set(this.#now);
    if ((next + 1) * this.#places > this.#pending.length) {
      const longer = new Int32Array(2 * this.#pending.length);
      longer.set(this.#pending);
      this.#pending = longer;
    }
    return values;
  }

  /** Finds out what the processes would do next, after `moved` did `id`: the others the same, unless that depends on it. */
  #foresee(moved: number, id: PendingId): void {
    const { pendings, halted } = this.#tables;
    const places = this.#places;
    const pending = this.#pending;
    const to = this.length * places;
    const values = this.#now;
    // Nobody looks at a run that has ended either: its end is there to be looked at anyhow.
    if (values[halted] !== 0) {
      pending.fill(finished, to, to + places);
      return;
    }
    for (let process = 0; process < places; process++) {
      const before = moved < 0 ? finished : (pending[to - places + process] as number);
      const same = moved >= 0 && process !== moved && !pendings.dependent(id, before);
      pending[to + process] = same ? before : this.#next(process, values, process === moved);
    }
  }

  /** What `process` does next; an observer that has looked does nothing any more. */
  #next(process: number, values: Int32Array, hasMoved = false): PendingId {
    if (process < this.#processes) return this.#tables.pending(process, values);
    if (this.#observer === undefined || hasMoved) return finished;
    return this.#tables.pendings.alone(this.#tables.look(this.#observer, values));
  }

  /** A mistake in the model says how it was come to. */
  #told(error: unknown, schedule = this.schedule): unknown {
    try {
      return StateFault.told(
        this.names,
        () => schedule,
        () => {
          throw error;
        },
      );
    } catch (told) {
      return told;
    }
  }
}
