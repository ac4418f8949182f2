/**
 * The space of a model on tables. User code runs once per distinct view of the variables; after that a state is expanded
 * by walking decision trees and patching integers. This file is the inner loop, and written as one: it hands typed arrays
 * around and allocates nothing for a state.
 */

import type { Guard } from "../model/context.js";
import type { Model } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import type { JudgedSpace } from "../space/judged-space.js";
import type { KnownViews } from "../space/known-views.js";
import { type Alone, everybody, type ReducibleSpace } from "../space/reducible-space.js";
import { type Moves, StateFault, type StateId } from "../space/space.js";
import { Domain } from "./domain.js";
import { Learner } from "./learner.js";
import { Leaves, outcomeHeader } from "./leaves.js";
import { bitsFor, type Packing, pack } from "./packing.js";
import { Projections } from "./projections.js";
import { type Places, placesOf, SeenState } from "./seen-state.js";
import { type SegmentSizes, StateSet, spread, usualSegments } from "./state-set.js";
import { Trees } from "./trees.js";
import { Updates } from "./updates.js";

/** Odd multipliers, one for each word of a state: the hash is the sum of the products, spread, and so can follow a write. */
function multipliersFor(words: number): Int32Array {
  return Int32Array.from({ length: words }, (_, w) => spread(Math.imul(w + 1, 0x9e3779b1)) | 1);
}

/** The sum of the products of the words from `at` on with their multipliers. */
function weighed(words: Int32Array, at: number, multipliers: Int32Array): number {
  let sum = 0;
  for (let w = 0; w < multipliers.length; w++)
    sum = (sum + Math.imul(words[at + w] as number, multipliers[w] as number)) | 0;
  return sum;
}

function emptySet(multipliers: Int32Array, sizes: SegmentSizes): StateSet {
  return new StateSet(multipliers.length, (words, at) => spread(weighed(words, at, multipliers)), sizes);
}

export class TableSpace implements JudgedSpace, ReducibleSpace {
  readonly initial: StateId;
  readonly names: readonly string[];
  readonly declaresCosts: boolean;
  readonly #model: Model;
  readonly #domains: readonly Domain[];
  readonly #trees: Trees;
  readonly #leaves: Leaves;
  readonly #updates: Updates;
  readonly #learner: Learner;
  readonly #sizes: SegmentSizes;
  /** By process: the variable that holds its location. */
  readonly #locations: Int32Array;
  /** By process: by location, the first of its steps in the learner's list; one entry more for the end. */
  readonly #firsts: readonly Int32Array[];
  #packing: Packing;
  #multipliers: Int32Array;
  #states: StateSet;
  /** The words of the state at hand. */
  #current: Int32Array;
  readonly #places: Places;
  /** The words and the hashes of what the moves lead to. */
  #next = new Int32Array(1024);
  #hashes = new Int32Array(64);

