/** Interning: the values of one variable, numbered by value equality in the order in which they appear. */

import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";

/** The values that a variable was seen to hold. The initial value is number 0. */
export class Domain {
  readonly variable: Variable;
  readonly #values: Value[] = [];
  /** By the value itself where it is a primitive, else by its encoding, which no string can be. */
  readonly #ids = new Map<unknown, number>();

  constructor(variable: Variable) {
    this.variable = variable;
    this.id(variable.initial);
  }

  get size(): number {
    return this.#values.length;
  }

  /** The number of `value`, which must be in canonical form; a new one if it was not seen before. */
  id(value: Value): number {
    const key = typeof value === "object" && value !== null ? `\u0000${encode(value)}` : value;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#values.push(value) - 1;
    this.#ids.set(key, id);
    return id;
  }

  value(id: number): Value {
    const value = this.#values[id];
    if (value === undefined) throw new RangeError(`${this.variable.name} has no value number ${id}`);
    return value;
  }
}
