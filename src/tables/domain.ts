/** Interning: the values of one variable, numbered by value equality in the order in which they appear. */

import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";

/** The values that a variable was seen to hold. The initial value is number 0. */
export class Domain {
  readonly variable: Variable;
  readonly #values: Value[] = [];
  readonly #primitives = new Map<Value, number>();
  /** Of collections, by encoding; apart from the others, as a string may look like any of these. */
  readonly #collections = new Map<string, number>();

  constructor(variable: Variable) {
    this.variable = variable;
    this.id(variable.initial);
  }

  get size(): number {
    return this.#values.length;
  }

  /** By number. */
  get values(): readonly Value[] {
    return this.#values;
  }

  /** The number of `value`, which must be in canonical form; a new one if it was not seen before. */
  id(value: Value): number {
    return typeof value === "object" && value !== null
      ? this.#number(this.#collections, encode(value), value)
      : this.#number(this.#primitives, value, value);
  }

  #number<K>(ids: Map<K, number>, key: K, value: Value): number {
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = this.#values.push(value) - 1;
    ids.set(key, id);
    return id;
  }

  value(id: number): Value {
    const value = this.#values[id];
    if (value === undefined) throw new RangeError(`${this.variable.name} has no value number ${id}`);
    return value;
  }
}
