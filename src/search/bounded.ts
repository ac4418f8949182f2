/**
 * At most so many preemptions: the states in order of cost, up to a bound. Whether it came upon all of them nevertheless
 * can be told: then nothing was left out, and the bound bounds nothing.
 */

import { NumberSet } from "../space/number-set.js";
import type { Scheduled, Space } from "../space/space.js";
import type { Batch, Exploration } from "./exploration.js";
import { LeastCost } from "./least-cost.js";

/** Where to end. */
export interface Bound {
  /** Runs of more preemptions are left out; undefined for a bound that rises from 0 on. */
  readonly preemptions: number | undefined;
  /** Asked whenever the bound would rise: whether enough is known already. */
  readonly enough: () => boolean;
}

/**
 * An exploration in order of cost that ends at a bound, or once it has come upon all there is. The space is to be its own:
 * that every state that was come upon has been expanded is known from their number.
 */
export class Bounded implements Exploration {
  readonly strategy = "bounded";
  states = 0;
  transitions = 0;
  /** Every run of at most so many preemptions was gone through; -1 where not even those of none were. */
  completed = -1;
  /** The most preemptions of a run that was gone through. */
  level = 0;
  readonly #space: Space;
  readonly #most: number;
  readonly #inner: LeastCost;
  readonly #expanded = new NumberSet();
  /** The sets of failures of the moves that were come upon, and the assertions of those that were gone through. */
  readonly #failing = new Set<number>();
  readonly #failed = new Set<string>();
  #refused = false;

  constructor(space: Space, { preemptions = Number.POSITIVE_INFINITY, enough }: Bound) {
    this.#space = space;
    this.#most = preemptions;
    const goOn = (next: number): boolean => {
      this.completed = next - 1;
      this.#refused = enough() || (this.exhausted && this.unsettled.size === 0);
      if (!this.#refused) this.level = next;
      return !this.#refused;
    };
    this.#inner = new LeastCost(space, { most: preemptions, goOn });
  }

  /** Nodes settled: several may share a state. */
  get nodes(): number {
    return this.#inner.nodes;
  }

  /** The length of the longest path so far. */
  get depth(): number {
    return this.#inner.depth;
  }

  get bytes(): number {
    return this.#inner.bytes + this.#expanded.bytes;
  }

  /** Whether every state that can be reached has been expanded. */
  get exhausted(): boolean {
    return this.states === this.#space.size;
  }

  /** The assertions that only runs of more preemptions were seen to fail. */
  get unsettled(): ReadonlySet<string> {
    const names = [...this.#failing].flatMap((set) => this.#space.failures(set));
    return new Set(names.filter((name) => !this.#failed.has(name)));
  }

  *batches(): Generator<Batch> {
    for (const batch of this.#inner.batches()) {
      this.#count(batch);
      yield batch;
    }
    // There was nothing more of so few preemptions.
    if (!this.#refused) this.completed = this.#most;
  }

  pathTo(node: number): readonly Scheduled[] {
    return this.#inner.pathTo(node);
  }

  #count({ count, states, moves, failing }: Batch): void {
    let m = 0;
    for (let i = 0; i < count; i++) {
      const first = m;
      while (m < moves.length && moves.source[m] === i) m += 1;
      if (!this.#expanded.add(states[i] as number)) continue;
      this.states += 1;
      this.transitions += m - first;
      for (let at = first; at < m; at++) {
        const set = moves.failures[at] as number;
        if (set !== 0) this.#failing.add(set);
      }
    }
    for (const { assertions } of failing) for (const name of assertions) this.#failed.add(name);
  }
}
