/** Pointwise updates: what a function makes of each value of a variable, asked once for each. */

import { heap, type Room } from "../kernel/arena.js";
import type { Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Update } from "../semantics/evaluation.js";
import type { Domain } from "./domain.js";
import { Ints } from "./ints.js";

interface Known {
  readonly domain: Domain;
  /** One after the other. */
  readonly chain: readonly Update[];
  /** By number of the old value: the number of the new one plus 1, or 0 where it was not asked for yet. */
  readonly results: Ints;
}

export class Updates {
  /** By update: the address and the length of its results, for the kernel. */
  readonly table: Ints;
  readonly #room: Room;
  readonly #domains: readonly Domain[];
  readonly #known: Known[] = [];
  /** By the function that user code handed over, where it was one alone: by variable. */
  readonly #numbers = new Map<object, Map<number, number>>();

  constructor(domains: readonly Domain[], room: Room = heap) {
    this.#domains = domains;
    this.#room = room;
    this.table = new Ints(64, room);
  }

  /** The number of the update of `variable` by `chain`. The same function is asked for the same value once, whoever hands it over. */
  number(variable: Variable, chain: readonly Update[]): number {
    const [only, ...more] = chain;
    const shared = only !== undefined && more.length === 0 ? this.#of(only) : new Map<number, number>();
    const known = shared.get(variable.index);
    if (known !== undefined) return known;
    const domain = this.#domains[variable.index];
    if (domain === undefined) throw new RangeError(`no variable number ${variable.index}`);
    const number = this.#known.push({ domain, chain, results: new Ints(64, this.#room) }) - 1;
    this.table.extend(2);
    this.#tell(number);
    shared.set(variable.index, number);
    return number;
  }

  #of({ given }: Update): Map<number, number> {
    const numbers = this.#numbers.get(given) ?? new Map<number, number>();
    this.#numbers.set(given, numbers);
    return numbers;
  }

  /** The number of what the update makes of value number `value`, or -1 where that is not known. */
  known(update: number, value: number): number {
    const { results } = this.#known[update] as Known;
    return value < results.length ? (results.data[value] as number) - 1 : -1;
  }

  /** Asks what the update makes of value number `value`; `settle` is called when that has its number. */
  ask(update: number, value: number, settle: () => void = () => undefined): void {
    const known = this.#known[update];
    if (known === undefined) throw new RangeError(`no update number ${update}`);
    const { domain, chain } = known;
    const made = chain.reduce((before, { of }) => of(before), domain.value(value));
    domain.id(made);
    settle();
    this.learn(update, value, made);
  }

  /**
   * Keeps that the update made `made` of value number `value`.
   *
   * @throws ModelError where it made something else of it before
   */
  learn(update: number, value: number, made: Value): void {
    const { domain, chain, results } = this.#known[update] as Known;
    if (value >= results.length) results.extend(value + 1 - results.length);
    const before = results.data[value] as number;
    const number = domain.id(made) + 1;
    if (before !== 0 && before !== number) throw chain.at(-1)?.impure();
    results.data[value] = number;
    this.#tell(update);
  }

  /** By update, what is known of it. */
  get all(): readonly Ints[] {
    return this.#known.map(({ results }) => results);
  }

  #tell(update: number): void {
    const { data, length } = (this.#known[update] as Known).results;
    this.table.data.set([data.byteOffset, length], 2 * update);
  }

  /**
   * Asks everything again, last things first.
   *
   * @throws ModelError where a function answers something else than before
   */
  recheck(): void {
    for (let number = this.#known.length - 1; number >= 0; number--) {
      const { results } = this.#known[number] as Known;
      for (let value = results.length - 1; value >= 0; value--) {
        if (results.data[value] !== 0) this.ask(number, value);
      }
    }
  }
}
