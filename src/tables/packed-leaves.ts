/** What walking a tree to its end finds, as the kernel applies it: outcomes as masks over whole packed states. */

import type { Room } from "../kernel/arena.js";
import { leafBytes, outcomeHeader } from "../kernel/assembly/registers.js";
import { Ints } from "./ints.js";
import { FailureSets, type LeafOutcome, type LeafStore, type Touched } from "./leaves.js";
import { Marks } from "./marks.js";
import type { Packing } from "./packing.js";

const leafWords = leafBytes / 4;

/** A state of one word is dealt with as one of two. */
const narrowest = 2;

interface Known {
  readonly outcomes: readonly LeafOutcome[];
  readonly touched: Touched;
}

/**
 * Leaves by number. Of each, {@link table} has: the number of its outcomes, where they begin in {@link code}, and two 64-bit masks:
 * marks of what its step touches, and of what it writes. An outcome is its cost, the set of assertions that it fails, the number of its updates, and a
 * word that is not used; then by word of a state what stays, and by word what is set; then its updates (variable, update).
 */
export class PackedLeaves implements LeafStore {
  readonly table: Ints;
  readonly code: Ints;
  readonly failureSets = new FailureSets();
  readonly #known: Known[] = [];
  readonly #marks: Marks;
  #packing: Packing;

  /** @param halted the variable that says why a run has ended */
  constructor(packing: Packing, halted: number, room: Room) {
    this.#packing = packing;
    this.table = new Ints(64, room);
    this.code = new Ints(256, room);
    this.#marks = new Marks(halted);
  }

  add(outcomes: readonly LeafOutcome[], touched: Touched): number {
    const leaf = this.#known.push({ outcomes, touched }) - 1;
    const at = this.table.extend(leafWords);
    this.table.data[at] = outcomes.length;
    this.#encode(leaf);
    if (this.#marks.meet(touched)) for (let each = 0; each < leaf; each++) this.#mark(each);
    this.#mark(leaf);
    return leaf;
  }

  /** How many outcomes a leaf has. */
  outcomesOf(leaf: number): number {
    return this.table.data[leaf * leafWords] as number;
  }

  /** Makes room for {@link fit}, which needs none then. */
  prepare({ words }: Packing): void {
    let length = 0;
    for (const { outcomes } of this.#known) {
      for (const { updates } of outcomes)
        length += outcomeHeader + 2 * Math.max(narrowest, words) + 2 * updates.length;
    }
    this.code.reserve(length - this.code.length);
  }

  /** Fits the outcomes to a packing. */
  fit(packing: Packing): void {
    this.#packing = packing;
    this.code.clear();
    for (let leaf = 0; leaf < this.#known.length; leaf++) this.#encode(leaf);
  }

  #mark(leaf: number): void {
    const { touched } = this.#known[leaf] as Known;
    this.table.data.set(this.#marks.of(touched), leaf * leafWords + 2);
  }

  #encode(leaf: number): void {
    this.table.data[leaf * leafWords + 1] = this.code.length;
    const { word, shift, mask } = this.#packing;
    const words = Math.max(narrowest, this.#packing.words);
    for (const { writes, updates, cost, failures } of (this.#known[leaf] as Known).outcomes) {
      const stays = new Int32Array(words).fill(-1);
      const bits = new Int32Array(words);
      for (const [variable, value] of writes) {
        const w = word[variable] as number;
        stays[w] = (stays[w] as number) & ~((mask[variable] as number) << (shift[variable] as number));
        bits[w] = (bits[w] as number) | (value << (shift[variable] as number));
      }
      const all = [cost, failures, updates.length, 0, ...stays, ...bits, ...updates.flat()];
      const at = this.code.extend(all.length);
      this.code.data.set(all, at);
    }
  }
}
