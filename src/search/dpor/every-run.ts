/** No reduction at all: every run, one by one. What the reductions are measured by. */

import type { Execution } from "./execution.js";
import type { Plan } from "./plan.js";

export class EveryRun implements Plan {
  readonly #execution: Execution;
  /** By depth: the processes before this one have been gone on with; and whether any has. */
  readonly #from: number[] = [];
  readonly #begun: boolean[] = [];

  constructor(execution: Execution) {
    this.#execution = execution;
  }

  enter(depth: number): void {
    this.#from[depth] = 0;
    this.#begun[depth] = false;
  }

  next(depth: number): number {
    const execution = this.#execution;
    const able = (p: number): boolean =>
      execution.canMove(depth, p) && execution.runs.pending(execution.next(depth, p)).outcomes > 0;
    const from = this.#from[depth] as number;
    let next = from;
    while (next < execution.count && !able(next)) next += 1;
    if (next < execution.count) {
      this.#from[depth] = next + 1;
      this.#begun[depth] = true;
      return next;
    }
    if (this.#begun[depth]) return -1;
    this.#begun[depth] = true;
    this.#from[depth] = execution.count;
    // Where nobody can move all who wait for a guard give up, in their order.
    for (let p = 0; p < execution.count; p++) if (execution.canMove(depth, p)) return p;
    return -1;
  }

  explored(): void {
    // Nobody sleeps.
  }
}
