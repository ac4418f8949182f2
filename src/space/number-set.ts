/** Sets of whole numbers, a bit for each. */

import { Numbers } from "./numbers.js";

/** A set of whole numbers from 0 on. It takes as many bits as its greatest member. */
export class NumberSet {
  readonly #words = new Numbers();

  get bytes(): number {
    return this.#words.bytes;
  }

  /** Takes `number` in; says whether it was not there before. */
  add(number: number): boolean {
    // Not `>>> 5`: a number may be more than 32 bits long.
    const at = Math.floor(number / 32);
    while (this.#words.length <= at) this.#words.push(0);
    const bits = this.#words.at(at);
    const bit = 1 << (number % 32);
    if ((bits & bit) !== 0) return false;
    this.#words.set(at, bits | bit);
    return true;
  }
}
