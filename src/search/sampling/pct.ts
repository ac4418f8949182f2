/** Probabilistic concurrency testing: random priorities, lowered at random steps [BKMN10]. */

import type { Scheduled } from "../../space/space.js";
import type { Random } from "./random.js";
import { type Drawn, outcomesOf, type Sampler } from "./sampler.js";

/** What the chance of a find depends on. */
export interface PctOptions {
  /** d: how many orders between two steps a bug asks for; so many less one are the steps where a priority is lowered. */
  readonly depth: number;
  /** k: no run has more steps, as far as it is looked at. */
  readonly steps: number;
}

/**
 * Each run puts the processes in a random order of priority, and draws depth - 1 numbers of steps. Of those who can move the one
 * of highest priority does; but who would take a step whose number was drawn falls first, below all who have not fallen, to a
 * place that is the number's own. Where a process has several outcomes one is drawn, each as likely.
 */
export class Pct implements Sampler {
  readonly strategy = "pct";
  readonly #random: Random;
  readonly #options: PctOptions;
  /** By process. Those that were lowered are below 0. */
  #priorities: number[] = [];
  /** By how many steps came before it: what priority who would take a step falls to, that of the first drawn the lowest. */
  readonly #falls = new Map<number, number>();

  constructor(random: Random, options: PctOptions) {
    this.#random = random;
    this.#options = options;
  }

  begin(): void {
    const { depth, steps } = this.#options;
    this.#priorities = [];
    this.#falls.clear();
    for (let i = 1; i < depth; i++) this.#falls.set(this.#random.below(steps), i - depth);
  }

  next(run: Drawn): Scheduled | undefined {
    if (this.#priorities.length === 0) this.#priorities = this.#random.permutation(run.names.length);
    let process = this.#first(run);
    if (process < 0) return undefined;
    const fall = this.#falls.get(run.length);
    if (fall !== undefined) {
      this.#priorities[process] = fall;
      process = this.#first(run);
    }
    return { process, outcome: this.#random.below(outcomesOf(run, process)) };
  }

  /** Who has the highest priority of those that can move; -1 where none can. */
  #first(run: Drawn): number {
    let first = -1;
    for (let process = 0; process < run.names.length; process++) {
      if (outcomesOf(run, process) === 0) continue;
      if (first < 0 || (this.#priorities[process] as number) > (this.#priorities[first] as number))
        first = process;
    }
    return first;
  }
}

/**
 * The chance of a run to show a bug of that depth, at least [BKMN10]: 1 / (n k^(d-1)), for n processes. It is one of schedules: a
 * bug that takes a certain outcome of a step has it times the chance of that outcome.
 */
export function chanceOfRun({ depth, steps }: PctOptions, processes: number): number {
  return 1 / (processes * steps ** (depth - 1));
}

/** The chance that at least one of so many runs shows what each shows with chance `each`. */
export function chanceOfRuns(each: number, runs: number): number {
  // As 1 - (1 - p)^r, which would lose all digits of a small p.
  return each >= 1 ? Math.min(1, runs) : -Math.expm1(runs * Math.log1p(-each));
}
