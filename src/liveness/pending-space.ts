/** A space in which a state also says whether an obligation is pending: what the stem of a lasso is looked for in. */

import type { Moves, Space, StateId } from "../space/space.js";
import type { Obligation } from "./obligations.js";

/** States of another space, twice: without the obligation pending, and with. */
export class PendingSpace implements Space {
  readonly initial: StateId;
  readonly names: readonly string[];
  readonly declaresCosts: boolean;
  readonly #space: Space;
  readonly #obligation: Obligation;

  constructor(space: Space, obligation: Obligation) {
    this.#space = space;
    this.#obligation = obligation;
    this.names = space.names;
    this.declaresCosts = space.declaresCosts;
    this.initial = this.#number(space.initial, undefined);
  }

  get size(): number {
    return 2 * this.#space.size;
  }

  /** The state that it stands for. */
  state(id: StateId): StateId {
    return id >> 1;
  }

  /** Whether the obligation is pending. */
  pending(id: StateId): boolean {
    return (id & 1) === 1;
  }

  expand(states: Int32Array, count: number, into: Moves): void {
    const plain = states.subarray(0, count).map((id) => this.state(id));
    this.#space.expand(plain, count, into);
    for (let m = 0; m < into.length; m++) {
      const before = this.pending(states[into.source[m] as number] as StateId);
      into.target[m] = this.#number(into.target[m] as StateId, before);
      // Assertions are not what it is about.
      into.failures[m] = 0;
    }
  }

  failures(): readonly string[] {
    return [];
  }

  #number(state: StateId, before: boolean | undefined): StateId {
    return 2 * state + Number(this.#obligation.pending(state, before));
  }
}
