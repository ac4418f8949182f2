/** Exchanges on numbered values: what each makes of each value of each variable, in tables. */

import type { Exchange } from "../model/exchange.js";
import type { Domain } from "../tables/domain.js";

function withRoom(old: Int32Array, length: number): Int32Array {
  if (length <= old.length) return old;
  const made = new Int32Array(Math.max(length, 2 * old.length, 8)).fill(-1);
  made.set(old);
  return made;
}

/** One exchange, on numbers. */
export class NumberedExchange {
  readonly exchange: Exchange;
  /** By variable: by number of its value, the number that the value has in the variable that it goes to. */
  readonly images: Int32Array[];
  /** Pairs of variables that change places, one behind the other. */
  readonly pairs: Int32Array;
  /** Variables that stay where they are and hold, or have held, a value that changes. */
  inPlace = new Int32Array(0);

  constructor(exchange: Exchange) {
    this.exchange = exchange;
    this.images = exchange.variables.map(() => new Int32Array(0));
    this.pairs = Int32Array.from(exchange.variables.flatMap((other, v) => (v < other ? [v, other] : [])));
  }

  /** Takes note of the values of `domain` from number `from` on, and of those that come of it where it is its own counterpart. */
  learn(domains: readonly Domain[], domain: Domain, from: number): void {
    const { variables, valueFor } = this.exchange;
    const v = domain.variable.index;
    const target = domains[variables[v] as number] as Domain;
    for (let id = from; id < domain.size; id++) {
      const image = target.id(valueFor(domain.variable, domain.value(id)));
      const images = withRoom(this.images[v] as Int32Array, id + 1);
      images[id] = image;
      this.images[v] = images;
      if (target === domain && image !== id && !this.inPlace.includes(v))
        this.inPlace = Int32Array.of(...this.inPlace, v);
    }
  }

  /** Whether the exchange leaves the state whose numbers are `values` as it is. */
  keeps(values: Int32Array): boolean {
    const { pairs, inPlace, images } = this;
    for (let i = 0; i < pairs.length; i += 2) {
      const v = pairs[i] as number;
      if (values[pairs[i + 1] as number] !== (images[v] as Int32Array)[values[v] as number]) return false;
    }
    for (let i = 0; i < inPlace.length; i++) {
      const v = inPlace[i] as number;
      if ((images[v] as Int32Array)[values[v] as number] !== values[v]) return false;
    }
    return true;
  }

  /** Exchanges, in the state whose numbers are `values`. */
  apply(values: Int32Array): void {
    const { pairs, inPlace, images } = this;
    for (let i = 0; i < pairs.length; i += 2) {
      const v = pairs[i] as number;
      const w = pairs[i + 1] as number;
      const goes = (images[v] as Int32Array)[values[v] as number] as number;
      values[v] = (images[w] as Int32Array)[values[w] as number] as number;
      values[w] = goes;
    }
    for (let i = 0; i < inPlace.length; i++) {
      const v = inPlace[i] as number;
      values[v] = (images[v] as Int32Array)[values[v] as number] as number;
    }
  }
}
