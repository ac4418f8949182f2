/** How schedules are made cheaper: on runs whose cost is their switches and their steps. */

import { expect, test } from "vitest";
import { compareCosts } from "../../../src/search/cost.js";
import { type Attempt, type Failed, shrinking } from "../../../src/search/sampling/shrink.js";
import type { Scheduled } from "../../../src/space/space.js";

const processes = "ABC";
const scheduleOf = (text: string): readonly Scheduled[] =>
  [...text].map((letter) => ({ process: processes.indexOf(letter), outcome: 0 }));
const textOf = (schedule: readonly Scheduled[]): string =>
  schedule.map(({ process }) => processes[process]).join("");

/** Schedules fail that look like `pattern`, up to where they first do; every switch is a preemption. */
function failing(pattern: RegExp): Attempt {
  return (schedule) => {
    const text = textOf(schedule);
    const shown = Array.from({ length: text.length + 1 }, (_, i) => text.slice(0, i)).find((start) =>
      pattern.test(start),
    );
    if (shown === undefined) return undefined;
    const switches = [...shown].filter((letter, i) => i > 0 && letter !== shown[i - 1]).length;
    return { schedule: scheduleOf(shown), cost: { preemptions: switches, events: 0, steps: shown.length } };
  };
}

function shrunk(text: string, pattern: RegExp): string {
  const attempt = failing(pattern);
  const found = attempt(scheduleOf(text));
  if (found === undefined) throw new Error("it does not fail");
  let best: Failed = found;
  for (const cheaper of shrinking(found, attempt)) {
    if (cheaper === undefined) continue;
    expect(compareCosts(cheaper.cost, best.cost)).toBeLessThan(0);
    best = cheaper;
  }
  return textOf(best.schedule);
}

test.each<[string, string, RegExp, string]>([
  ["nothing is dropped that it takes", "ABA", /^ABA$/, "ABA"],
  ["what follows is dropped", "ABCABC", /A/, "A"],
  ["a process that has no part in it is dropped", "CACCBCAC", /^C*AC*BC*A/, "ABA"],
  ["every switch that it does not take is dropped", "ABABABAB", /A.*A.*A/, "AAA"],
  ["blocks of one process are put together", "ABABAB", /^(?=(B*A){3})(?=(A*B){3})/, "AAABBB"],
  ["a loop is gone round once", `B${"A".repeat(50)}B`, /B(AAAAA)+B/, "BAAAAAB"],
  ["blocks are swapped where that saves steps", "AACB", /^(AACB|CB)/, "CB"],
])("%s", (_, text, pattern, least) => {
  expect(shrunk(text, pattern)).toBe(least);
});

test("may be left at any time: what came last fails", () => {
  const attempt = failing(/A.*B.*A/);
  const found = attempt(scheduleOf("CABABCBA"));
  if (found === undefined) throw new Error("it does not fail");
  for (const cheaper of shrinking(found, attempt)) {
    if (cheaper === undefined) continue;
    expect(attempt(cheaper.schedule)).toEqual(cheaper);
    return;
  }
  throw new Error("nothing was gained");
});
