/** When a search is to stop: said in the reason, so that the verdict says it. */

import { counted, grouped } from "../render/numbers.js";
import type { Progress } from "../search/judge.js";
import type { Clock } from "./clock.js";

/** Asked after every batch: why to stop, or undefined to go on. */
export type Stop = (progress: Progress) => string | undefined;

/** The time that a test has: for so many milliseconds from `began`, on the clock. */
export interface TestTime {
  readonly began: number;
  readonly milliseconds: number;
}

/** A search ends a fifth of the limit before it, and no more than two seconds: what follows it takes time, too. */
function margin(milliseconds: number): number {
  return Math.min(milliseconds / 5, 2_000);
}

/** Stops shortly before the runner would end the test. */
export function beforeTestEnds(clock: Clock, { began, milliseconds }: TestTime): Stop {
  const end = began + milliseconds - margin(milliseconds);
  return () =>
    clock() < end
      ? undefined
      : `stopped shortly before the time limit of the test, ${grouped(Math.round(milliseconds))} ms`;
}

/** Stops so many milliseconds from now. */
export function inTime(clock: Clock, milliseconds: number): Stop {
  const end = clock() + milliseconds;
  return () =>
    clock() < end ? undefined : `the limit of ${grouped(Math.round(milliseconds))} ms (timeout) was reached`;
}

/** Stops at a number of states. */
export function within(maxStates: number): Stop {
  return ({ states }) =>
    states < maxStates ? undefined : `the limit of ${counted(maxStates, "state")} (maxStates) was reached`;
}

/** Stops as soon as one of `stops` does. */
export function anyOf(stops: readonly (Stop | undefined)[]): Stop {
  return (progress) => {
    for (const stop of stops) {
      const reason = stop?.(progress);
      if (reason !== undefined) return reason;
    }
    return undefined;
  };
}
