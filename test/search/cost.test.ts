/** Costs are compared by preemptions, then by other events, then by steps. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { compareCosts, free, plus, type TraceCost } from "../../src/search/cost.js";

const cost = (preemptions: number, events: number, steps: number): TraceCost => ({
  preemptions,
  events,
  steps,
});

const count = fc.nat({ max: 3 });
const anyCost = fc.record({ preemptions: count, events: count, steps: count });

test.each<[TraceCost, TraceCost]>([
  [cost(0, 0, 9), cost(0, 1, 1)],
  [cost(0, 9, 9), cost(1, 0, 1)],
  [cost(1, 1, 2), cost(1, 1, 3)],
  [cost(1, 0, 4), cost(1, 1, 3)],
  [free, cost(0, 0, 1)],
])("%o is less than %o", (less, more) => {
  expect(compareCosts(less, more)).toBeLessThan(0);
  expect(compareCosts(more, less)).toBeGreaterThan(0);
  expect(compareCosts(less, { ...less })).toBe(0);
});

test("costs are in one line: none before itself, and what is before both ways is equal", () => {
  fc.assert(
    fc.property(anyCost, anyCost, anyCost, (a, b, c) => {
      expect(Math.sign(compareCosts(a, b))).toBe(-Math.sign(compareCosts(b, a)) + 0);
      if (compareCosts(a, b) === 0) expect(a).toEqual(b);
      if (compareCosts(a, b) <= 0 && compareCosts(b, c) <= 0)
        expect(compareCosts(a, c)).toBeLessThanOrEqual(0);
    }),
    { numRuns: 1_000, seed: 1 },
  );
});

test("a step adds what it costs, and itself", () => {
  expect(plus(cost(1, 2, 3), { preemptions: 1, events: 0 })).toEqual(cost(2, 2, 4));
  expect(plus(cost(1, 2, 3), { preemptions: 0, events: 2 })).toEqual(cost(1, 4, 4));
});

test("no step makes the lesser of two traces the greater", () => {
  fc.assert(
    fc.property(anyCost, anyCost, anyCost, (a, b, step) => {
      expect(Math.sign(compareCosts(plus(a, step), plus(b, step)))).toBe(Math.sign(compareCosts(a, b)));
      expect(compareCosts(a, plus(a, step))).toBeLessThan(0);
    }),
    { numRuns: 1_000, seed: 2 },
  );
});
