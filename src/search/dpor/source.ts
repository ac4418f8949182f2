/**
 * Source-DPOR with sleep sets (Abdulla, Aronis, Jonsson, Sagonas: Optimal dynamic partial order reduction, POPL 2014; Source
 * sets, JACM 2017). It keeps a set of processes for each state along the run and nothing else, so that memory does not grow with
 * the number of traces. Some runs turn out to be explored already, and end asleep.
 *
 * A guard that is false is a step too: its process gives up, and waits for ever. So no process ever keeps another from moving, which
 * is what the algorithm is proven for, and no case has to be made of guards that several others change. Of the runs in which a
 * process gave up, those count in which nothing that it had looked at was changed later: there it waits for ever indeed.
 */

import type { Execution } from "./execution.js";
import type { Plan } from "./plan.js";
import type { Reversal, Reversals } from "./reversal.js";
import type { Sleep } from "./sleep.js";

export class SourceSets implements Plan {
  readonly #execution: Execution;
  readonly #reversals: Reversals;
  readonly #sleep: Sleep;
  /** By depth and process: whether it is to be explored, or was. */
  #planned: Uint8Array;
  /** By depth: whether anything is planned. */
  readonly #begun: boolean[] = [];

  constructor(execution: Execution, reversals: Reversals, sleep: Sleep) {
    this.#execution = execution;
    this.#reversals = reversals;
    this.#sleep = sleep;
    this.#planned = new Uint8Array(64 * execution.count);
  }

  enter(depth: number): void {
    const { count } = this.#execution;
    const at = depth * count;
    if (at + count > this.#planned.length) {
      const longer = new Uint8Array(2 * this.#planned.length);
      longer.set(this.#planned);
      this.#planned = longer;
    }
    this.#planned.fill(0, at, at + count);
    this.#begun[depth] = false;
  }

  next(depth: number): number {
    const execution = this.#execution;
    const { count } = execution;
    const at = depth * count;
    if (!this.#begun[depth]) {
      const first = this.#sleep.awake(depth);
      if (first >= 0) this.#plan(depth, first);
      return first;
    }
    for (let p = 0; p < count; p++)
      if (this.#planned[at + p] === 1 && !this.#sleep.has(depth, p) && execution.canMove(depth, p)) return p;
    return -1;
  }

  explored(depth: number, process: number): void {
    this.#sleep.add(depth, process);
  }

  reverse(reversal: Reversal): boolean {
    const { at, kept, process } = reversal;
    const execution = this.#execution;
    if (this.#reversals.beginsWith(reversal, (first) => this.#covers(at, first))) return false;
    const last = this.#reversals.rerun(reversal);
    if (last === undefined) return false;
    const alone = kept.every(
      (event) =>
        execution.process[event] !== process &&
        !execution.runs.dependent(last, execution.pending[event] as number),
    );
    if (alone && this.#covers(at, process)) return false;
    // The first that is kept happens after none of the others.
    const chosen = alone ? process : (execution.process[kept[0] as number] as number);
    this.#plan(at, chosen);
    return true;
  }

  /** Whether what begins with `process` at `depth` is explored, or planned, here or elsewhere. */
  #covers(depth: number, process: number): boolean {
    return this.#planned[depth * this.#execution.count + process] === 1 || this.#sleep.has(depth, process);
  }

  #plan(depth: number, process: number): void {
    this.#begun[depth] = true;
    this.#planned[depth * this.#execution.count + process] = 1;
  }
}
