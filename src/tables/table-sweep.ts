/** A sweep of a table space, which the kernel does: user code runs where it comes back for something that is not known. */

import type { Kernel, Need } from "../kernel/kernel.js";
import type { KernelSweep } from "../kernel/kernel-sweep.js";
import { Numbers } from "../space/numbers.js";
import type { Saved, SweepFacts } from "../space/saved.js";
import { Moves, type Scheduled, type Space, type StateId } from "../space/space.js";
import type { FailingMove, Sweep } from "../space/swept-space.js";
import type { FailureSets } from "./leaves.js";

/** What a sweep runs on. */
export interface Swept {
  readonly space: Space;
  readonly kernel: Kernel;
  /** What the kernel does of it. */
  readonly sweep: KernelSweep;
  readonly failureSets: FailureSets;
  /** How many threads take part, with this one. */
  readonly workers: number;
  /**
   * Makes known what the kernel came back for.
   *
   * @throws StateFault for a mistake in the model
   * @throws OutOfMemory where there is no room for it
   */
  readonly learn: (need: Need) => void;
  /** What is written down of all that was learnt, if it can be. */
  readonly save: (place: SweepPlace) => Saved<SweepFacts> | undefined;
}

/** Where a sweep is. */
export interface SweepPlace {
  readonly next: number;
  readonly end: number;
  /** By distance from the initial state: the number of the first state. */
  readonly levels: Numbers;
}

/** So many states are shared at most before whoever began is asked whether to go on. */
const mostShared = 2 ** 16;

/** So many states are expanded at once on the way back. */
const batch = 64;

/** The place of a sweep that has not begun, of so many states. */
function beginning(size: number): SweepPlace {
  const levels = new Numbers();
  levels.push(0);
  return { next: 0, end: size, levels };
}

export class TableSweep implements Sweep {
  states: number;
  readonly #swept: Swept;
  /** By distance from the initial state: the number of the first state. */
  readonly #levels: Numbers;
  #next: number;
  /** Ranges before that which were not swept: there are some while they are, and where there was no room to go on. */
  readonly #left: (readonly [first: number, count: number])[] = [];
  #hasHired = false;
  #isSharing = false;
  #end: number;

  constructor(swept: Swept, place: SweepPlace = beginning(swept.kernel.size)) {
    this.#swept = swept;
    this.#levels = place.levels;
    this.#next = place.next;
    this.#end = place.end;
    this.states = place.next;
  }

  saved(): Saved<SweepFacts> | undefined {
    return this.#swept.save({ next: this.#next, end: this.#end, levels: this.#levels });
  }

  get transitions(): number {
    return this.#swept.sweep.transitions;
  }

  get depth(): number {
    const isDeeper = this.#swept.kernel.size > this.#end;
    return this.#levels.length - 1 + (isDeeper ? 1 : 0);
  }

  get frontier(): number {
    return this.#swept.kernel.size - this.#next;
  }

  get bytes(): number {
    return this.#swept.kernel.arena.bytes;
  }

  get isDone(): boolean {
    return this.#next === this.#end && this.#swept.kernel.size === this.#end;
  }

  get complete(): StateId {
    return this.isDone ? this.#end : this.#levels.at(this.#levels.length - 1);
  }

  advance(states: number): void {
    const { sweep, failureSets, workers } = this.#swept;
    sweep.reportUpTo(failureSets.size);
    if (this.#isSharing || (workers > 1 && sweep.isWorthSharing(this.#end - this.#next))) {
      this.#share();
      return;
    }
    for (let left = states; left > 0 && !this.isDone; ) {
      const count = Math.min(left, this.#end - this.#next);
      this.#sweep(this.#next, count, (done) => {
        this.#next += done;
      });
      left -= count;
      if (this.#next === this.#end) this.#endLevel();
    }
  }

  /** Sweeps `count` states from number `first` on, and learns what is not known of them. */
  #sweep(first: number, count: number, note: (done: number) => void = () => undefined): void {
    const { sweep, learn, failureSets } = this.#swept;
    for (let next = first; next < first + count; ) {
      sweep.reportUpTo(failureSets.size);
      const { done, need, full } = sweep.sweep(next, first + count - next);
      next += done;
      this.states += done;
      note(done);
      if (full !== undefined) throw full;
      if (need !== undefined) learn(need);
    }
  }

  /** Has the rest of the level shared, up to a point; comes back with nothing done while others are still at it. */
  #share(): void {
    const { sweep, workers } = this.#swept;
    if (!this.#hasHired) sweep.hire(workers - 1);
    this.#hasHired = true;
    if (!this.#isSharing) sweep.share(this.#next, Math.min(this.#end, this.#next + mostShared));
    this.#isSharing = true;
    if (!sweep.isShared) return;
    this.#isSharing = false;
    const { next, left } = sweep.collect();
    this.states += next - this.#next - left.reduce((sum, [, count]) => sum + count, 0);
    this.#next = next;
    this.#left.push(...left);
    for (const range of left) {
      this.#sweep(...range);
      this.#left.shift();
    }
    if (this.#next === this.#end) this.#endLevel();
  }

  /** Sends threads home. */
  end(): void {
    this.#swept.sweep.dismiss();
  }

  #endLevel(): void {
    const { kernel, sweep } = this.#swept;
    if (kernel.size === this.#end) return;
    sweep.endLevel(this.#end);
    this.#levels.push(this.#end);
    this.#end = kernel.size;
  }

  found(question: number): StateId | undefined {
    const state = this.#swept.sweep.found(question);
    return state < 0 ? undefined : state;
  }

  close(question: number): void {
    this.#swept.sweep.close(question);
  }

  get stuck(): StateId | undefined {
    const { stuck } = this.#swept.sweep;
    return stuck < 0 ? undefined : stuck;
  }

  takeFailing(): readonly FailingMove[] {
    return this.#swept.sweep.takeFailing().map(([state, process, outcome, set]) => ({
      state,
      move: { process, outcome },
      assertions: this.#swept.failureSets.of(set),
    }));
  }

  pathTo(state: StateId, last: readonly Scheduled[] = []): readonly Scheduled[] {
    let level = this.#levels.length - 1;
    while (this.#levels.at(level) > state) level -= 1;
    if (state >= this.#end) level += 1;
    const path: Scheduled[] = [];
    for (let at = state; level > 0; level--) {
      const { parent, move } = this.#parentOf(at, level);
      path.push(move);
      at = parent;
    }
    return [...path.reverse(), ...last];
  }

  /** The first state of the level before from which one move leads to `state`, and that move. */
  #parentOf(state: StateId, level: number): { readonly parent: StateId; readonly move: Scheduled } {
    const { space } = this.#swept;
    const end = level < this.#levels.length ? this.#levels.at(level) : this.#end;
    const moves = new Moves();
    const states = new Int32Array(batch);
    // Of states that were expanded what their moves do is known.
    const isExpanded = (id: StateId): boolean =>
      !this.#left.some(([first, count]) => id >= first && id < first + count);
    for (let next = this.#levels.at(level - 1); next < Math.min(end, this.#next); ) {
      let count = 0;
      for (; count < batch && next < Math.min(end, this.#next); next++)
        if (isExpanded(next)) states[count++] = next;
      space.expand(states, count, moves);
      const m = moves.target.subarray(0, moves.length).indexOf(state);
      if (m < 0) continue;
      const move = { process: moves.process[m] as number, outcome: moves.outcome[m] as number };
      return { parent: states[moves.source[m] as number] as number, move };
    }
    throw new Error(`state ${state} was come upon, and no state leads to it`);
  }
}
