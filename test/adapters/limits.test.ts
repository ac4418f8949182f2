/** When a search for a test ends: by a clock that is handed in. */

import { describe, expect, test } from "vitest";
import { circusTime } from "../../src/adapters/jest-circus.js";
import { anyOf, beforeTestEnds, inTime, within } from "../../src/adapters/limits.js";
import { toHold } from "../../src/adapters/matchers.js";
import { plainStyle } from "../../src/render/style.js";
import { endless } from "./fixtures/bank.js";

const progress = { strategy: "exhaustive", states: 10, transitions: 20, depth: 3 };

/** Whether it stops, at each of these times. */
function stopsAt(limit: Parameters<typeof beforeTestEnds>[1], times: readonly number[]): readonly boolean[] {
  let now = 0;
  const stop = beforeTestEnds(() => now, limit);
  return times.map((time) => {
    now = time;
    return stop(progress) !== undefined;
  });
}

describe("a search stops before the test ends", () => {
  test("by a fifth of the limit", () => {
    expect(stopsAt({ began: 100, milliseconds: 5_000 }, [100, 4_099, 4_100, 9_000])).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  test("and by no more than two seconds", () => {
    expect(stopsAt({ began: 0, milliseconds: 120_000 }, [117_999, 118_000])).toEqual([false, true]);
  });

  test("which the verdict says", () => {
    const limit = beforeTestEnds(() => 4_000, { began: 0, milliseconds: 5_000 });
    const where = { negated: false, style: plainStyle(), clock: () => 4_000, limit };
    expect(() => toHold(endless, "a is 1,000", {}, where)).toThrow(
      "a is 1,000  stopped shortly before the time limit of the test, 5,000 ms",
    );
    // A limit of the search's own takes the place of the runner's.
    let now = 4_000;
    const running = { ...where, clock: () => now++ };
    expect(() => toHold(endless, "a is 1,000", { timeout: 30 }, running)).toThrow(
      "a is 1,000  the limit of 30 ms (timeout) was reached",
    );
  });
});

test("a limit of the search's own counts from when it begins", () => {
  let now = 1_000;
  const stop = inTime(() => now, 50);
  expect(stop(progress)).toBeUndefined();
  now = 1_050;
  expect(stop(progress)).toBe("the limit of 50 ms (timeout) was reached");
});

test("a number of states ends it, and the first reason of several counts", () => {
  expect(within(11)(progress)).toBeUndefined();
  expect(within(10)(progress)).toBe("the limit of 10 states (maxStates) was reached");
  expect(anyOf([undefined, () => undefined, () => "one", () => "two"])(progress)).toBe("one");
  expect(anyOf([])(progress)).toBeUndefined();
});

describe("jest-circus", () => {
  const scope = (state: unknown): object => ({ [Symbol("JEST_STATE_SYMBOL")]: state });

  test.each([
    [
      "the limit of all tests",
      { testTimeout: 5_000, currentlyRunningTest: { startedAt: 7 } },
      { began: 7, milliseconds: 5_000 },
    ],
    [
      "the test's own",
      { testTimeout: 5_000, currentlyRunningTest: { startedAt: 7, timeout: 90 } },
      { began: 7, milliseconds: 90 },
    ],
    ["a hook before all tests", { testTimeout: 5_000, currentlyRunningTest: null }, undefined],
    [
      "a test that has not begun",
      { testTimeout: 5_000, currentlyRunningTest: { startedAt: null } },
      undefined,
    ],
  ])("tells of %s", (_, state, time) => {
    expect(circusTime(scope(state))).toEqual(time);
  });

  test("is not what runs this", () => {
    expect(circusTime()).toBeUndefined();
  });
});
