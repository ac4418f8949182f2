/**
 * An exchange of two elements, on the numbers of a certificate. What it makes of each value is asked for once, and so is what it
 * makes of that: it has to be the value again. For an exchange that is not its own inverse, a state could stand for one that
 * does not stand for it.
 */

import type { Exchange } from "../model/exchange.js";
import { isRefusedValue, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { type Columns, shown } from "./columns.js";
import { CertificateRefused } from "./refused.js";

/** Marks a value that was not asked about. */
const unasked = -1;

export class Swap {
  /** For messages: `CPUs 0 and 1`. */
  readonly said: string;
  readonly #exchange: Exchange;
  readonly #columns: Columns["all"];
  /** By column: the one that its value goes to. */
  readonly #goes: Int32Array;
  /** By column: by number of its value, the number that it has where it goes. */
  readonly #images: readonly Int32Array[];

  /** @throws CertificateRefused where the variables of the certificate are not exchanged among themselves */
  constructor(exchange: Exchange, { all }: Columns) {
    this.said = exchange.said;
    this.#exchange = exchange;
    this.#columns = all;
    const places = new Map(all.map(({ variable }, i) => [variable.index, i]));
    this.#goes = Int32Array.from(all, ({ variable }) => {
      const other = exchange.variables[variable.index] ?? unasked;
      const place = places.get(other);
      if (place === undefined || exchange.variables[other] !== variable.index)
        throw new CertificateRefused(
          `with ${this.said} exchanged, the place of "${variable.name}" is taken by a variable that is not in its states, or not back again`,
        );
      return place;
    });
    this.#images = all.map(({ values }) => new Int32Array(values.size).fill(unasked));
  }

  /**
   * The numbers of the state that the exchange makes of the one with `numbers`.
   *
   * @throws CertificateRefused where it has a value that is in no state of the file, or from which no way leads back
   */
  of(numbers: Int32Array): Int32Array {
    const made = new Int32Array(numbers.length);
    for (let c = 0; c < numbers.length; c++) {
      const images = this.#images[c] as Int32Array;
      const number = numbers[c] as number;
      if (images[number] === unasked) images[number] = this.#imageOf(c, number);
      made[this.#goes[c] as number] = images[number] as number;
    }
    return made;
  }

  #imageOf(c: number, number: number): number {
    const { variable, values } = this.#column(c);
    const target = this.#column(this.#goes[c] as number);
    const value = values.known(number);
    if (value === undefined) throw new Error(`nothing has made that value of "${variable.name}" yet`);
    const made = this.#valueFor(variable, value);
    const image = target.values.numberOf(made);
    const becomes = `with ${this.said} exchanged, ${variable.name} = ${shown(value)} becomes ${target.variable.name} = ${shown(made)}`;
    if (image === undefined) throw new CertificateRefused(`${becomes}, which is in no state of the file`);
    const back = this.#valueFor(target.variable, made);
    if (values.numberOf(back) !== number)
      throw new CertificateRefused(
        `${becomes}, and exchanged once more that becomes ${shown(back)}: who exchanges twice must do nothing`,
      );
    return image;
  }

  #column(c: number): Columns["all"][number] {
    return this.#columns[c] as Columns["all"][number];
  }

  #valueFor(variable: Variable, value: Value): Value {
    try {
      return this.#exchange.valueFor(variable, value);
    } catch (error) {
      if (!isRefusedValue(error)) throw error;
      throw new CertificateRefused(
        `with ${this.said} exchanged, ${variable.name} = ${shown(value)} becomes ${error.message}`,
        { cause: error },
      );
    }
  }
}
