/**
 * The space of a model on tables. User code runs once per distinct view of the variables; after that a state is expanded by walking
 * decision trees and patching words. The kernel does that; here it is told what to do, and what it comes back for is learnt.
 */

import * as at from "../kernel/assembly/registers.js";
import { Kernel, type Need } from "../kernel/kernel.js";
import type { KernelSweep } from "../kernel/kernel-sweep.js";
import { type KernelSizes, usualSizes } from "../kernel/sizes.js";
import type { Guard } from "../model/context.js";
import type { Model, ModelProcess } from "../model/model.js";
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
import { Learner } from "./learner.js";
import { Needs } from "./needs.js";
import { PackedLeaves } from "./packed-leaves.js";
import { bitsFor, type Packing, pack, placeIn } from "./packing.js";
import { Projections } from "./projections.js";
import type { Representing, Symmetric } from "./representing.js";
import { type Places, placesOf, SeenState } from "./seen-state.js";
import { type SweepPlace, TableSweep } from "./table-sweep.js";
import { Trees } from "./trees.js";
import { Updates } from "./updates.js";

/** Words that the kernel has of a process. */
const processWords = at.processBytes / 4;

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
  readonly #trees: Trees;
  readonly #leaves: PackedLeaves;
  readonly #updates: Updates;
  readonly #learner: Learner;
  /** By process: the variable that holds its location. */
  readonly #locations: Int32Array;
  /** By process: by location, the first of its steps in the learner's list; one entry more for the end. */
  readonly #firsts: readonly Int32Array[];
  /** By process, what the kernel has to know of it. */
  readonly #processes: Int32Array;
  /** By variable: its place and its mask. */
  readonly #placesInWords: Int32Array;
  readonly #roots: Int32Array;
  #packing: Packing;
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
    this.#packing = this.#packed();
    this.#kernel = new Kernel(sizes);
    const { room } = this.#kernel;
    const projections = new Projections(domains);
    this.#trees = new Trees(this.#packing, projections, room);
    this.#leaves = new PackedLeaves(this.#packing, model.layout.halted.index, room);
    this.#updates = new Updates(domains, room);
    const [trees, leaves, updates] = [this.#trees, this.#leaves, this.#updates];
    const settle = (): void => void this.#settle();
    const watching = symmetric?.watching;
    this.#learner = new Learner(interpreter, {
      domains,
      projections,
      trees,
      leaves,
      updates,
      leftOut,
      settle,
      watching,
    });
    this.#locations = Int32Array.from(model.processes, ({ location }) => location.index);
    this.#firsts = model.processes.map((process) => this.#learner.plantSteps(process));
    this.#roots = room.array(Math.max(1, this.#learner.roots.length));
    this.#roots.set(this.#learner.roots);
    this.#processes = room.array(processWords * model.processes.length);
    this.#placesInWords = room.array(2 * domains.length);
    for (const process of model.processes) this.#describe(process);
    this.#current = new Int32Array(this.#packing.words);
    this.#places = placesOf(domains);
    this.#layOut(this.#packing);
    if (this.#representing !== undefined) this.#represent(this.#representing);
    this.initial = this.#kernel.add(this.#current);
  }

  /** Has the kernel keep representatives alone; puts that of the initial state in its place. */
  #represent(representing: Representing): void {
    const kernel = this.#kernel;
    kernel.point("exchanges", representing.layIn(kernel.room));
    kernel.represent(representing.roomFor(this.names.length));
    const values = new Int32Array(this.#domains.length);
    this.#numbersIn(this.#current, values);
    representing.settle(values);
    this.#current = this.#wordsOf(values);
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
    return this.#leaves.failureSets.of(set);
  }

  state(id: StateId): State {
    return this.#seen(id).whole;
  }

  get values(): readonly (readonly Value[])[] {
    return this.#domains.map(({ values }) => values);
  }

  valuesIn(state: StateId, into: Int32Array): void {
    this.#kernel.read(state, this.#current);
    this.#numbersIn(this.#current, into);
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
    const asked = questions.map((question) => ({ ...question, root: this.#trees.plant() }));
    const kernel = this.#kernel;
    const { failureSets } = this.#leaves;
    const sweep = kernel.sweep(asked.map(({ root, wanted }) => ({ root, wanted: wanted ? 1 : 0 })));
    this.#tell();
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
    const tables = [this.#trees.nodes, this.#trees.children, this.#leaves.table, this.#leaves.code];
    for (const { data, length } of [...tables, ...this.#updates.all]) digest.add(data, length);
    return {
      kernel: this.#kernel,
      sweep,
      domains: this.#domains,
      needs: this.#needs,
      packing: this.#packing,
      views: this.views,
      digest: digest.text,
    };
  }

  /** The state of those values, by number, as the state at hand: it need not be among those that there are. */
  #standIn(values: Int32Array): SeenState {
    // Throws where there is none.
    values.forEach((value, v) => void this.#domains[v]?.value(value));
    this.#current = this.#wordsOf(values);
    return this.#stateOf(this.#current);
  }

  #wordsOf(values: Int32Array): Int32Array {
    const { word, shift, words } = this.#packing;
    const made = new Int32Array(words);
    values.forEach((value, v) => {
      const w = word[v] as number;
      made[w] = (made[w] as number) | (value << (shift[v] as number));
    });
    return made;
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
    const question = { root: this.#trees.plant(), wanted: wanted ? 1 : 0 };
    this.#tell();
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
    this.#updates.recheck();
  }

  #packed(): Packing {
    const widths = Uint8Array.from(this.#domains, ({ size }) => bitsFor(size));
    const limits = Uint8Array.from(this.#domains, ({ size, variable: { initial, kind } }) =>
      kind === "location" ? bitsFor(size) : typeof initial === "boolean" ? 1 : 32,
    );
    // First who has more than one value and uses every pattern of its bits, then who has a single value as yet.
    const hunger = ({ size }: Domain): number => (size > 1 && size === 2 ** bitsFor(size) ? 0 : size);
    const growing = this.#domains
      .filter(({ variable }) => variable.kind !== "halt")
      .sort((a, b) => hunger(a) - hunger(b));
    return pack(
      widths,
      growing.map(({ variable }) => variable.index),
      limits,
    );
  }

  /** Writes down what the kernel has to know of a process whatever is learnt. */
  #describe({ index: p, program, location, mayWait, environment }: ModelProcess): void {
    const { room } = this.#kernel;
    const { locations } = program;
    const firsts = this.#firsts[p] as Int32Array;
    // By location: its first step, and whether somebody who is there has to move.
    const steps = room.array(2 * firsts.length);
    firsts.forEach((first, l) => {
      const here = locations[l]?.steps ?? [];
      const mustMove = here.length > 0 && !mayWait && !here.every((step) => step.mayWait);
      steps.set([first, mustMove ? 1 : 0], 2 * l);
    });
    this.#processes.set([location.index, 0, steps.byteOffset, environment ? 0 : 1], processWords * p);
  }

  /** Lays states out as `packing` says. */
  #layOut(packing: Packing, moved?: Int32Array): void {
    const { words, mask } = packing;
    const kernel = this.#kernel;
    kernel.layOut(words, moved);
    this.#packing = packing;
    this.#current = new Int32Array(words);
    this.#domains.forEach((_, v) => {
      this.#placesInWords.set([placeIn(this.#packing, v), mask[v] as number], 2 * v);
    });
    this.#locations.forEach((v, p) => {
      this.#processes.set(this.#placesInWords.subarray(2 * v, 2 * v + 2), processWords * p);
    });
    const halted = this.#model.layout.halted.index;
    kernel.setHalt(placeIn(this.#packing, halted), mask[halted] as number);
    kernel.setProcesses(this.#processes, this.#locations.length);
    this.#tell();
  }

  /** Tells the kernel where the tables are: they move when they grow. */
  #tell(): void {
    const kernel = this.#kernel;
    kernel.point("roots", this.#roots);
    kernel.point("places", this.#placesInWords);
    kernel.point("nodes", this.#trees.nodes.data);
    kernel.point("children", this.#trees.children.data);
    kernel.point("leaves", this.#leaves.table.data);
    kernel.point("code", this.#leaves.code.data);
    kernel.point("updates", this.#updates.table.data);
  }

  #seen(id: StateId): SeenState {
    this.#kernel.read(id, this.#current);
    return this.#stateOf(this.#current);
  }

  /** The state that the words stand for. */
  #stateOf(words: Int32Array): SeenState {
    const ids = new Int32Array(this.#domains.length);
    this.#numbersIn(words, ids);
    return new SeenState(this.#places, this.#learner.initial, ids);
  }

  /** Puts the numbers of the values in `words` into `into`, by variable. */
  #numbersIn(words: Int32Array, into: Int32Array): void {
    const { word, shift, mask } = this.#packing;
    for (let v = 0; v < this.#domains.length; v++)
      into[v] = ((words[word[v] as number] as number) >>> (shift[v] as number)) & (mask[v] as number);
  }

  /** Where `process` is in the state at hand. */
  #location(process: number): number {
    const { word, shift, mask } = this.#packing;
    const l = this.#locations[process] as number;
    return ((this.#current[word[l] as number] as number) >>> (shift[l] as number)) & (mask[l] as number);
  }

  /** The first of `alone` that can move in the state at hand, which is state `id`; undefined where something had to be learnt. */
  #firstAlone(id: StateId, alone: Alone): number | undefined {
    if (this.#hasHalted()) return everybody;
    for (let p = 0; p < alone.length; p++) {
      const at = this.#location(p);
      if ((alone[p] as Uint8Array)[at] !== 1) continue;
      const firsts = this.#firsts[p] as Int32Array;
      for (let step = firsts[at] as number; step < (firsts[at + 1] as number); step++) {
        const entry = this.#trees.walk(this.#roots[step] as number, this.#current);
        if (entry === 0) {
          this.#learn({ kind: "step", state: id, step }, this.#seen(id));
          return undefined;
        }
        if (this.#leaves.outcomesOf(~entry) > 0) return p;
      }
    }
    return everybody;
  }

  #hasHalted(): boolean {
    const { word, shift, mask } = this.#packing;
    const halted = this.#model.layout.halted.index;
    const why = (this.#current[word[halted] as number] as number) >>> (shift[halted] as number);
    return (why & (mask[halted] as number)) !== 0;
  }

  /** Makes known what the kernel came back for; `state` is the state at hand. */
  #learn(need: Need, { seen }: SeenState): void {
    if (need.kind === "answer") throw new Error(`nothing was asked of state ${need.state}`);
    const id = need.state;
    this.#learning(() => {
      if (need.kind === "update") {
        StateFault.at(id, () => this.#updates.ask(need.update, need.value, () => this.#settle()));
        return;
      }
      // What a question does not tell apart is known already.
      if (this.#trees.resolve(this.#roots[need.step] as number, this.#current) === 0)
        this.#learner.learnStep(need.step, id, seen);
    });
  }

  /** Makes known what a predicate answers in the state at hand. */
  #learnAnswer(root: number, { name, predicate, id, state }: Looked): void {
    this.#learning(() => {
      if (this.#trees.resolve(root, this.#current) === 0)
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
      this.#tell();
    }
  }

  /** Packs the states anew where a domain has outgrown its bits; says whether it did. Where there is no room for that nothing has changed. */
  #settle(): boolean {
    // What exchanges make of values that are new are values, too.
    this.#representing?.close();
    const before = this.#packing;
    if (!this.#domains.some(({ size }, v) => bitsFor(size) > (before.bits[v] as number))) return false;
    const after = this.#packed();
    this.#trees.prepare(after);
    this.#leaves.prepare(after);
    const moved = this.#domains.flatMap((_, v) => [
      placeIn(before, v),
      before.mask[v] as number,
      placeIn(after, v),
    ]);
    this.#layOut(after, Int32Array.from(moved));
    this.#trees.fit(after);
    this.#leaves.fit(after);
    // Leaves may have moved.
    this.#tell();
    return true;
  }
}
