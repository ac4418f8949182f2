/**
 * Optimal-DPOR with wakeup trees (Abdulla, Aronis, Jonsson, Sagonas: Source sets: a foundation for optimal dynamic partial order
 * reduction, JACM 2017): every trace is explored once, and no run ends asleep. For models whose steps have one outcome and that
 * wait for mutexes and signals alone. The trees may become large.
 */

import type { Execution } from "./execution.js";
import type { Plan } from "./plan.js";
import type { Reversal, Reversals } from "./reversal.js";
import type { Sleep } from "./sleep.js";
import { type Branch, comesFirst, insert, type PlannedStep } from "./wakeup-tree.js";

export class WakeupTrees implements Plan {
  readonly #execution: Execution;
  readonly #reversals: Reversals;
  readonly #sleep: Sleep;
  /** By depth: what remains to be explored beside the branch at work. */
  readonly #trees: Branch[][] = [];
  /** By depth: what is to be explored behind the branch at work. */
  readonly #behind: Branch[][] = [];
  readonly #begun: boolean[] = [];

  constructor(execution: Execution, reversals: Reversals, sleep: Sleep) {
    this.#execution = execution;
    this.#reversals = reversals;
    this.#sleep = sleep;
  }

  enter(depth: number): void {
    this.#trees[depth] = depth === 0 ? [] : (this.#behind[depth - 1] ?? []);
    this.#begun[depth] = false;
  }

  next(depth: number): number {
    const branch = this.#trees[depth]?.shift();
    if (branch === undefined && this.#begun[depth]) return -1;
    this.#begun[depth] = true;
    this.#behind[depth] = branch?.behind ?? [];
    if (branch === undefined) return this.#sleep.awake(depth);
    if (this.#sleep.has(depth, branch.process) || !this.#execution.canMove(depth, branch.process))
      throw new Error(`a wakeup tree plans a step that cannot be taken: process ${branch.process}`);
    return branch.process;
  }

  explored(depth: number, process: number): void {
    this.#sleep.add(depth, process);
  }

  reverse(reversal: Reversal): boolean {
    const { at, kept, process } = reversal;
    const execution = this.#execution;
    // Most have been seen before: this is found out without running them.
    if (this.#reversals.beginsWith(reversal, (first) => this.#sleep.has(at, first))) return false;
    const last = this.#reversals.rerun(reversal);
    if (last === undefined) return false;
    const sequence: PlannedStep[] = kept.map((event) => ({
      process: execution.process[event] as number,
      pending: execution.pending[event] as number,
    }));
    sequence.push({ process, pending: last });
    const dependent = (a: number, b: number): boolean => execution.runs.dependent(a, b);
    for (let p = 0; p < execution.count; p++) {
      if (!this.#sleep.has(at, p) || !execution.canMove(at, p)) continue;
      if (comesFirst({ process: p, pending: execution.next(at, p) }, sequence, dependent)) return false;
    }
    return insert(this.#trees[at] as Branch[], sequence, dependent);
  }
}
