/** Projected reads: which class a projection puts each value of a variable into. */

import type { Projection } from "../model/draft.js";
import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Domain } from "./domain.js";
import { Ints } from "./ints.js";

interface Known {
  readonly variable: number;
  readonly projection: Projection;
  /** What the projection answers, by the answer's encoding: its class. */
  readonly classes: Map<string, number>;
}

export class Projections {
  /** By projection: by number of the value, its class plus 1, or 0 where it was not asked for yet. */
  readonly #tables: Ints[] = [];
  readonly #domains: readonly Domain[];
  readonly #known: Known[] = [];
  readonly #numbers = new Map<string, number>();

  constructor(domains: readonly Domain[]) {
    this.#domains = domains;
  }

  /** The number of `projection` of `variable`. */
  number(variable: Variable, projection: Projection): number {
    const key = `${variable.index} ${projection.name}`;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#known.push({ variable: variable.index, projection, classes: new Map() }) - 1;
    this.#tables.push(new Ints());
    this.#numbers.set(key, number);
    return number;
  }

  /** What projection number `number` is called. */
  nameOf(number: number): string {
    return this.#known[number]?.projection.name ?? "";
  }

  /** The class that stands for `answer`. */
  classOf(number: number, answer: Value): number {
    const classes = this.#known[number]?.classes ?? new Map<string, number>();
    const key = encode(answer);
    const known = classes.get(key) ?? classes.size;
    classes.set(key, known);
    return known;
  }

  /** The class of value number `value`; the projection is asked once for each value. */
  class(number: number, value: number): number {
    const table = this.#tables[number] as Ints;
    if (value >= table.length) table.extend(value + 1 - table.length);
    const known = table.data[value] as number;
    return known > 0 ? known - 1 : this.#classify(number, value, table);
  }

  #classify(number: number, value: number, table: Ints): number {
    const known = this.#known[number];
    const domain = known && this.#domains[known.variable];
    if (known === undefined || domain === undefined) throw new RangeError(`no projection ${number}`);
    const found = this.classOf(number, known.projection.of(domain.value(value)));
    table.data[value] = found + 1;
    return found;
  }
}
