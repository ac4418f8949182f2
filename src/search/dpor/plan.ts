/** What remains to be explored from the states along the run at hand: the heart of each algorithm. */

import type { Reversal } from "./reversal.js";

/** How a run ended. */
export type Ending =
  /** Every process is finished, or the run was halted. */
  | "complete"
  /** Some process waits, and nothing can move. */
  | "blocked"
  /** All that could move had been explored in another order. */
  | "asleep"
  /** A process had taken as many steps as it may. */
  | "cut"
  /** A process gave up waiting, and later what it waited for was changed: no run of the model. */
  | "abandoned";

/** What an algorithm decides. Depths are numbers of events. */
export interface Plan {
  /** The run has come to `depth`, by exploration: nothing is planned there yet, but what the plan for `depth - 1` hands on. */
  enter(depth: number): void;
  /** The process to go on with at `depth`, or -1 where nothing remains. */
  next(depth: number): number;
  /** All ways of `process` at `depth` have been explored. */
  explored(depth: number, process: number): void;
  /**
   * A race that the run shows is to be seen the other way round. Says whether that calls for another run. Left out by a plan that
   * explores every run anyway.
   */
  reverse?(reversal: Reversal): boolean;
}
