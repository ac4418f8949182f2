/** What walking a tree to its end finds: the outcomes of a step, or the answer of a predicate. */

import type { Value } from "../model/value.js";
import { Ints } from "./ints.js";

/** One outcome of a step, in numbers. */
export interface LeafOutcome {
  /** Variables with the numbers of the values that they are given. */
  readonly writes: readonly (readonly [variable: number, value: number])[];
  /** Variables whose value is mapped by itself, with the number of the map. */
  readonly maps: readonly (readonly [variable: number, map: number])[];
  /** Preemptions × 2^16 + other events, as declared. */
  readonly cost: number;
  /** The assertions that it fails: 0 for none, else the number of a set. */
  readonly failures: number;
}

/**
 * Leaves in one flat array. A leaf is the number of its outcomes, and for each: cost, failures, the number of writes, the
 * number of maps, then (variable, value) and (variable, map) pairs.
 */
export class Leaves {
  readonly code = new Ints(256);
  readonly #failures: (readonly string[])[] = [[]];
  readonly #failureSets = new Map<string, number>([["[]", 0]]);

  /** Appends a leaf; returns where it begins. */
  add(outcomes: readonly LeafOutcome[]): number {
    const { code } = this;
    const at = code.push(outcomes.length);
    for (const { writes, maps, cost, failures } of outcomes) {
      for (const value of [cost, failures, writes.length, maps.length, ...writes.flat(), ...maps.flat()])
        code.push(value);
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

/** A function of one variable's value, known so far for some of them. */
export interface ValueMap {
  readonly variable: number;
  readonly apply: (value: Value) => unknown;
  /** By number of the value: the number of the result plus 1, or 0. */
  readonly known: Ints;
}
