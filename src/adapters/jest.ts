/**
 * `import "preempt/jest"`, or a `require` of it, registers the matchers in Jest.
 *
 * @module preempt/jest
 */

import { expect, jest as runner, test } from "@jest/globals";
import type { MatcherContext } from "expect";
import { plainStyle } from "../render/style.js";
import { clockOf } from "./clock.js";
import type { EachOptions } from "./declared-tests.js";
import { circusTime } from "./jest-circus.js";
import { beforeTestEnds, type Stop } from "./limits.js";
import { type Explore, exploreIn, type ModelMatchers, matchersIn, styleOf } from "./typed.js";

declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T> extends ModelMatchers<T, R> {}
}

declare global {
  // Where the types of Jest's globals come from @types/jest.
  namespace jest {
    interface Matchers<R, T> extends ModelMatchers<T, R> {}
  }
}

const clock = clockOf(runner);

/** When the running test ends: not of a hook that runs before any test. */
function limitNow(): Stop | undefined {
  const time = circusTime();
  return time === undefined ? undefined : beforeTestEnds(clock, time);
}

expect.extend(
  matchersIn(({ isNot = false, utils }: MatcherContext) => ({
    negated: isNot,
    style: styleOf(utils),
    clock,
    limit: limitNow(),
  })),
);

export type { EachOptions, Explore };

/** Explores step by step; `explore.each(families)` declares a test for each verdict that the families state. */
export const explore = exploreIn((name, run, timeout) =>
  test(name, () => run({ style: plainStyle(), clock, limit: limitNow() }), timeout),
);
