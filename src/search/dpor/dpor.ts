/**
 * Dynamic partial order reduction: of all runs that differ in nothing but the order of steps that do not depend on each other,
 * one is explored. Nothing is kept of states, so that memory does not grow with their number.
 */

import { finished, givenUp, type Runs } from "../../space/runs.js";
import { EveryRun } from "./every-run.js";
import { Execution } from "./execution.js";
import { WakeupTrees } from "./optimal.js";
import type { Ending, Plan } from "./plan.js";
import { type Reversal, Reversals } from "./reversal.js";
import { Sleep } from "./sleep.js";
import { SourceSets } from "./source.js";

/** How to tell what remains to be explored; see source.ts, optimal.ts and every-run.ts. */
export type Algorithm = "source" | "optimal" | "brute";

/** What an exploration has come upon. */
export interface DporCounts {
  /** Runs by how they ended. */
  readonly endings: Record<Ending, number>;
  /** Events taken, those that were taken anew behind each branch once. */
  steps: number;
  /** Races, and waits, that called for another run. */
  reversed: number;
  /** Events of the longest run. */
  depth: number;
}

/** How to explore. */
export interface DporOptions {
  readonly algorithm: Algorithm;
  /** How many steps each process may take, at most; any number, if left out. */
  readonly steps?: number | undefined;
  /** A run that is longer than this is taken never to end, unless the steps of processes are bounded. */
  readonly longest?: number;
  /** Told of each state that is come to for the first time on its run: the initial one, and those behind each event. */
  readonly visit?: () => void;
}

/** Thrown where the model turns out to ask more than the optimal algorithm can do. */
export class NeedsSource extends Error {
  /** What does, in words. */
  readonly because: string;

  constructor(because: string) {
    super(`optimal-DPOR cannot explore this model: ${because}`);
    this.because = because;
  }
}

/** Thrown where a run goes on for longer than one may. */
export class Endless extends Error {
  readonly length: number;

  constructor(length: number) {
    super(`a run of ${length} steps has not ended`);
    this.length = length;
  }
}

const usualLongest = 10_000;

export class Dpor {
  readonly counts: DporCounts = {
    endings: { complete: 0, blocked: 0, asleep: 0, cut: 0, abandoned: 0 },
    steps: 0,
    reversed: 0,
    depth: 0,
  };
  readonly execution: Execution;
  readonly #runs: Runs;
  readonly #options: DporOptions;

  constructor(runs: Runs, options: DporOptions) {
    this.#runs = runs;
    this.#options = options;
    this.execution = new Execution(runs, options.steps);
  }

  /**
   * Explores; yields at the end of each run how it ended, while it is there to be looked at.
   *
   * @throws NeedsSource, Endless
   */
  *explore(): Generator<Ending> {
    const { execution, counts } = this;
    const { algorithm, visit, steps } = this.#options;
    const longest = steps === undefined ? (this.#options.longest ?? usualLongest) : Number.POSITIVE_INFINITY;
    const reversals = new Reversals(execution);
    const sleep = new Sleep(execution);
    const plans: Readonly<Record<Algorithm, () => Plan>> = {
      optimal: () => new WakeupTrees(execution, reversals, sleep),
      source: () => new SourceSets(execution, reversals, sleep),
      brute: () => new EveryRun(execution),
    };
    const plan = plans[algorithm]();
    const reverse = (reversal: Reversal): void => {
      if (plan.reverse?.(reversal)) counts.reversed += 1;
    };
    /** By depth: the way of the process at work that comes next, and whether any was taken. */
    const ways: number[] = [];
    const tried: boolean[] = [];
    const enter = (depth: number): void => {
      sleep.enter(depth);
      plan.enter(depth);
      ways[depth] = 0;
      tried[depth] = false;
      visit?.();
      if (algorithm === "optimal") this.#refuse(depth);
    };
    enter(0);
    for (;;) {
      const depth = execution.length;
      const process = plan.next(depth);
      if (process >= 0) {
        tried[depth] = true;
        this.#go(process, 0, longest);
        enter(depth + 1);
        continue;
      }
      if (!tried[depth]) {
        const ending = this.#ending(depth);
        counts.endings[ending] += 1;
        yield ending;
        if (plan.reverse) reversals.all(reverse);
      }
      if (!this.#backtrack(plan, ways, longest, enter)) return;
    }
  }

  /** Goes back to the last state with another way to go on for the process that did; false where there is none. */
  #backtrack(plan: Plan, ways: number[], longest: number, enter: (depth: number) => void): boolean {
    const { execution } = this;
    const depth = execution.length - 1;
    if (depth < 0) return false;
    const process = execution.process[depth] as number;
    execution.pop();
    const way = (ways[depth] as number) + 1;
    if (way < execution.ways(process)) {
      ways[depth] = way;
      this.#go(process, way, longest);
      enter(depth + 1);
    } else {
      ways[depth] = 0;
      plan.explored(depth, process);
    }
    return true;
  }

  #go(process: number, way: number, longest: number): void {
    const { execution, counts } = this;
    if (execution.length >= longest) throw new Endless(longest);
    execution.push(process, way);
    counts.steps += 1;
    counts.depth = Math.max(counts.depth, execution.length);
  }

  /** How the run at hand ends, which goes no further. */
  #ending(depth: number): Ending {
    const { execution } = this;
    const { count, length } = execution;
    let ending: Ending = "complete";
    for (let p = 0; p < count; p++) {
      if (execution.canMove(depth, p)) return "asleep";
    }
    for (let event = 0; event < length; event++) {
      if ((execution.outcome[event] as number) >= 0) continue;
      if (!execution.isLast(event)) return "abandoned";
      ending = "blocked";
    }
    for (let p = 0; p < count; p++) {
      if (this.#isCut(depth, p)) return "cut";
      const { waits } = this.#runs.pending(execution.next(depth, p));
      if (waits !== "finished") ending = "blocked";
    }
    return ending;
  }

  /** Whether `process` had taken as many steps as it may, and was not finished: the run may have been ended for all since. */
  #isCut(depth: number, process: number): boolean {
    const { execution } = this;
    if (!execution.isCut(depth, process)) return false;
    const then = execution.next(execution.lastOf(process, depth) + 1, process);
    // To give up is no step.
    return then !== finished && then !== givenUp;
  }

  #refuse(depth: number): void {
    const { execution } = this;
    for (let p = 0; p < execution.count; p++) {
      const { outcomes, waits } = this.#runs.pending(execution.next(depth, p));
      const name = this.#runs.names[p] ?? p;
      if (outcomes > 1) throw new NeedsSource(`a step of ${name} chooses`);
      if (waits === "guard") throw new NeedsSource(`${name} waits for what may become true and false again`);
    }
  }
}
