/**
 * The space of a model on tables. User code runs once per distinct view of the variables; after that a state is expanded by walking
 * decision trees and patching words. The kernel does that; here it is told what to do, and what it comes back for is learnt.
 */

import { Kernel, type Need } from "../kernel/kernel.js";
import type { KernelSweep } from "../kernel/kernel-sweep.js";
import { type KernelSizes, usualSizes } from "../kernel/sizes.js";
import type { Guard } from "../model/context.js";
import type { Model } from "../model/model.js";
import type { Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import type { KnownViews } from "../space/known-views.js";
import type { NumberedSpace } from "../space/numbered-space.js";
import { OutOfMemory } from "../space/out-of-memory.js";
import { type Alone, everybody, type ReducibleSpace } from "../space/reducible-space.js";
import { type Moves, StateFault, type StateId } from "../space/space.js";
import type { StateQuestion, Sweep, SweepOptions, SweptSpace } from "../space/swept-space.js";
import { type Learnt, savedSweep, takenUp } from "./checkpoint.js";
import { Digest } from "./digest.js";
import { Domain } from "./domain.js";
import { type KernelTables, Layout } from "./layout.js";
import { Learner } from "./learner.js";
import { Needs } from "./needs.js";
import { PackedLeaves } from "./packed-leaves.js";
import { numberIn, numbersIn, packingOf, wordsOf } from "./packed-state.js";
import { Projections } from "./projections.js";
import type { Representing, Symmetric } from "./representing.js";
import { type Places, placesOf, SeenState } from "./seen-state.js";
import { type SweepPlace, TableSweep } from "./table-sweep.js";
import { Trees } from "./trees.js";
import { Updates } from "./updates.js";

/** A look of a predicate at a state. */
interface Looked {
  readonly name: string;
  readonly predicate: Guard<never>;
  readonly id: StateId;
  readonly state: SeenState;
}

export class TableSpace implements SweptSpace, ReducibleSpace, NumberedSpace {
  readonly initial: StateId;
  readonly names: readonly string[];
  readonly declaresCosts: boolean;
  readonly #model: Model;
  readonly #domains: readonly Domain[];
  readonly #kernel: Kernel;
  readonly #tables: KernelTables;
  readonly #learner: Learner;
  /** By process: the variable that holds its location. */
  readonly #locations: Int32Array;
  /** By process: by location, the first of its steps in the learner's list; one entry more for the end. */
  readonly #firsts: readonly Int32Array[];
  readonly #roots: Int32Array;
  readonly #layout: Layout;
  /** What had to be learnt in a sweep. */
  readonly #needs = new Needs();
  /** Why no more can be learnt, if that is so. */
  #full: OutOfMemory | undefined;
  /** The words of the state at hand. */
  #current: Int32Array;
  readonly #places: Places;
  readonly #representing: Representing | undefined;

  constructor(
    interpreter: Interpreter,
    sizes: KernelSizes = usualSizes,
    leftOut: ReadonlySet<Variable> = new Set(),
    symmetric?: Symmetric,
  ) {
    const { model } = interpreter;
    this.#model = model;
    this.names = model.processes.map(({ name }) => name);
    this.declaresCosts = model.declaresCosts;
    const domains = model.layout.variables.map((variable) => new Domain(variable));
    this.#domains = domains;
    for (const { location, program } of model.processes) {
      for (const { index } of program.locations) domains[location.index]?.id(index);
    }
    this.#representing = symmetric?.representing(domains);
    const packing = packingOf(domains);
    this.#kernel = new Kernel(sizes);
    const { room } = this.#kernel;
    const projections = new Projections(domains);
    const trees = new Trees(packing, projections, room);
    const leaves = new PackedLeaves(packing, model.layout.halted.index, room);
    const updates = new Updates(domains, room);
    this.#tables = { trees, leaves, updates };
    const watching = symmetric?.watching;
    this.#learner = new Learner(interpreter, {
      domains,
      projections,
      trees,
      leaves,
      updates,
      leftOut,
      settle: () => this.#settle(),
      watching,
    });
    this.#locations = Int32Array.from(model.processes, ({ location }) => location.index);
    this.#firsts = model.processes.map((process) => this.#learner.plantSteps(process));
    this.#roots = this.#learner.roots;
    const steps = { roots: this.#roots, firsts: this.#firsts };
    this.#layout = new Layout(this.#kernel, model, { packing, domains, tables: this.#tables, steps });
    this.#current = new Int32Array(packing.words);
    this.#places = placesOf(domains);
    if (this.#representing !== undefined) this.#represent(this.#representing);
    this.initial = this.#kernel.add(this.#current);
  }

  /** Has the kernel keep representatives alone; puts that of the initial state in its place. */
  #represent(representing: Representing): void {
    const kernel = this.#kernel;
    kernel.point("exchanges", representing.layIn(kernel.room));
    kernel.represent(representing.roomFor(this.names.length));
    const values = new Int32Array(this.#domains.length);
    numbersIn(this.#current, this.#layout.packing, values);
    representing.settle(values);
    this.#current = wordsOf(values, this.#layout.packing);
  }

  get size(): number {
    return this.#kernel.size;
  }

  /** Bytes allocated for states and for the table that finds them. */
  get bytes(): number {
    return this.#kernel.bytes;
  }

  /** Of sweeps: how many moves were looked up. */
  get lookups(): number {
    return this.#kernel.lookups;
  }

  /** How often user code was run for a view that was not known: once for each. */
  get views(): number {
    return this.#learner.views;
  }

  failures(set: number): readonly string[] {
    return this.#tables.leaves.failureSets.of(set);
  }

  state(id: StateId): State {
    return this.#seen(id).whole;
  }

  get values(): readonly (readonly Value[])[] {
    return this.#domains.map(({ values }) => values);
  }

  valuesIn(state: StateId, into: Int32Array): void {
    this.#kernel.read(state, this.#current);
    numbersIn(this.#current, this.#layout.packing, into);
  }

  expand(states: Int32Array, count: number, into: Moves): void {
    this.#makeMoves(states, count, into);
  }

  expandChosen(states: Int32Array, count: number, chosen: Int32Array, into: Moves): void {
    this.#makeMoves(states, count, into, chosen);
  }

  #makeMoves(states: Int32Array, count: number, into: Moves, chosen?: Int32Array): void {
    for (;;) {
      const made = this.#kernel.makeMoves(states, count, chosen);
      if (typeof made === "number") {
        into.take(made, this.#kernel.moves);
        return;
      }
      this.#learn(made, this.#seen(made.state));
    }
  }

  sweep(questions: readonly StateQuestion[], { from, workers = 1 }: SweepOptions = {}): Sweep {
    if (this.size !== 1) throw new Error(`a sweep begins with one state, and there are ${this.size}`);
    const asked = questions.map((question) => ({ ...question, root: this.#tables.trees.plant() }));
    const kernel = this.#kernel;
    const { failureSets } = this.#tables.leaves;
    const sweep = kernel.sweep(asked.map(({ root, wanted }) => ({ root, wanted: wanted ? 1 : 0 })));
    this.#layout.tell();
    const learnIn = (need: Need, state: SeenState): void => {
      if (need.kind === "answer") {
        const { root, name, predicate } = asked[need.question] as (typeof asked)[number];
        this.#learnAnswer(root, { name, predicate, id: need.state, state });
      } else this.#learn(need, state);
      this.#needs.push(need);
    };
    const learnt = (): Learnt => this.#learnt(sweep);
    const place =
      from &&
      takenUp(from, {
        learnt,
        prepare: () => sweep.reportUpTo(failureSets.size),
        relearn: (need, values) => learnIn(need, this.#standIn(values)),
      });
    const swept = {
      space: this,
      kernel,
      sweep,
      failureSets,
      workers,
      learn: (need: Need) => learnIn(need, this.#seen(need.state)),
      save: (at: SweepPlace) => (this.#full === undefined ? savedSweep(learnt(), at) : undefined),
    };
    return new TableSweep(swept, place);
  }

  #learnt(sweep: KernelSweep): Learnt {
    const digest = new Digest();
    const tables = [
      this.#tables.trees.nodes,
      this.#tables.trees.children,
      this.#tables.leaves.table,
      this.#tables.leaves.code,
    ];
    for (const { data, length } of [...tables, ...this.#tables.updates.all]) digest.add(data, length);
    return {
      kernel: this.#kernel,
      sweep,
      domains: this.#domains,
      needs: this.#needs,
      packing: this.#layout.packing,
      views: this.views,
      digest: digest.text,
    };
  }

  /** The state of those values, by number, as the state at hand: it need not be among those that there are. */
  #standIn(values: Int32Array): SeenState {
    // Throws where there is none.
    values.forEach((value, v) => void this.#domains[v]?.value(value));
    this.#current = wordsOf(values, this.#layout.packing);
    return this.#stateOf(this.#current);
  }

  knownViews(): KnownViews {
    return this.#learner.knownViews;
  }

  choose(states: Int32Array, count: number, alone: Alone, chosen: Int32Array): void {
    for (let i = 0; i < count; ) {
      const id = states[i] as number;
      this.#kernel.read(id, this.#current);
      const first = this.#firstAlone(id, alone);
      if (first === undefined) continue;
      chosen[i] = first;
      i += 1;
    }
  }

  locationIn(state: StateId, process: number): number {
    this.#kernel.read(state, this.#current);
    return this.#location(process);
  }

  firstWhere(
    name: string,
    predicate: Guard<never>,
    wanted: boolean,
  ): (states: Int32Array, count: number) => number {
    const question = { root: this.#tables.trees.plant(), wanted: wanted ? 1 : 0 };
    this.#layout.tell();
    return (states, count) => {
      for (;;) {
        const found = this.#kernel.first(states, count, question);
        if (typeof found === "number") return found;
        const id = found.state;
        this.#learnAnswer(question.root, { name, predicate, id, state: this.#seen(id) });
      }
    };
  }

  recheck(): void {
    this.#tables.updates.recheck();
  }

  #seen(id: StateId): SeenState {
    this.#kernel.read(id, this.#current);
    return this.#stateOf(this.#current);
  }

  /** The state that the words stand for. */
  #stateOf(words: Int32Array): SeenState {
    const ids = new Int32Array(this.#domains.length);
    numbersIn(words, this.#layout.packing, ids);
    return new SeenState(this.#places, this.#learner.initial, ids);
  }

  /** Where `process` is in the state at hand. */
  #location(process: number): number {
    return numberIn(this.#current, this.#layout.packing, this.#locations[process] as number);
  }

  /** The first of `alone` that can move in the state at hand, which is state `id`; undefined where something had to be learnt. */
  #firstAlone(id: StateId, alone: Alone): number | undefined {
    if (this.#hasHalted()) return everybody;
    for (let p = 0; p < alone.length; p++) {
      const at = this.#location(p);
      if ((alone[p] as Uint8Array)[at] !== 1) continue;
      const firsts = this.#firsts[p] as Int32Array;
      for (let step = firsts[at] as number; step < (firsts[at + 1] as number); step++) {
        const entry = this.#tables.trees.walk(this.#roots[step] as number, this.#current);
        if (entry === 0) {
          this.#learn({ kind: "step", state: id, step }, this.#seen(id));
          return undefined;
        }
        if (this.#tables.leaves.outcomesOf(~entry) > 0) return p;
      }
    }
    return everybody;
  }

  #hasHalted(): boolean {
    return numberIn(this.#current, this.#layout.packing, this.#model.layout.halted.index) !== 0;
  }

  /** Makes known what the kernel came back for; `state` is the state at hand. */
  #learn(need: Need, { seen }: SeenState): void {
    if (need.kind === "answer") throw new Error(`nothing was asked of state ${need.state}`);
    const id = need.state;
    this.#learning(() => {
      if (need.kind === "update") {
        StateFault.at(id, () => this.#tables.updates.ask(need.update, need.value, () => this.#settle()));
        return;
      }
      // What a question does not tell apart is known already.
      if (this.#tables.trees.resolve(this.#roots[need.step] as number, this.#current) === 0)
        this.#learner.learnStep(need.step, id, seen);
    });
  }

  /** Makes known what a predicate answers in the state at hand. */
  #learnAnswer(root: number, { name, predicate, id, state }: Looked): void {
    this.#learning(() => {
      if (this.#tables.trees.resolve(root, this.#current) === 0)
        StateFault.at(id, () => this.#learner.learnPredicate(root, name, predicate, state.seen));
    });
  }

  /** Learns, and tells the kernel where everything is then. What was learnt by halves for want of room is of no use: no more is learnt. */
  #learning(action: () => void): void {
    if (this.#full !== undefined) throw this.#full;
    try {
      action();
    } catch (error) {
      if (error instanceof OutOfMemory) this.#full = error;
      throw error;
    } finally {
      this.#layout.tell();
    }
  }

  /** Packs the states anew where a domain has outgrown its bits. Where there is no room for that nothing has changed. */
  #settle(): void {
    // What exchanges make of values that are new are values, too.
    this.#representing?.close();
    if (this.#layout.settle()) this.#current = new Int32Array(this.#layout.packing.words);
  }
}
