/**
 * Orbits: which values of which variables exchanges turn into each other. Two elements of a block are told apart, without a look
 * at which is which, by the orbits of the values of their own variables.
 */

import { variablesOf } from "../model/exchange.js";
import type { Model } from "../model/model.js";
import type { Domain } from "../tables/domain.js";
import type { Block } from "./blocks.js";
import type { NumberedExchange } from "./numbered.js";

/**
 * By element of `block`: the variables that are its alone, and no other element's of any block. Those of all elements stand
 * in the same order.
 */
export function ownVariables(model: Model, block: Block, blocks: readonly Block[]): readonly Int32Array[] {
  const owners = new Int32Array(model.layout.variables.length);
  const note = (isOwn: boolean, v: number): void => {
    if (isOwn) owners[v] = (owners[v] as number) + 1;
  };
  for (const { elements } of blocks)
    for (const element of elements) variablesOf(model, element).forEach(note);
  const [first] = block.elements;
  if (first === undefined) return [];
  const rows: number[][] = [];
  variablesOf(model, first).forEach((isOwn, v) => {
    if (!isOwn || owners[v] !== 1) return;
    // Each exchange takes what was the one's on to the next.
    const row = [v];
    for (const { variables } of block.exchanges) row.push(variables[row.at(-1) as number] as number);
    rows.push(row);
  });
  return block.elements.map((_, i) => Int32Array.from(rows, (row) => row[i] as number));
}

/** By variable: by number of its value, the number of the orbit. */
export class Orbits {
  readonly of: Int32Array[];
  #count = 0;
  readonly #domains: readonly Domain[];
  readonly #exchanges: readonly NumberedExchange[];

  constructor(domains: readonly Domain[], exchanges: readonly NumberedExchange[]) {
    this.#domains = domains;
    this.#exchanges = exchanges;
    this.of = domains.map(() => new Int32Array(0));
  }

  /** Takes note of all values; the exchanges have done so. */
  learn(): void {
    for (const [v, { size }] of this.#domains.entries()) {
      const before = this.of[v] as Int32Array;
      if (size <= before.length) continue;
      const made = new Int32Array(size).fill(-1);
      made.set(before);
      this.of[v] = made;
    }
    for (const [v, { size }] of this.#domains.entries()) {
      for (let id = 0; id < size; id++) if ((this.of[v] as Int32Array)[id] === -1) this.#spread(v, id);
    }
  }

  #spread(variable: number, value: number): void {
    const orbit = this.#count++;
    const open: (readonly [number, number])[] = [[variable, value]];
    (this.of[variable] as Int32Array)[value] = orbit;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [v, id] = next;
      for (const { exchange, images } of this.#exchanges) {
        const w = exchange.variables[v] as number;
        const image = (images[v] as Int32Array)[id] as number;
        const known = this.of[w] as Int32Array;
        if (known[image] !== -1) continue;
        known[image] = orbit;
        open.push([w, image]);
      }
    }
  }
}
