/**
 * `import "preempt/vitest"` registers the matchers in Vitest.
 *
 * @module preempt/vitest
 */

import { expect, type MatcherState, test, vi } from "vitest";
import { plainStyle } from "../render/style.js";
import { clockOf } from "./clock.js";
import type { EachOptions } from "./declared-tests.js";
import { beforeTestEnds, type Stop } from "./limits.js";
import { type Explore, exploreIn, type ModelMatchers, matchersIn, styleOf } from "./typed.js";

declare module "vitest" {
  // Of one name in both versions that there are: Vitest 5 has one more parameter before it.
  interface Matchers<T> extends ModelMatchers<T> {}
}

const clock = clockOf(vi);

/** What is to be known of a test: how long it may take, and since when it runs. */
type Task = Pick<NonNullable<MatcherState["task"]>, "timeout" | "result">;

/** When the running test ends, as far as it is known: not of a hook that runs before any test. */
function limitOf(task: Task | undefined): Stop | undefined {
  if (task === undefined || !(task.timeout > 0 && Number.isFinite(task.timeout))) return undefined;
  const { startTime, retryCount = 0, repeatCount = 0 } = task.result ?? {};
  // Each attempt has the whole time, and only when the first began is told.
  const began = startTime === undefined || retryCount + repeatCount > 0 ? clock() : startTime;
  return beforeTestEnds(clock, { began, milliseconds: task.timeout });
}

expect.extend(
  matchersIn(({ isNot, utils, task }: MatcherState) => ({
    negated: isNot,
    style: styleOf(utils),
    clock,
    limit: limitOf(task),
  })),
);

export type { EachOptions, Explore };

/** Explores step by step; `explore.each(families)` declares a test for each verdict that the families state. */
export const explore = exploreIn((name, run, timeout) =>
  test(
    name,
    ({ task }) => {
      run({ style: plainStyle(), clock, limit: limitOf(task) });
    },
    timeout,
  ),
);
