/** The graph of a space, kept as a search comes upon it: claims about whole runs ask where runs can go round. */

import type { Batch } from "../search/exploration.js";
import { Numbers } from "../space/numbers.js";
import type { StateId } from "../space/space.js";
import type { Edge } from "./ways.js";

/** Every state and every move between them. Moves are numbered: those of a state lie side by side. */
export class Graph {
  /** By state: the number of its first move; and the number of all moves. */
  readonly #firsts = new Numbers();
  readonly #targets = new Numbers();
  readonly #movers = new Numbers();

  constructor() {
    this.#firsts.push(0);
  }

  /** How many states there are. */
  get size(): number {
    return this.#firsts.length - 1;
  }

  get bytes(): number {
    return [this.#firsts, this.#targets, this.#movers].reduce((all, { bytes }) => all + bytes, 0);
  }

  /** Takes in a batch of states that come next in the order of their numbers. */
  add({ count, moves }: Batch): void {
    let m = 0;
    for (let i = 0; i < count; i++) {
      for (; m < moves.length && moves.source[m] === i; m++) {
        this.#targets.push(moves.target[m] as number);
        this.#movers.push(moves.process[m] as number);
      }
      this.#firsts.push(this.#targets.length);
    }
  }

  /** The first move from `state`. */
  first(state: StateId): number {
    return this.#firsts.at(state);
  }

  /** The move behind the last from `state`. */
  end(state: StateId): number {
    return this.#firsts.at(state + 1);
  }

  target(move: number): StateId {
    return this.#targets.at(move);
  }

  /** The process that moves. */
  mover(move: number): number {
    return this.#movers.at(move);
  }

  /** The moves from `state`, in order. */
  *edgesFrom(state: StateId): Generator<Edge> {
    const end = this.end(state);
    for (let m = this.first(state); m < end; m++)
      yield { from: state, mover: this.mover(m), to: this.target(m) };
  }

  /** Whether `process` can move in `state`. */
  canMove(state: StateId, process: number): boolean {
    const end = this.end(state);
    for (let m = this.first(state); m < end; m++) if (this.mover(m) === process) return true;
    return false;
  }
}
