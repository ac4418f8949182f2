/** Breadth-first, each state once: the search that decides. Its counts are the counts of the model. */

import { batchSize, type Exploration, type Finding, movesFrom } from "./exploration.js";
import type { Move, Scheduled, Space } from "./space.js";

/** A breadth-first exploration in which a node is a state. */
export class Exhaustive implements Exploration {
  readonly strategy = "exhaustive";
  transitions = 0;
  depth = 0;
  readonly #space: Space;
  /** How each state was first come upon; none for the initial one. */
  readonly #from = new Map<number, { readonly node: number; readonly move: Move; readonly depth: number }>();

  constructor(space: Space) {
    this.#space = space;
  }

  *batches(): Generator<readonly Finding[]> {
    const queue = [this.#space.initial];
    const seen = new Set(queue);
    let batch: Finding[] = [];
    for (const state of queue) {
      const moves = movesFrom(this.#space, state, () => this.pathTo(state));
      this.transitions += moves.length;
      batch.push({ kind: "state", node: state, state, moves });
      const depth = (this.#from.get(state)?.depth ?? 0) + 1;
      for (const move of moves) {
        if (move.failures.length > 0) batch.push({ kind: "failure", node: state, move });
        if (seen.has(move.target)) continue;
        seen.add(move.target);
        this.#from.set(move.target, { node: state, move, depth });
        this.depth = depth;
        queue.push(move.target);
      }
      if (batch.length >= batchSize) {
        yield batch;
        batch = [];
      }
    }
    yield batch;
  }

  pathTo(node: number): readonly Scheduled[] {
    const path: Scheduled[] = [];
    for (let from = this.#from.get(node); from !== undefined; from = this.#from.get(from.node))
      path.push(from.move);
    return path.reverse();
  }
}
