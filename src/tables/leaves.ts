/** What walking a tree to its end finds: the outcomes of a step, or the answer of a predicate. */

import { Ints } from "./ints.js";
import type { Packing } from "./packing.js";

/** One outcome of a step, in numbers. */
export interface LeafOutcome {
  /** Variables with the numbers of the values that they are given. */
  readonly writes: readonly (readonly [variable: number, value: number])[];
  /** Variables with the numbers of the updates that make their new value of the old one. */
  readonly updates: readonly (readonly [variable: number, update: number])[];
  /** As {@link Moves.cost}. */
  readonly cost: number;
  /** The assertions that it fails: 0 for none, else the number of a set. */
  readonly failures: number;
}

/** Integers before the patches of an outcome: cost, failures, where the next outcome begins, how many patches, how many updates. */
export const outcomeHeader = 5;

/**
 * Leaves in one flat array, as what is to be done to the words of a packed state. A leaf is the number of its outcomes, and
 * for each a header, then its patches (word, mask of what stays, bits that are set), then its updates (variable, update).
 */
export class Leaves {
  readonly code = new Ints(256);
  readonly #known: { readonly at: number; readonly outcomes: readonly LeafOutcome[] }[] = [];
  readonly #failures: (readonly string[])[] = [[]];
  readonly #failureSets = new Map<string, number>([["[]", 0]]);
  #packing: Packing;

  constructor(packing: Packing) {
    this.#packing = packing;
  }

  /** Appends a leaf; returns where it begins. */
  add(outcomes: readonly LeafOutcome[]): number {
    // A patch for each write is the most that any packing asks for.
    const size = ({ writes, updates }: LeafOutcome): number =>
      outcomeHeader + 3 * writes.length + 2 * updates.length;
    const at = this.code.extend(1 + outcomes.reduce((sum, outcome) => sum + size(outcome), 0));
    let next = at + 1;
    this.code.data[at] = outcomes.length;
    for (const outcome of outcomes) {
      const end = next + size(outcome);
      this.code.data.set([outcome.cost, outcome.failures, end], next);
      next = end;
    }
    this.#known.push({ at, outcomes });
    this.#patch(at, outcomes);
    return at;
  }

  /** Fits the patches to a packing. */
  fit(packing: Packing): void {
    this.#packing = packing;
    for (const { at, outcomes } of this.#known) this.#patch(at, outcomes);
  }

  #patch(leaf: number, outcomes: readonly LeafOutcome[]): void {
    const { word, shift, mask } = this.#packing;
    const { data } = this.code;
    let at = leaf + 1;
    for (const { writes, updates } of outcomes) {
      const cleared = new Map<number, number>();
      const set = new Map<number, number>();
      for (const [variable, value] of writes) {
        const w = word[variable] as number;
        const s = shift[variable] as number;
        cleared.set(w, (cleared.get(w) ?? 0) | ((mask[variable] as number) << s));
        set.set(w, (set.get(w) ?? 0) | (value << s));
      }
      const patches = [...cleared].flatMap(([w, bits]) => [w, ~bits, set.get(w) ?? 0]);
      data.set([cleared.size, updates.length, ...patches, ...updates.flat()], at + 3);
      at = data[at + 2] as number;
    }
  }

  /** The number of the set of assertions `names`. */
  failureSet(names: readonly string[]): number {
    const key = JSON.stringify(names);
    const known = this.#failureSets.get(key);
    if (known !== undefined) return known;
    const number = this.#failures.push(names) - 1;
    this.#failureSets.set(key, number);
    return number;
  }

  failures(set: number): readonly string[] {
    return this.#failures[set] ?? [];
  }
}
