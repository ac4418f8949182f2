/** Marks: what a step touches, as bits, so that two steps can be seen to commute at a glance. */

import type { Touched } from "./leaves.js";

/** One bit says that the run goes on: every step touches that, and one that ends the run writes it. */
const goesOn = 63;

/** How many bits there are for variables. */
const bits = 63;

/** Nobody has touched the variable, or more than one process has. */
const nobody = -1;
const several = -2;

/**
 * Gives a bit to every variable that more than one process touches. Where there are more of those than bits some share one: then
 * steps may look as if they did not commute, and never the other way round.
 */
export class Marks {
  readonly #halted: number;
  /** By variable: who touches it. */
  readonly #owners: number[] = [];
  readonly #bits = new Map<number, number>();

  constructor(halted: number) {
    this.#halted = halted;
  }

  /** Takes note of what a step touches; says whether marks that were given before are no longer right. */
  meet({ process, reads, writes }: Touched): boolean {
    const before = this.#bits.size;
    for (const variable of [...reads, ...writes]) {
      const owner = this.#owners[variable] ?? nobody;
      if (owner === process || owner === several) continue;
      this.#owners[variable] = owner === nobody ? process : several;
      if (owner !== nobody) this.#bits.set(variable, this.#bits.size % bits);
    }
    return this.#bits.size > before;
  }

  /** What is touched, and what is written: two words each. */
  of({ reads, writes }: Touched): readonly number[] {
    const touches = new Int32Array(2);
    const written = new Int32Array(2);
    const mark = (into: Int32Array, bit: number): void => {
      into[bit >>> 5] = (into[bit >>> 5] as number) | (1 << bit);
    };
    mark(touches, goesOn);
    for (const variable of [...reads, ...writes]) {
      const bit = this.#bits.get(variable);
      if (bit !== undefined) mark(touches, bit);
    }
    for (const variable of writes) {
      const bit = variable === this.#halted ? goesOn : this.#bits.get(variable);
      if (bit !== undefined) mark(written, bit);
    }
    return [...touches, ...written];
  }
}
