/**
 * The space of a model on tables. User code runs once per distinct view of the variables; after that a state is expanded
 * by walking decision trees and patching integers. This file is the inner loop, and written as one: it hands typed arrays
 * around and allocates nothing for a state.
 */

import type { Guard } from "../model/context.js";
import type { Model } from "../model/model.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { type State, withWrites } from "../semantics/state.js";
import type { JudgedSpace } from "../space/judged-space.js";
import { doubled } from "../space/numbers.js";
import type { Moves, StateId } from "../space/space.js";
import { Domain } from "./domain.js";
import { Learner } from "./learner.js";
import { Leaves } from "./leaves.js";
import { bitsFor, type Packing, pack } from "./packing.js";
import { type SegmentSizes, StateSet, spread, usualSegments } from "./state-set.js";
import { Trees } from "./trees.js";

/** Odd multipliers, one for each word of a state: the hash is the sum of the products, and so can follow a single write. */
function multipliersFor(words: number): Int32Array {
  return Int32Array.from({ length: words }, (_, w) => spread(Math.imul(w + 1, 0x9e3779b1)) | 1);
}

export class TableSpace implements JudgedSpace {
  readonly initial: StateId;
  readonly names: readonly string[];
  readonly declaresCosts: boolean;
  readonly #model: Model;
  readonly #domains: readonly Domain[];
  readonly #trees = new Trees();
  readonly #leaves = new Leaves();
  readonly #learner: Learner;
  readonly #sizes: SegmentSizes;
  /** By process: the variable that holds its location. */
  readonly #locations: Int32Array;
  /** By process: by location, the first of its steps in the learner's list; one entry more for the end. */
  readonly #firsts: readonly Int32Array[];
  #packing: Packing;
  #multipliers: Int32Array;
  #states: StateSet;
  /** The words of the state being expanded. */
  #current: Int32Array;
  /** The words and the hashes of what it leads to. */
  #next = new Int32Array(1024);
  #hashes = new Int32Array(256);
  /** Keeps what was touched from being optimised away. */
  #touched = 0;

  constructor(interpreter: Interpreter, sizes: SegmentSizes = usualSegments) {
    const { model } = interpreter;
    this.#model = model;
    this.#sizes = sizes;
    this.names = model.processes.map(({ name }) => name);
    this.declaresCosts = model.declaresCosts;
    this.#domains = model.layout.variables.map((variable) => new Domain(variable));
    for (const { location, program } of model.processes) {
      for (const { index } of program.locations) this.#domains[location.index]?.id(index);
    }
    this.#learner = new Learner(interpreter, this.#domains, this.#trees, this.#leaves);
    this.#locations = Int32Array.from(model.processes, ({ location }) => location.index);
    this.#firsts = model.processes.map((process) => this.#learner.plantSteps(process));
    this.#packing = pack(this.#widths());
    this.#multipliers = multipliersFor(this.#packing.words);
    this.#states = new StateSet(this.#packing.words, sizes);
    this.#current = new Int32Array(this.#packing.words);
    this.initial = this.#states.add(this.#current, 0, spread(0));
  }

  get size(): number {
    return this.#states.size;
  }

  /** Bytes allocated for states and for the table that finds them. */
  get bytes(): number {
    return this.#states.bytes;
  }

  /** How often user code was run for a view that was not known: once for each. */
  get views(): number {
    return this.#learner.views;
  }

  failures(set: number): readonly string[] {
    return this.#leaves.failures(set);
  }

  state(id: StateId): State {
    this.#states.read(id, this.#current, 0);
    return this.#stateOf(this.#current);
  }

