/** What is learnt of a model for all of its runs: trees, and what processes would do next. */

import type { Guard } from "../model/context.js";
import type { ModelProcess } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { finished, type PendingId } from "../space/runs.js";
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
export interface Look {
  readonly root: number;
  readonly name: string;
  readonly predicate: Guard<never>;
}

/** What is learnt of a model, for all of its runs. A state is an array with the number of each variable's value. */
export class RunTables {
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
    this.leaves = new Leaves();
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
    let write = at + outcomeHeader;
    const updates = write + 2 * (code[at + 3] as number);
    for (; write < updates; write += 2) values[code[write] as number] = code[write + 1] as number;
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
