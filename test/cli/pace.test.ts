/** Progress: what is said of a search on the way, and when nothing is. */

import { describe, expect, test } from "vitest";
import { bytesAsked, bytesText, secondsAsked, secondsText } from "../../src/cli/amounts.js";
import { Pace, type Shown } from "../../src/cli/pace.js";
import { progressLine, progressText } from "../../src/cli/terminal.js";
import type { Progress } from "../../src/search/judge.js";

/** The pace behind levels of so many states, at 100 states a second; `frontier` states are left of the last one. */
function behind(levels: readonly number[], frontier: number, strategy = "exhaustive"): Shown {
  const pace = new Pace();
  let states = 0;
  const seen = (depth: number): Progress => {
    const progress = { strategy, states, transitions: 0, depth, frontier };
    pace.note(progress, states / 100);
    return progress;
  };
  for (const [depth, size] of levels.entries()) {
    seen(depth);
    states += size;
  }
  return pace.shown(seen(levels.length), states / 100);
}

describe("how long a search still takes", () => {
  test("is said where four levels have shrunk, from the one that shrank least", () => {
    // Half as many each time: 100 states, and then 50 + 25 + …: 200 in all, at 100 a second.
    expect(behind([10, 1600, 800, 400, 200], 100)).toMatchObject({ rate: 100, left: 2 });
    // The last is 4 fifths of the one before: 5 times the frontier.
    expect(behind([10, 1600, 800, 400, 320], 80).left).toBeCloseTo(4);
  });

  test.each([
    ["levels that grow", [1, 10, 20, 40, 80]],
    ["a level that is as large as the one before", [10, 1600, 800, 800, 200]],
    ["a level that is nearly as large as the one before", [10, 1600, 800, 720, 360]],
    ["three levels that shrink", [10, 800, 400]],
    ["levels that grow again", [10, 1600, 800, 400, 200, 300]],
  ])("is not said of %s", (_, levels) => {
    expect(behind(levels, 100).left).toBeUndefined();
  });

  test("is not said of searches that go in another order", () => {
    expect(behind([10, 1600, 800, 400, 200], 100, "reduced").left).toBeUndefined();
  });

  test("is not said where levels are so small that some were not seen", () => {
    const pace = new Pace();
    const seen = (states: number, depth: number): Progress => {
      const progress = { strategy: "exhaustive", states, transitions: 0, depth, frontier: 9 };
      pace.note(progress, states);
      return progress;
    };
    for (const [i, states] of [0, 1600, 2400, 2800, 3000].entries()) seen(states, i);
    expect(pace.shown(seen(3000, 4), 3000).left).toBeDefined();
    expect(pace.shown(seen(3100, 6), 3100).left).toBeUndefined();
  });
});

test("a search that goes on is as fast as it is, and not as it would be had it begun now", () => {
  const pace = new Pace();
  const at = (states: number, seconds: number): Shown => {
    const progress = { strategy: "exhaustive", states, transitions: 0, depth: 5, frontier: 1 };
    pace.note(progress, seconds);
    return pace.shown(progress, seconds);
  };
  at(1_000_000, 1);
  expect(at(1_000_300, 3).rate).toBe(150);
});

const shown = (seconds: number, left?: number): Shown => ({
  progress: {
    strategy: "exhaustive",
    states: 1234,
    transitions: 9,
    depth: 5,
    frontier: 56,
    bytes: 3 * 2 ** 20,
  },
  seconds,
  rate: 1000.4,
  left,
});

test("progress in a line", () => {
  expect(progressText(shown(1))).toBe("exhaustive: 1,234 states, 56 open, depth 5, 1,000 states/s, 3 MiB");
  expect(progressText(shown(1, 150))).toBe(
    "exhaustive: 1,234 states, 56 open, depth 5, 1,000 states/s, 3 MiB, some 2.5 min left if levels go on shrinking",
  );
  const runs = { strategy: "dpor", states: 9, transitions: 20, depth: 7, runs: 3 };
  expect(progressText({ progress: runs, seconds: 2, rate: 10, left: undefined })).toBe(
    "dpor: 3 runs, 20 steps, the longest run of 7, 10 steps/s",
  );
});

describe("progress on stderr", () => {
  const written = (
    isTTY: boolean,
  ): { readonly line: ReturnType<typeof progressLine>; readonly texts: string[] } => {
    const texts: string[] = [];
    const write = (text: string | Uint8Array): boolean => texts.push(String(text)) > 0;
    return { line: progressLine({ isTTY, write }), texts };
  };

  test("that is a terminal: one line that is written anew", () => {
    const { line, texts } = written(true);
    line.show(shown(0.2));
    line.show(shown(0.4));
    line.clear();
    const text = progressText(shown(1));
    expect(texts).toEqual([`\r\u001b[K${text}`, `\r\u001b[K${text}`, "\r\u001b[K"]);
  });

  test("that is none: a line now and then, and none of a short search", () => {
    const { line, texts } = written(false);
    for (let seconds = 0.2; seconds < 29.9; seconds += 0.2) line.show(shown(seconds));
    expect(texts).toEqual([]);
    for (let seconds = 30; seconds < 95; seconds += 0.5) line.show(shown(seconds));
    line.clear();
    expect(texts).toEqual(Array.from({ length: 3 }, () => `${progressText(shown(1))}\n`));
  });
});

test("amounts as they are asked for, and as they are said", () => {
  expect(["1M", "512M", "2G", "1.5GiB", "2GB", "2048k"].map(bytesAsked)).toEqual(
    [1, 512, 2048, 1536, 2048, 2].map((mebibytes) => mebibytes * 2 ** 20),
  );
  expect(["500ms", "90s", "10m", "1.5h"].map(secondsAsked)).toEqual([0.5, 90, 600, 5400]);
  for (const word of ["", "0M", "2", "2T", "-1G", "1K"])
    expect(() => bytesAsked(word)).toThrow("an amount of memory");
  for (const word of ["", "0s", "2", "2d", "-1s", "s"]) expect(() => secondsAsked(word)).toThrow("a time");
  expect([1000, 3 * 2 ** 20, 1.5 * 2 ** 30].map(bytesText)).toEqual(["0.977 KiB", "3 MiB", "1.5 GiB"]);
  expect([0.3, 90, 600, 5400, 36_000].map(secondsText)).toEqual([
    "0.3 s",
    "90 s",
    "10 min",
    "90 min",
    "10 h",
  ]);
});
