/** Breadth-first, each state once: the search that decides. Its counts are the counts of the model. */

import { Numbers } from "../space/numbers.js";
import { Moves, type Scheduled, type Space, type StateId } from "../space/space.js";
import { type Batch, batchSize, type Exploration, expandBatch, type Failing } from "./exploration.js";

/**
 * A breadth-first exploration. A node is a state, and the queue is the order of their numbers: a space numbers states as
 * they are come upon.
 */
export class Exhaustive implements Exploration {
  readonly strategy = "exhaustive";
  transitions = 0;
  depth = 0;
  readonly #space: Space;
  /** By state: the state that it was first come upon from. */
  readonly #parents = new Numbers();

  constructor(space: Space) {
    this.#space = space;
  }

  get bytes(): number {
    return this.#parents.bytes;
  }

  *batches(): Generator<Batch> {
    const space = this.#space;
    const moves = new Moves();
    const states = new Int32Array(batchSize);
    const reported = new Set<number>();
    this.#parents.push(space.initial);
    let known = space.size;
    let next = space.initial;
    // States below this number are no farther from the initial one than the present depth.
    let level = known;
    let depth = 0;
    while (next < known) {
      const count = Math.min(batchSize, known - next);
      for (let i = 0; i < count; i++) states[i] = next + i;
      expandBatch(space, { states, count, into: moves }, (state) => this.pathTo(state));
      this.transitions += moves.length;
      let failing: Failing[] | undefined;
      for (let m = 0; m < moves.length; m++) {
        const source = next + (moves.source[m] as number);
        if (source >= level) {
          level = known;
          depth += 1;
        }
        if (moves.target[m] === known) {
          this.#parents.push(source);
          known += 1;
          this.depth = depth + 1;
        }
        const set = moves.failures[m] as number;
        if (set !== 0 && !reported.has(set)) {
          reported.add(set);
          const move = { process: moves.process[m] as number, outcome: moves.outcome[m] as number };
          failing ??= [];
          failing.push({ node: source, move, assertions: space.failures(set) });
        }
      }
      next += count;
      yield { count, states, nodes: states, moves, failing: failing ?? [] };
    }
  }

  /** Only parents are kept: which of a parent's moves it was is found out by expanding it again. */
  pathTo(node: number): readonly Scheduled[] {
    const moves = new Moves();
    const path: Scheduled[] = [];
    for (let at: StateId = node; at !== this.#space.initial; ) {
      const parent = this.#parents.at(at);
      this.#space.expand(Int32Array.of(parent), 1, moves);
      const target = at;
      const m = moves.target.subarray(0, moves.length).indexOf(target);
      path.push({ process: moves.process[m] as number, outcome: moves.outcome[m] as number });
      at = parent;
    }
    return path.reverse();
  }
}
