/**
 * The values of a variable in a certificate. The file has them as JSON, which is compared and never made into values: a value is
 * known once the model itself has made it, in its initial state or in a step.
 */

import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { type Json, jsonOf } from "../trace/json-value.js";
import { CertificateRefused } from "./refused.js";

export class KnownValues {
  readonly #variable: Variable;
  /** By the JSON of a value: its number in the file. */
  readonly #numbers: ReadonlyMap<string, number>;
  /** By number: the value, once it is known. */
  readonly #values: (Value | undefined)[];
  readonly #primitives = new Map<Value, number>();
  /** Of collections, by encoding. */
  readonly #collections = new Map<string, number>();

  constructor(variable: Variable, values: readonly Json[]) {
    this.#variable = variable;
    this.#numbers = new Map(values.map((value, number) => [JSON.stringify(value), number]));
    this.#values = values.map(() => undefined);
  }

  /** How many there are in the file. */
  get size(): number {
    return this.#values.length;
  }

  /** The value with that number, or undefined where nothing has made it yet. */
  known(number: number): Value | undefined {
    return this.#values[number];
  }

  /** The number of a value that the model has made; undefined where the file does not have it. */
  numberOf(value: Value): number | undefined {
    return typeof value === "object" && value !== null
      ? this.#number(this.#collections, encode(value), value)
      : this.#number(this.#primitives, value, value);
  }

  #number<K>(known: Map<K, number>, key: K, value: Value): number | undefined {
    const before = known.get(key);
    if (before !== undefined) return before;
    const number = this.#numbers.get(JSON.stringify(jsonOf(value)));
    if (number === undefined) return undefined;
    if (this.#values[number] !== undefined)
      throw new CertificateRefused(`two values of "${this.#variable.name}" look the same in JSON`);
    this.#values[number] = value;
    known.set(key, number);
    return number;
  }
}
