/**
 * Runs of a model on tables: as in a table space, user code runs once per distinct view, and after that a step is a walk down a
 * tree and a few integers. But nothing is kept of a state when its run has gone back behind it.
 */

import type { Guard } from "../model/context.js";
import type { ModelProcess } from "../model/model.js";
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
import { Domain } from "./domain.js";
import { Footprints } from "./footprints.js";
import { Learner } from "./learner.js";
import { Leaves, outcomeHeader } from "./leaves.js";
import { bitsFor, type Packing } from "./packing.js";
import { Pendings } from "./pendings.js";
import { Projections } from "./projections.js";
import { type Places, placesOf, SeenState } from "./seen-state.js";
import { Trees } from "./trees.js";
import { Updates } from "./updates.js";

/** A layout with a word for each variable: states are not kept, so nothing is gained by packing them. */
function unpacked(domains: readonly Domain[]): Packing {
  const bits = Uint8Array.from(domains, ({ size }) => bitsFor(size));
  return {
    words: domains.length,
    bits,
    word: Int32Array.from(domains, (_, variable) => variable),
    shift: new Int32Array(domains.length),
    mask: Int32Array.from(bits, (width) => (width === 32 ? -1 : (1 << width) - 1)),
  };
}

/** A predicate, and where its tree is. */
interface Look {
  readonly root: number;
  readonly name: string;
  readonly predicate: Guard<never>;
}

/** What is learnt of a model, for all of its runs. A state is an array with the number of each variable's value. */
class RunTables {
  readonly names: readonly string[];
  readonly processes: readonly ModelProcess[];
  readonly domains: readonly Domain[];
  readonly footprints = new Footprints();
  readonly pendings: Pendings;
  readonly leaves: Leaves;
  readonly learner: Learner;
  readonly updates: Updates;
  readonly halted: number;
  readonly #trees: Trees;
  /** By process: by location, the first of its steps in the learner's list; one entry more for the end. */
  readonly #firsts: readonly Int32Array[];
  readonly #locations: Int32Array;
  readonly #places: Places;
  #packing: Packing;

  constructor(interpreter: Interpreter, leftOut: ReadonlySet<Variable>) {
    const { model } = interpreter;
    this.processes = model.processes;
    this.names = model.processes.map(({ name }) => name);
    this.halted = model.layout.halted.index;
    const domains = model.layout.variables.map((variable) => new Domain(variable));
    this.domains = domains;
    for (const { location, program } of model.processes) {
      for (const { index } of program.locations) domains[location.index]?.id(index);
    }
    this.#packing = unpacked(domains);
    const projections = new Projections(domains);
    this.#trees = new Trees(this.#packing, projections);
    this.leaves = new Leaves(this.#packing);
    this.updates = new Updates(domains);
    const { leaves, updates, footprints } = this;
    this.learner = new Learner(interpreter, {
      domains,
      projections,
      trees: this.#trees,
      leaves,
      updates,
      footprints,
      leftOut,
    });
    this.pendings = new Pendings(footprints, projections, this.halted);
    this.#locations = Int32Array.from(model.processes, ({ location }) => location.index);
    this.#firsts = model.processes.map((process) => this.learner.plantSteps(process));
    this.#places = placesOf(domains);
  }

  seen(values: Int32Array): SeenState {
    return new SeenState(this.#places, this.learner.initial, values.slice());
  }

  plant(): number {
    return this.#trees.plant();
  }

  /** The leaf of what the predicate of a look, and so its answer, rests on. */
  look({ root, name, predicate }: Look, values: Int32Array): number {
    let entry = this.#trees.resolve(root, values);
    if (entry === 0) {
      this.learner.learnPredicate(root, name, predicate, this.seen(values).seen);
      entry = this.#trees.resolve(root, values);
    }
    return ~entry;
  }

  /** What `process` would do next. */
  pending(process: number, values: Int32Array): PendingId {
    const firsts = this.#firsts[process] as Int32Array;
    const at = values[this.#locations[process] as number] as number;
    const first = firsts[at] as number;
    const end = firsts[at + 1] as number;
    if (end === first + 1) return this.pendings.alone(this.#leaf(first, values));
    if (end === first) return finished;
    const leaves: number[] = [];
    for (let step = first; step < end; step++) leaves.push(this.#leaf(step, values));
    return this.pendings.several(leaves);
  }

  #leaf(step: number, values: Int32Array): number {
    const root = this.learner.roots[step] as number;
    let entry = this.#trees.walk(root, values);
    if (entry === 0) entry = this.#trees.resolve(root, values);
    if (entry === 0) {
      this.learner.learnStep(step, 0, this.seen(values).seen);
      this.fit();
      entry = this.#trees.walk(root, values);
    }
    return ~entry;
  }

  /** Makes room where a domain has outgrown its bits. */
  fit(): void {
    const { bits } = this.#packing;
    if (!this.domains.some(({ size }, v) => bitsFor(size) > (bits[v] as number))) return;
    this.#packing = unpacked(this.domains);
    this.#trees.fit(this.#packing);
    this.leaves.fit(this.#packing);
  }

  /** Turns `values` into what they are behind the outcome number `outcome`; returns the set of assertions that it fails. */
  apply(id: PendingId, outcome: number, values: Int32Array): number {
    let left = outcome;
    let leaf = 0;
    for (leaf of this.pendings.get(id).leaves) {
      const count = this.leaves.code.data[leaf] as number;
      if (left < count) break;
      left -= count;
    }
    const code = this.leaves.code.data;
    let at = leaf + 1;
    for (; left > 0; left--) at = code[at + 2] as number;
    let patch = at + outcomeHeader;
    const updates = patch + 3 * (code[at + 3] as number);
    for (; patch < updates; patch += 3) {
      const variable = code[patch] as number;
      values[variable] =
        ((values[variable] as number) & (code[patch + 1] as number)) | (code[patch + 2] as number);
    }
    const end = updates + 2 * (code[at + 4] as number);
    const failed = code[at + 1] as number;
    for (let update = updates; update < end; update += 2) {
      const variable = code[update] as number;
      values[variable] = this.#updated(code[update + 1] as number, values[variable] as number);
    }
    return failed;
  }

  #updated(update: number, value: number): number {
    if (this.updates.known(update, value) < 0) {
      this.updates.ask(update, value);
      this.fit();
    }
    return this.updates.known(update, value);
  }
}

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
    return this.#tables.leaves.failures(set);
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
