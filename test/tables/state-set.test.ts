/** The visited set against a plain Map: two states are one when all their words are, whatever the hash says. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type SegmentSizes, StateSet, spread, usualSegments } from "../../src/tables/state-set.js";

type Words = readonly number[];
type Hash = (words: Words) => number;

const least = -(2 ** 31);
const most = 2 ** 31 - 1;

/** What any hash may be like. */
const hashes: Readonly<Record<string, Hash>> = {
  "a good hash": (words) => spread(words.reduce((all, word, w) => (all + Math.imul(word, 2 * w + 3)) | 0, 0)),
  "a hash that is always 0": () => 0,
  "a hash that is always -1": () => -1,
  "a hash of three values": (words) => [0, most, least][Math.abs((words[0] ?? 0) % 3)] ?? 0,
  "a hash of the last word alone": (words) => words[words.length - 1] ?? 0,
  "a hash whose low bits are all 0": (words) => (words[0] ?? 0) << 16,
};

/** An empty set whose states have the hashes that `hash` gives to their words. */
function emptySet(words: number, hash: Hash, sizes?: SegmentSizes): StateSet {
  return new StateSet(words, (all, at) => hash([...all.subarray(at, at + words)]), sizes);
}

/** Adds `all` one after another, each somewhere in a longer array; says which number each was given. */
function added(set: StateSet, all: readonly Words[], hash: Hash): readonly number[] {
  return all.map((words, i) => {
    const offset = i % 4;
    const from = new Int32Array(offset + words.length + 3).fill(i);
    from.set(words, offset);
    return set.add(from, offset, hash(words));
  });
}

/** Adds `all` by batches of `batch`. */
function addedByBatches(set: StateSet, all: readonly Words[], hash: Hash, batch: number): readonly number[] {
  const ids: number[] = [];
  for (let at = 0; at < all.length; at += batch) {
    const some = all.slice(at, at + batch);
    const into = new Int32Array(batch + 1).fill(-7);
    const from = Int32Array.from([...some.flat(), 99]);
    set.addAll(from, Int32Array.from(some, hash), some.length, into);
    expect([...into.slice(some.length)].every((id) => id === -7)).toBe(true);
    ids.push(...into.slice(0, some.length));
  }
  return ids;
}

/** The numbers that a Map gives to `all`, in the order in which they first appear. */
function numbered(all: readonly Words[]): readonly number[] {
  const ids = new Map<string, number>();
  return all.map((words) => {
    const key = words.join(" ");
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  });
}

function read(set: StateSet, id: number): Words {
  const into = new Int32Array(set.words + 2).fill(77);
  set.read(id, into, 1);
  expect([into[0], into[set.words + 1]]).toEqual([77, 77]);
  return [...into.slice(1, set.words + 1)];
}

/** Puts `all` into a set, and asks everything that can be asked of it. */
function compare(all: readonly Words[], hash: Hash, sizes?: SegmentSizes, batch = 0): void {
  const ids = numbered(all);
  const set = emptySet(all[0]?.length ?? 1, hash, sizes);
  const distinct = all.filter((_, i) => ids.indexOf(ids[i] ?? -1) === i);
  expect(batch === 0 ? added(set, all, hash) : addedByBatches(set, all, hash, batch)).toEqual(ids);
  expect(set.size).toBe(distinct.length);
  expect(distinct.map((_, id) => read(set, id))).toEqual(distinct);
  const { bytes } = set;
  expect(bytes).toBeGreaterThanOrEqual(4 * set.words * set.size);
  expect(added(set, all, hash)).toEqual(ids);
  expect([set.size, set.bytes]).toEqual([distinct.length, bytes]);
}

/** `count` different states of `words` words. */
const inARow = (count: number, words: number): readonly Words[] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: words }, (_, w) => (w === i % words ? i + 1 : -1)),
  );

