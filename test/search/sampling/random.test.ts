/** The random numbers: the published generator, no favourites, and the same for a seed everywhere. */

import { describe, expect, test } from "vitest";
import { Random } from "../../../src/search/sampling/random.js";

const drawn = (random: Random, count: number): readonly number[] =>
  Array.from({ length: count }, () => random.word());

test("is xoshiro128**: worked out from its definition, from the state 1, 2, 3, 4", () => {
  expect(drawn(new Random([1, 2, 3, 4]), 4)).toEqual([11_520, 0, 5_927_040, 70_819_200]);
});

describe("a seed", () => {
  test("draws the same numbers again", () => {
    for (const seed of [0, 1, 2 ** 32, Number.MAX_SAFE_INTEGER])
      expect(drawn(Random.seeded(seed), 20)).toEqual(drawn(Random.seeded(seed), 20));
  });

  test("is told from all others, also above 32 bits", () => {
    const seeds = [0, 1, 2, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 52, Number.MAX_SAFE_INTEGER];
    expect(new Set(seeds.map((seed) => drawn(Random.seeded(seed), 4).join())).size).toBe(seeds.length);
  });

  test("draws what another program in another language draws", () => {
    expect(drawn(Random.seeded(1), 3)).toEqual([3_809_008_728, 2_946_082_529, 2_420_298_164]);
  });
});

/** The sum of the squared differences from what is expected, each over that. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((a, b) => a + b, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test.each([2, 3, 5, 6, 10])("below(%i) draws each number as often as any other", (limit) => {
  const random = Random.seeded(limit);
  const counts = Array.from({ length: limit }, () => 0);
  for (let i = 0; i < 10_000 * limit; i++) {
    const number = random.below(limit);
    counts[number] = (counts[number] ?? Number.NaN) + 1;
  }
  // Of so few degrees of freedom, more than 28 comes about by chance less than once in a thousand.
  expect(chiSquare(counts)).toBeLessThan(28);
});

test("permutation draws each order as often as any other", () => {
  const random = Random.seeded(3);
  const counts = new Map<string, number>();
  for (let i = 0; i < 24_000; i++) {
    const order = random.permutation(4).join();
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(24);
  // 23 degrees of freedom: 49.7 once in a thousand.
  expect(chiSquare([...counts.values()])).toBeLessThan(49.7);
});