  expand(states: Int32Array, count: number, into: Moves): void {
    while (!this.#generate(states, count, into)) this.#fit();
    this.#insert(into);
  }

  /** The predicate as a question about states by number. */
  predicate(name: string, predicate: Guard<never>): (id: StateId) => boolean {
    const root = this.#trees.plant();
    return (id) => {
      this.#states.read(id, this.#current, 0);
      for (;;) {
        const leaf = this.#walk(root);
        if (leaf >= 0) return leaf === 1;
        this.#learner.learnPredicate(root, name, predicate, this.#stateOf(this.#current));
      }
    };
  }

  #widths(): Uint8Array {
    return Uint8Array.from(this.#domains, ({ size }) => bitsFor(size));
  }

  #stateOf(words: Int32Array): State {
    const { word, shift, mask } = this.#packing;
    const values = this.#domains.map((domain, v) => {
      const id = ((words[word[v] as number] as number) >>> (shift[v] as number)) & (mask[v] as number);
      return [domain.variable, domain.value(id)] as const;
    });
    return withWrites(this.#learner.initial, new Map(values));
  }

  /** The leaf for the current words, or -1 where the tree at `root` does not know. */
  #walk(root: number): number {
    const { word, shift, mask } = this.#packing;
    const { variable, projection, base, room, children } = this.#trees;
    const current = this.#current;
    let entry = children.data[root] as number;
    while (entry > 0) {
      const node = entry - 1;
      const v = variable.data[node] as number;
      let id = ((current[word[v] as number] as number) >>> (shift[v] as number)) & (mask[v] as number);
      const q = projection.data[node] as number;
      if (q >= 0) id = this.#learner.projections.class(q, id);
      entry =
        id < (room.data[node] as number) ? (children.data[(base.data[node] as number) + id] as number) : 0;
    }
    return entry === 0 ? -1 : ~entry;
  }

  /** Computes the moves from `states`; false where something had to be learnt, and it must begin again. */
  #generate(states: Int32Array, count: number, into: Moves): boolean {
    const { word, shift, mask, words } = this.#packing;
    const nodeVariable = this.#trees.variable.data;
    const nodeProjection = this.#trees.projection.data;
    const nodeBase = this.#trees.base.data;
    const nodeRoom = this.#trees.room.data;
    const children = this.#trees.children.data;
    const code = this.#leaves.code.data;
    const roots = this.#learner.roots;
    const multipliers = this.#multipliers;
    const current = this.#current;
    const locations = this.#locations;
    const processes = locations.length;
    const halted = this.#model.layout.halted.index;
    into.length = 0;
    for (let i = 0; i < count; i++) {
      const id = states[i] as number;
      this.#states.read(id, current, 0);
      let base = 0;
      for (let w = 0; w < words; w++)
        base = (base + Math.imul(current[w] as number, multipliers[w] as number)) | 0;
      if (
        (((current[word[halted] as number] as number) >>> (shift[halted] as number)) &
          (mask[halted] as number)) !==
        0
      ) {
        continue;
      }
      for (let p = 0; p < processes; p++) {
        const l = locations[p] as number;
        const at = ((current[word[l] as number] as number) >>> (shift[l] as number)) & (mask[l] as number);
        const firsts = this.#firsts[p] as Int32Array;
        const end = firsts[at + 1] as number;
        let outcome = 0;
        for (let step = firsts[at] as number; step < end; step++) {
          let entry = children[roots[step] as number] as number;
          while (entry > 0) {
            const node = entry - 1;
            const v = nodeVariable[node] as number;
            let value =
              ((current[word[v] as number] as number) >>> (shift[v] as number)) & (mask[v] as number);
            const q = nodeProjection[node] as number;
            if (q >= 0) value = this.#learner.projections.class(q, value);
            entry =
              value < (nodeRoom[node] as number)
                ? (children[(nodeBase[node] as number) + value] as number)
                : 0;
          }
          if (entry === 0) {
            this.#learner.learnStep(step, id, this.#stateOf(current));
            return false;
          }
          let c = ~entry;
          const outcomes = code[c++] as number;
          for (let o = 0; o < outcomes; o++) {
            const cost = code[c++] as number;
            const failures = code[c++] as number;
            const writes = code[c++] as number;
            const move = into.add(i, p, outcome++, cost, failures);
            const offset = move * words;
            if (move === this.#hashes.length || offset + words > this.#next.length) this.#lengthen();
            const next = this.#next;
            for (let w = 0; w < words; w++) next[offset + w] = current[w] as number;
            let hash = base;
            for (const last = c + 2 * writes; c < last; c += 2) {
              const v = code[c] as number;
              const w = word[v] as number;
              const s = shift[v] as number;
              const x = next[offset + w] as number;
              const changed = (x & ~((mask[v] as number) << s)) | ((code[c + 1] as number) << s) | 0;
              hash = (hash + Math.imul(changed - x, multipliers[w] as number)) | 0;
              next[offset + w] = changed;
            }
            this.#hashes[move] = spread(hash);
          }
        }
      }
    }
    return true;
  }

  #lengthen(): void {
    this.#next = doubled(this.#next);
    this.#hashes = doubled(this.#hashes);
  }

  /** Numbers what the moves lead to. The table is touched for all of them before any is looked up: its lines come meanwhile. */
  #insert(into: Moves): void {
    const { length, target } = into;
    const hashes = this.#hashes;
    const states = this.#states;
    const { words } = states;
    for (let m = 0; m < length; m++) this.#touched ^= states.touch(hashes[m] as number);
    for (let m = 0; m < length; m++) target[m] = states.add(this.#next, m * words, hashes[m] as number);
  }

  /** Packs the states anew where a domain has outgrown its bits. States keep their numbers. */
  #fit(): void {
    const outgrown = this.#domains.some(({ size }, v) => bitsFor(size) > (this.#packing.bits[v] as number));
    if (!outgrown) return;
    const before = this.#packing;
    const old = this.#states;
    const after = pack(this.#widths());
    const states = new StateSet(after.words, this.#sizes);
    const multipliers = multipliersFor(after.words);
    const from = new Int32Array(before.words);
    const to = new Int32Array(after.words);
    for (let id = 0; id < old.size; id++) {
      old.read(id, from, 0);
      to.fill(0);
      for (let v = 0; v < this.#domains.length; v++) {
        const value =
          ((from[before.word[v] as number] as number) >>> (before.shift[v] as number)) &
          (before.mask[v] as number);
        to[after.word[v] as number] =
          (to[after.word[v] as number] as number) | (value << (after.shift[v] as number));
      }
      let hash = 0;
      for (let w = 0; w < after.words; w++)
        hash = (hash + Math.imul(to[w] as number, multipliers[w] as number)) | 0;
      states.add(to, 0, spread(hash));
    }
    this.#packing = after;
    this.#states = states;
    this.#multipliers = multipliers;
    this.#current = new Int32Array(after.words);
  }
}
