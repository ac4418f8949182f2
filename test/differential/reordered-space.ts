/** A model's space with its states numbered in another order, and its moves given in another order. */

import { ReferenceSpace } from "../../src/search/reference-space.js";
import type { Move, StateId } from "../../src/search/space.js";
import type { State } from "../../src/semantics/state.js";
import type { Situation, Situations } from "./brute-force.js";

/** Puts lists in an order that depends on `seed` alone. */
export function shuffler(seed: number): <T>(list: readonly T[]) => T[] {
  let at = seed | 0;
  // Mulberry32: a few lines, and every seed gives another order.
  const below = (limit: number): number => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return (list) => {
    const left = [...list];
    return list.flatMap(() => left.splice(below(left.length), 1));
  };
}

export class ReorderedSpace extends ReferenceSpace {
  override readonly initial: StateId;
  readonly #situations: readonly Situation[];
  readonly #ids: ReadonlyMap<Situation, StateId>;
  readonly #moves = new Map<StateId, readonly Move[]>();
  readonly #shuffled: <T>(list: readonly T[]) => T[];

  constructor({ interpreter, all, start }: Situations, seed: number) {
    super(interpreter);
    this.#shuffled = shuffler(seed);
    this.#situations = this.#shuffled(all);
    this.#ids = new Map(this.#situations.map((situation, id) => [situation, id]));
    this.initial = this.#id(start);
  }

  override get size(): number {
    return this.#situations.length;
  }

  override state(id: StateId): State {
    return this.#situation(id).state;
  }

  override moves(id: StateId): readonly Move[] {
    const known = this.#moves.get(id);
    if (known !== undefined) return known;
    const moves = this.#situation(id).moves.map(({ process, outcome, declared, failures, to }): Move => {
      return { process, outcome, target: this.#id(to), cost: declared, failures };
    });
    const shuffled = this.#shuffled(moves);
    this.#moves.set(id, shuffled);
    return shuffled;
  }

  #situation(id: StateId): Situation {
    const situation = this.#situations[id];
    if (situation === undefined) throw new Error(`no state ${id}; there are ${this.#situations.length}`);
    return situation;
  }

  #id(situation: Situation): StateId {
    const id = this.#ids.get(situation);
    if (id === undefined) throw new Error("a move leads to a state that is not among those given");
    return id;
  }
}