  constructor(
    interpreter: Interpreter,
    sizes: SegmentSizes = usualSegments,
    leftOut: ReadonlySet<Variable> = new Set(),
  ) {
    const { model } = interpreter;
    this.#model = model;
    this.#sizes = sizes;
    this.names = model.processes.map(({ name }) => name);
    this.declaresCosts = model.declaresCosts;
    const domains = model.layout.variables.map((variable) => new Domain(variable));
    this.#domains = domains;
    for (const { location, program } of model.processes) {
      for (const { index } of program.locations) domains[location.index]?.id(index);
    }
    this.#packing = this.#packed();
    const projections = new Projections(domains);
    this.#trees = new Trees(this.#packing, projections);
    this.#leaves = new Leaves(this.#packing);
    this.#updates = new Updates(domains);
    const [trees, leaves, updates] = [this.#trees, this.#leaves, this.#updates];
    this.#learner = new Learner(interpreter, { domains, projections, trees, leaves, updates, leftOut });
    this.#locations = Int32Array.from(model.processes, ({ location }) => location.index);
    this.#firsts = model.processes.map((process) => this.#learner.plantSteps(process));
    this.#multipliers = multipliersFor(this.#packing.words);
    this.#states = emptySet(this.#multipliers, sizes);
    this.#current = new Int32Array(this.#packing.words);
    this.#places = placesOf(domains);
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
    return this.#stateOf(this.#current).whole;
  }

  expand(states: Int32Array, count: number, into: Moves): void {
    while (!this.#generate(states, count, into)) this.#fit();
    this.#states.addAll(this.#next, this.#hashes, into.length, into.target);
  }

  knownViews(): KnownViews {
    return this.#learner.knownViews;
  }

  expandChosen(states: Int32Array, count: number, chosen: Int32Array, into: Moves): void {
    while (!this.#generate(states, count, into, chosen)) this.#fit();
    this.#states.addAll(this.#next, this.#hashes, into.length, into.target);
  }

  choose(states: Int32Array, count: number, alone: Alone, chosen: Int32Array): void {
    for (let i = 0; i < count; ) {
      const id = states[i] as number;
      this.#states.read(id, this.#current, 0);
      const first = this.#firstAlone(id, alone);
      if (first === undefined) {
        this.#fit();
        continue;
      }
      chosen[i] = first;
      i += 1;
    }
  }

  locationIn(state: StateId, process: number): number {
    this.#states.read(state, this.#current, 0);
    return this.#location(process);
  }

  firstWhere(
    name: string,
    predicate: Guard<never>,
    wanted: boolean,
  ): (states: Int32Array, count: number) => number {
    const root = this.#trees.plant();
    const leaf = wanted ? 1 : 0;
    return (states, count) => {
      for (let i = 0; i < count; i++) {
        const id = states[i] as number;
        this.#states.read(id, this.#current, 0);
        let entry = this.#trees.walk(root, this.#current);
        if (entry === 0) entry = this.#trees.resolve(root, this.#current);
        if (entry === 0) {
          const state = this.#stateOf(this.#current).seen;
          StateFault.at(id, () => this.#learner.learnPredicate(root, name, predicate, state));
          entry = this.#trees.resolve(root, this.#current);
        }
        if (~entry === leaf) return i;
      }
      return -1;
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

  get #outgrown(): boolean {
    const { bits } = this.#packing;
    return this.#domains.some(({ size }, v) => bitsFor(size) > (bits[v] as number));
  }

  /** The state that the words stand for. */
  #stateOf(words: Int32Array): SeenState {
    const { word, shift, mask } = this.#packing;
    const ids = new Int32Array(this.#domains.length);
    for (let v = 0; v < ids.length; v++)
      ids[v] = ((words[word[v] as number] as number) >>> (shift[v] as number)) & (mask[v] as number);
    return new SeenState(this.#places, this.#learner.initial, ids);
  }

  /** Where `process` is in the state at hand. */
  #location(process: number): number {
    const { word, shift, mask } = this.#packing;
    const l = this.#locations[process] as number;
    return ((this.#current[word[l] as number] as number) >>> (shift[l] as number)) & (mask[l] as number);
  }

  /** The first of `alone` that can move in the state at hand, which is state `id`; undefined where a domain has outgrown its bits. */
  #firstAlone(id: StateId, alone: Alone): number | undefined {
    if (this.#hasHalted()) return everybody;
    for (let p = 0; p < alone.length; p++) {
      const at = this.#location(p);
      if ((alone[p] as Uint8Array)[at] !== 1) continue;
      const firsts = this.#firsts[p] as Int32Array;
      for (let step = firsts[at] as number; step < (firsts[at + 1] as number); step++) {
        const root = this.#learner.roots[step] as number;
        let entry = this.#trees.walk(root, this.#current);
        if (entry === 0) {
          if (!this.#learnt(step, id)) return undefined;
          entry = this.#trees.resolve(root, this.#current);
        }
        if ((this.#leaves.code.data[~entry] as number) > 0) return p;
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

  /** Computes the moves from `states`, of each those of the `chosen` process if there is one; false where a domain has outgrown its bits, and it must begin again. */
  #generate(states: Int32Array, count: number, into: Moves, chosen?: Int32Array): boolean {
    const { word, shift, mask, words } = this.#packing;
    const roots = this.#learner.roots;
    const multipliers = this.#multipliers;
    const current = this.#current;
    const locations = this.#locations;
    const processes = locations.length;
    const halted = this.#model.layout.halted.index;
    // These are replaced when they grow: after something was learnt, and where there is no room for more moves.
    let nodes = this.#trees.nodes.data;
    let children = this.#trees.children.data;
    let code = this.#leaves.code.data;
    // First of all: it may put a longer array in the place of #next, as a state may have more words than last time.
    let room = this.#room(into, 0);
    let { source, process, outcome, cost, failures } = into;
    let next = this.#next;
    let hashes = this.#hashes;
    let move = 0;
    for (let i = 0; i < count; i++) {
      const id = states[i] as number;
      this.#states.read(id, current, 0);
      const sum = weighed(current, 0, multipliers);
      const why = (current[word[halted] as number] as number) >>> (shift[halted] as number);
      if ((why & (mask[halted] as number)) !== 0) continue;
      const alone = chosen === undefined ? everybody : (chosen[i] as number);
      const beyond = alone === everybody ? processes : alone + 1;
      for (let p = alone === everybody ? 0 : alone; p < beyond; p++) {
        const l = locations[p] as number;
        const at = ((current[word[l] as number] as number) >>> (shift[l] as number)) & (mask[l] as number);
        const firsts = this.#firsts[p] as Int32Array;
        const end = firsts[at + 1] as number;
        let number = 0;
        for (let step = firsts[at] as number; step < end; step++) {
          let entry = children[roots[step] as number] as number;
          while (entry > 0) {
            const value =
              ((current[nodes[entry - 1] as number] as number) >>> (nodes[entry] as number)) &
              (nodes[entry + 1] as number);
            entry = children[(nodes[entry + 2] as number) + value] as number;
          }
          if (entry === 0) {
            if (!this.#learnt(step, id)) return false;
            nodes = this.#trees.nodes.data;
            children = this.#trees.children.data;
            code = this.#leaves.code.data;
            step -= 1;
            continue;
          }
          let at = ~entry;
          const last = move + (code[at++] as number);
          if (last > room) {
            room = this.#room(into, last);
            ({ source, process, outcome, cost, failures } = into);
            next = this.#next;
            hashes = this.#hashes;
          }
          for (; move < last; move++) {
            source[move] = i;
            process[move] = p;
            outcome[move] = number++;
            cost[move] = code[at] as number;
            failures[move] = code[at + 1] as number;
            const offset = move * words;
            for (let w = 0; w < words; w++) next[offset + w] = current[w] as number;
            let hash = sum;
            let patch = at + outcomeHeader;
            for (const patched = patch + 3 * (code[at + 3] as number); patch < patched; patch += 3) {
              const w = code[patch] as number;
              const before = current[w] as number;
              const after = (before & (code[patch + 1] as number)) | (code[patch + 2] as number);
              next[offset + w] = after;
              hash = (hash + Math.imul(after - before, multipliers[w] as number)) | 0;
            }
            const updates = code[at + 4] as number;
            at = code[at + 2] as number;
            if (updates > 0) {
              if (!this.#update(patch, updates, offset, id)) return false;
              hash = weighed(next, offset, multipliers);
            }
            hashes[move] = spread(hash);
          }
        }
      }
    }
    into.length = move;
    return true;
  }

  /** Makes the step known in the current state, which is state `id`; false where a domain has outgrown its bits. */
  #learnt(step: number, id: StateId): boolean {
    const root = this.#learner.roots[step] as number;
    if (this.#trees.resolve(root, this.#current) !== 0) return true;
    this.#learner.learnStep(step, id, this.#stateOf(this.#current).seen);
    return !this.#outgrown;
  }

  /** Applies `count` updates, which stand in the leaves from `at` on; false where a domain has outgrown its bits. */
  #update(at: number, count: number, offset: number, id: StateId): boolean {
    const { word, shift, mask } = this.#packing;
    const code = this.#leaves.code.data;
    for (let u = at; u < at + 2 * count; u += 2) {
      const v = code[u] as number;
      const update = code[u + 1] as number;
      const w = word[v] as number;
      const s = shift[v] as number;
      const m = mask[v] as number;
      const value = ((this.#current[w] as number) >>> s) & m;
      if (this.#updates.known(update, value) < 0) {
        StateFault.at(id, () => this.#updates.ask(update, value));
        if (this.#outgrown) return false;
      }
      const made = this.#updates.known(update, value);
      this.#next[offset + w] = ((this.#next[offset + w] as number) & ~(m << s)) | (made << s);
    }
    return true;
  }

  /** Makes room for `count` moves; returns for how many there is. */
  #room(into: Moves, count: number): number {
    into.reserve(count);
    const room = into.source.length;
    const { words } = this.#packing;
    if (this.#hashes.length < room) this.#hashes = lengthened(this.#hashes, room);
    if (this.#next.length < room * words) this.#next = lengthened(this.#next, room * words);
    return room;
  }

  /** Packs the states anew where a domain has outgrown its bits. States keep their numbers. */
  #fit(): void {
    const before = this.#packing;
    const old = this.#states;
    const after = this.#packed();
    const multipliers = multipliersFor(after.words);
    const states = emptySet(multipliers, this.#sizes);
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
      states.add(to, 0, spread(weighed(to, 0, multipliers)));
    }
    this.#packing = after;
    this.#states = states;
    this.#multipliers = multipliers;
    this.#current = new Int32Array(after.words);
    this.#trees.fit(after);
    this.#leaves.fit(after);
  }
}

function lengthened(old: Int32Array, length: number): Int32Array<ArrayBuffer> {
  const made = new Int32Array(length);
  made.set(old);
  return made;
}