const sizes: fc.Arbitrary<SegmentSizes> = fc.record({
  storeBits: fc.integer({ min: 0, max: 4 }),
  tableBits: fc.integer({ min: 1, max: 5 }),
});
/** Words that meet again, and words at the ends of what there is. */
const word = fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constantFrom(0, -1, 1, least, most), fc.integer());
const states = fc
  .integer({ min: 1, max: 5 })
  .chain((words) =>
    fc.array(fc.array(word, { minLength: words, maxLength: words }), { minLength: 1, maxLength: 120 }),
  );

describe("a set of states", () => {
  test.each(Object.keys(hashes))("with %s is a set by words", (name) => {
    const hash = hashes[name];
    if (hash === undefined) throw new Error(`no hash "${name}"`);
    fc.assert(
      fc.property(states, sizes, fc.integer({ min: 0, max: 70 }), (all, segments, batch) => {
        compare(all, hash, segments, batch);
      }),
      { numRuns: 150, seed: 20_240_229 },
    );
  });

  test("with states that differ in a single bit is a set by words", () => {
    for (const words of [1, 2, 3]) {
      const zero = Array.from({ length: words }, () => 0);
      const bits = zero.flatMap((_, w) => Array.from({ length: 32 }, (_, bit) => zero.with(w, 1 << bit)));
      for (const hash of Object.values(hashes)) {
        compare([zero, ...bits, zero.map(() => -1)], hash, { storeBits: 3, tableBits: 2 });
      }
    }
  });

  test("with a few thousand states is a set by words", () => {
    const all = Array.from({ length: 9_000 }, (_, i) => [spread(i % 2_000), i % 3, -(i % 2_000)]);
    for (const segments of [usualSegments, { storeBits: 4, tableBits: 5 }, { storeBits: 0, tableBits: 1 }]) {
      const hash: Hash = ([first = 0]) => spread(first);
      const set = emptySet(3, hash, segments);
      expect(addedByBatches(set, all, hash, 64)).toEqual(numbered(all));
      expect(set.size).toBe(6_000);
    }
  });
});

describe("at the border of a segment", () => {
  const borders = [0, 1, 2, 3, 4].flatMap((storeBits) =>
    [1, 2, 3].flatMap((segments) =>
      [-1, 0, 1].map((more) => ({ storeBits, count: segments * 2 ** storeBits + more })),
    ),
  );
  test.each(borders)("of 2^$storeBits states $count are kept", ({ storeBits, count }) => {
    for (const words of [1, 2, 5]) {
      if (count > 0)
        compare(inARow(count, words), ([first = 0]) => spread(first), { storeBits, tableBits: 2 });
    }
  });

  // The table is full at 60 %, and the first segments begin with room for 1024.
  test.each([613, 614, 615, 1023, 1024, 1025, 1228, 1229, 2047, 2048, 2049, 4097])(
    "of the usual size %i are kept",
    (count) => {
      compare(inARow(count, 2), ([first = 0, second = 0]) => spread(first ^ second));
    },
  );
});

describe("bytes", () => {
  test("never shrink, and are never less than the words take", () => {
    for (const segments of [usualSegments, { storeBits: 0, tableBits: 1 }, { storeBits: 3, tableBits: 4 }]) {
      const hash: Hash = ([first = 0]) => spread(first);
      const set = emptySet(3, hash, segments);
      let before = set.bytes;
      for (const words of inARow(1_500, 3)) {
        added(set, [words], hash);
        expect(set.bytes).toBeGreaterThanOrEqual(before);
        expect(set.bytes).toBeGreaterThanOrEqual(4 * 3 * set.size);
        before = set.bytes;
      }
      expect(before).toBeGreaterThan(emptySet(3, hash, segments).bytes);
    }
  });

  test("of a small set are few, though its segments are large", () => {
    const hash: Hash = ([first = 0]) => first;
    const set = emptySet(1, hash);
    added(set, inARow(10, 1), hash);
    expect(set.bytes).toBeLessThan(100_000);
  });
});

test("a set of nothing has no state", () => {
  const set = emptySet(2, () => 0);
  expect(addedByBatches(set, [], () => 0, 5)).toEqual([]);
  expect(set.size).toBe(0);
});
