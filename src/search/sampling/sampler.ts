/** What decides how a run goes on, where runs are drawn at random. */

import type { Runs } from "../../space/runs.js";
import type { Scheduled } from "../../space/space.js";

/** What a sampler may see of the run that it decides on: who can move. */
export type Drawn = Pick<Runs, "names" | "length" | "pendingAt" | "pending">;

/** How many outcomes `process` has now; 0 where it cannot move. */
export const outcomesOf = (run: Drawn, process: number): number =>
  run.pending(run.pendingAt(run.length, process)).outcomes;

/** A way to draw runs. */
export interface Sampler {
  /** As it is called on the command line and in reports. */
  readonly strategy: string;
  /** Begins a run. */
  begin(): void;
  /** The next move of `run`, which stands where the moves so far have led; undefined where there is none. */
  next(run: Drawn): Scheduled | undefined;
}
