/** The visited set against a plain Map: two states are one when all their words are, whatever the hash says. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type KernelSizes, usualSizes } from "../../src/kernel/sizes.js";
import { added, compare, inARow, kernelOf, least, most, numbered, readAll, tiny } from "./words.js";

/** Which bits of a hash are looked at, and so how hashes collide. */
const hashes: Readonly<Record<string, number>> = {
  "all bits": -1,
  "no bit: every hash is 0": 0,
  "one bit": 1,
  "two bits": 3,
  "bits that choose the line, and no others": 0xf,
  "bits that do not choose the line": 0x0fff_ff00,
  "bits that are not kept": 0xf000_0000,
};

const widths = [1, 2, 3, 4, 5, 6];

const sizes = fc.record({
  segmentBits: fc.integer({ min: 0, max: 4 }),
  tableBits: fc.integer({ min: 4, max: 7 }),
  moves: fc.constant(1),
});
/** Words that meet again, and words at the ends of what there is. */
const word = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(0, -1, 1, least, most), fc.integer());
const states = fc
  .constantFrom(...widths)
  .chain((words) =>
    fc.array(fc.array(word, { minLength: words, maxLength: words }), { minLength: 1, maxLength: 120 }),
  );

describe.each(Object.entries(hashes))("of a hash %s", (_, hashMask) => {
  test("a set of random states is a set by words", () => {
    fc.assert(
      fc.property(states, sizes, (all, size) => compare(all, { ...size, hashMask })),
      { numRuns: 150, seed: 20_240_229 },
    );
  });

  test.each(widths)("states of %i words that differ in a single bit are told apart", (words) => {
    const zero = Array.from({ length: words }, () => 0);
    const bits = zero.flatMap((_, w) => Array.from({ length: 32 }, (_, bit) => zero.with(w, 1 << bit)));
    compare([zero, ...bits, zero.map(() => -1)], { ...tiny, hashMask });
  });

  // With 16 slots a line, growing at 80 %: 16 states fill one, and 400 of one line lie in 25 that overflow one into the next.
  test.each(widths)("400 states of %i words are found behind full lines, while the table grows", (words) => {
    const all = inARow(400, words);
    const kernel = kernelOf(words, { segmentBits: 4, tableBits: 4, moves: 1, hashMask });
    all.forEach((state, id) => {
      expect(added(kernel, [state])).toEqual([id]);
      if (id % 23 === 0) expect(added(kernel, all.slice(0, id + 1))).toEqual(numbered(all.slice(0, id + 1)));
    });
    expect(readAll(kernel, words)).toEqual(all);
  });
});

// Of two lines, by one bit of the hash, the last overflows into the first once in a while: of 25 states it has more than 16.
test("a state that is in the first line because the last is full is found when the table has grown", () => {
  for (let from = 0; from < 20_000; from += 100) {
    const all = Array.from({ length: 40 }, (_, i) => [from + i]);
    const kernel = kernelOf(1, { segmentBits: 6, tableBits: 5, moves: 1, hashMask: 1 });
    expect(added(kernel, all)).toEqual(numbered(all));
    expect(added(kernel, all)).toEqual(numbered(all));
  }
});

test("thousands of states are a set by words", () => {
  const mixed = (i: number): number => Math.imul(i, 0x9e37_79b1);
  const all = Array.from({ length: 9_000 }, (_, i) => [mixed(i % 2_000), i % 3, -(i % 2_000)]);
  for (const size of [usualSizes, { segmentBits: 4, tableBits: 5, moves: 1 }, tiny]) {
    const kernel = kernelOf(3, size);
    expect(added(kernel, all)).toEqual(numbered(all));
    expect(kernel.size).toBe(6_000);
  }
});

describe("at the border of a segment", () => {
  const borders = [0, 1, 2, 3, 4].flatMap((segmentBits) =>
    [1, 2, 3].flatMap((segments) =>
      [-1, 0, 1].map((more) => ({ segmentBits, count: segments * 2 ** segmentBits + more })),
    ),
  );
  test.each(borders)("of 2^$segmentBits states $count are kept", ({ segmentBits, count }) => {
    for (const words of [1, 2, 5])
      if (count > 0) compare(inARow(count, words), { segmentBits, tableBits: 4, moves: 1 });
  });

  // A list of segments begins with room for 16.
  test.each([16, 17, 32, 33, 64, 65])("of segments of one state %i are kept", (count) => {
    compare(inARow(count, 2), { segmentBits: 0, tableBits: 4, moves: 1 });
  });

  test.each([65_535, 65_536, 65_537])("of the usual size %i are kept", (count) => {
    const kernel = kernelOf(1, usualSizes);
    const all = Array.from({ length: count }, (_, i) => [i - 100]);
    expect(added(kernel, all)).toEqual(all.map((_, id) => id));
    expect(added(kernel, [[-100], [count - 101], [count - 100]])).toEqual([0, count - 1, count]);
  });
});

describe("at the border of the table", () => {
  // It doubles when more than 80 % of its slots may be taken.
  test.each([
    [12, 16],
    [13, 32],
    [25, 32],
    [26, 64],
    [51, 64],
    [52, 128],
  ])("%i states are in %i slots", (count, slots) => {
    const size: KernelSizes = { segmentBits: 0, tableBits: 4, moves: 1 };
    const kernel = kernelOf(3, size);
    added(kernel, inARow(count, 3));
    expect(kernel.bytes).toBe(4 * 3 * count + 4 * slots);
    compare(inARow(count, 3), size);
  });
});

describe("bytes", () => {
  test.each([tiny, { segmentBits: 3, tableBits: 4, moves: 1 }, usualSizes])("never shrink: %o", (size) => {
    const kernel = kernelOf(3, size);
    let before = kernel.bytes;
    for (const words of inARow(1_500, 3)) {
      added(kernel, [words]);
      expect(kernel.bytes).toBeGreaterThanOrEqual(before);
      expect(kernel.bytes).toBeGreaterThanOrEqual(4 * 3 * kernel.size);
      before = kernel.bytes;
    }
  });

  test("of a small set are one segment and the least table", () => {
    const kernel = kernelOf(1, usualSizes);
    expect(kernel.bytes).toBe(4 * 2 ** 11);
    added(kernel, inARow(10, 1));
    expect(kernel.bytes).toBe(4 * 2 ** 16 + 4 * 2 ** 11);
  });
});

test("a set of nothing has no state", () => {
  expect(kernelOf(2).size).toBe(0);
});
