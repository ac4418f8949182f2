/** What walking a tree to its end finds: the outcomes of a step, or the answer of a predicate. */

import { Ints } from "./ints.js";

/** One outcome of a step, in numbers. */
export interface LeafOutcome {
  /** Variables with the numbers of the values that they are given. */
  readonly writes: readonly (readonly [variable: number, value: number])[];
  /** Preemptions × 2^16 + other events, as declared. */
  readonly cost: number;
  /** The assertions that it fails: 0 for none, else the number of a set. */
  readonly failures: number;
}

/**
 * Leaves in one flat array. A leaf is the number of its outcomes, and for each: cost, failures, the number of writes, then
 * (variable, value) pairs.
 */
export class Leaves {
  readonly code = new Ints(256);
  readonly #failures: (readonly string[])[] = [[]];
  readonly #failureSets = new Map<string, number>([["[]", 0]]);

  /** Appends a leaf; returns where it begins. */
  add(outcomes: readonly LeafOutcome[]): number {
    const { code } = this;
    const at = code.push(outcomes.length);
    for (const { writes, cost, failures } of outcomes) {
      for (const value of [cost, failures, writes.length, ...writes.flat()]) code.push(value);
    }
    return at;
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
