/** An exploration that somebody else listens to. */

import type { Scheduled } from "../space/space.js";
import type { Batch, Exploration } from "./exploration.js";

/** An exploration that also tells `watch` of every batch, before the judge sees it. */
export class Watched implements Exploration {
  readonly #inner: Exploration;
  readonly #watch: (batch: Batch) => void;

  constructor(inner: Exploration, watch: (batch: Batch) => void) {
    this.#inner = inner;
    this.#watch = watch;
  }

  get strategy(): string {
    return this.#inner.strategy;
  }

  get transitions(): number {
    return this.#inner.transitions;
  }

  get depth(): number {
    return this.#inner.depth;
  }

  get bytes(): number {
    return this.#inner.bytes;
  }

  *batches(): Generator<Batch> {
    for (const batch of this.#inner.batches()) {
      this.#watch(batch);
      yield batch;
    }
  }

  pathTo(node: number): readonly Scheduled[] {
    return this.#inner.pathTo(node);
  }
}
