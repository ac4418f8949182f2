/** Sleep sets: which processes need not be gone on with, as what they would do next was explored before what was done since. */

import type { Execution } from "./execution.js";

export class Sleep {
  readonly #execution: Execution;
  /** By depth and process. */
  #asleep: Uint8Array;

  constructor(execution: Execution) {
    this.#execution = execution;
    this.#asleep = new Uint8Array(64 * execution.count);
  }

  /** Takes over who sleeps from the depth before, but for whom the last event has woken. */
  enter(depth: number): void {
    const { count, runs, pending, process } = this.#execution;
    const to = depth * count;
    if (to + count > this.#asleep.length) {
      const longer = new Uint8Array(2 * this.#asleep.length);
      longer.set(this.#asleep);
      this.#asleep = longer;
    }
    if (depth === 0) {
      this.#asleep.fill(0, 0, count);
      return;
    }
    const moved = process[depth - 1];
    const id = pending[depth - 1] as number;
    for (let p = 0; p < count; p++) {
      const slept = this.#asleep[to - count + p] === 1 && p !== moved;
      this.#asleep[to + p] = slept && !runs.dependent(id, runs.pendingAt(depth - 1, p)) ? 1 : 0;
    }
  }

  has(depth: number, process: number): boolean {
    return this.#asleep[depth * this.#execution.count + process] === 1;
  }

  /**
   * Who is to go on at `depth` where nothing is planned; -1 where nobody is awake that can. Any will do, but who gives up only where
   * nobody else can move. Whoever moved last comes before all others: source-DPOR then ends fewer runs asleep, of `lastzero` with
   * n = 10 none instead of 16,867 beside 3,328 traces.
   */
  awake(depth: number): number {
    const { count, process, runs } = this.#execution;
    const last = depth === 0 ? 0 : (process[depth - 1] as number);
    let chosen = -1;
    for (let i = 0; i < count; i++) {
      const p = (last + i) % count;
      if (this.has(depth, p) || !this.#execution.canMove(depth, p)) continue;
      chosen = p;
      if (runs.pending(this.#execution.next(depth, p)).outcomes > 0) break;
    }
    return chosen;
  }

  add(depth: number, process: number): void {
    this.#asleep[depth * this.#execution.count + process] = 1;
  }
}
