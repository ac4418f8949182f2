/** What walking a tree to its end finds: the outcomes of a step, or the answer of a predicate. */

import { Ints } from "./ints.js";

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

/** Which variables a step touches in one view, and who takes it. */
export interface Touched {
  readonly process: number;
  /** Those that it reads, guards and its own location among them. */
  readonly reads: ReadonlySet<number>;
  /** Those that any of its outcomes writes. */
  readonly writes: ReadonlySet<number>;
}

/** Where a learner puts what it has learnt of a step. */
export interface LeafStore {
  readonly failureSets: FailureSets;
  /** Keeps a leaf; returns its number. */
  add(outcomes: readonly LeafOutcome[], touched: Touched): number;
}

/** Sets of assertions that fail together, by number. */
export class FailureSets {
  readonly #failures: (readonly string[])[] = [[]];
  readonly #numbers = new Map<string, number>([["[]", 0]]);

  /** How many there are, the empty one among them. */
  get size(): number {
    return this.#failures.length;
  }

  /** The number of the set of assertions `names`. */
  number(names: readonly string[]): number {
    const key = JSON.stringify(names);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#failures.push(names) - 1;
    this.#numbers.set(key, number);
    return number;
  }

  of(set: number): readonly string[] {
    return this.#failures[set] ?? [];
  }
}

/** Integers before the writes of an outcome: its cost, the assertions that it fails, where the next begins, how many writes, how many updates. */
export const outcomeHeader = 5;

/**
 * Leaves in one flat array, for states that are not packed. A leaf is the number of its outcomes, and for each a header, then its
 * writes (variable, value), then its updates (variable, update). The number of a leaf is where it begins.
 */
export class Leaves implements LeafStore {
  readonly code = new Ints(256);
  readonly failureSets = new FailureSets();

  add(outcomes: readonly LeafOutcome[]): number {
    const at = this.code.push(outcomes.length);
    for (const { writes, updates, cost, failures } of outcomes) {
      const end = this.code.length + outcomeHeader + 2 * writes.length + 2 * updates.length;
      const all = [cost, failures, end, writes.length, updates.length, ...writes.flat(), ...updates.flat()];
      const begin = this.code.extend(all.length);
      this.code.data.set(all, begin);
    }
    return at;
  }
}
