/** Makes random runs and has each judged as it goes. Nothing is kept of the states. */

import type { JudgedRuns } from "../../space/runs.js";
import type { Evidence, Progress } from "../judge.js";
import type { RunJudge } from "../run-judge.js";
import type { Sampler } from "./sampler.js";

/** How much to sample. */
export interface Sampling {
  /** How many runs, at most: none is made that there is nothing left to ask about. */
  readonly runs: number;
  /** How many steps a run has, at most. */
  readonly steps: number;
  /** Asked now and then: a reason to stop, or undefined to go on. */
  readonly stop: (progress: Progress) => string | undefined;
}

/** What came of it. */
export interface Sampled {
  /** By property, what was found first. */
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** How many runs were made to their ends, or to the last of the steps that they may have. */
  readonly runs: number;
  /** How many of them could have gone on. */
  readonly cut: number;
  readonly stopped: string | undefined;
  readonly progress: Progress;
}

/** So many steps are taken, or runs begun, between two looks at the world. */
const workPerLook = 1_024;

/** Goes back to the initial state. */
export function rewind(run: Pick<JudgedRuns, "length" | "back">): void {
  while (run.length > 0) run.back();
}

/**
 * Makes runs of `run` as `sampler` decides; yields now and then.
 *
 * @throws ModelError for a mistake in the model, with the schedule that led to it
 */
export function* sample(
  run: JudgedRuns,
  { sampler, judge, sampling }: { sampler: Sampler; judge: RunJudge; sampling: Sampling },
): Generator<Progress, Sampled> {
  const evidence = new Map<string, Evidence>();
  let [runs, cut, taken, longest] = [0, 0, 0, 0];
  const progress = (): Progress => {
    const { strategy } = sampler;
    // The initial state, and each that a step has led to: as often as they were come to.
    return { strategy, states: taken + 1, transitions: taken, depth: longest, runs };
  };
  const result = (stopped: string | undefined): Sampled => {
    return { evidence, runs, cut, stopped, progress: progress() };
  };
  const look = (): void => {
    for (const property of judge.look()) evidence.set(property, { property, schedule: run.schedule });
  };
  rewind(run);
  look();
  for (let next = workPerLook; runs < sampling.runs && judge.isOpen; runs++) {
    rewind(run);
    sampler.begin();
    for (;;) {
      // Runs without a step are work, too.
      if (taken + runs >= next) {
        next += workPerLook;
        yield progress();
        const stopped = sampling.stop(progress());
        if (stopped !== undefined) return result(stopped);
      }
      const move = sampler.next(run);
      if (move === undefined) break;
      if (run.length === sampling.steps) {
        cut += 1;
        break;
      }
      run.take(move.process, move.outcome);
      taken += 1;
      longest = Math.max(longest, run.length);
      look();
      if (!judge.isOpen) break;
    }
  }
  return result(undefined);
}
