/** Packed variables: every one has its own bits in one word, and holds what was put there. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bitsFor, type Packing, pack } from "../../src/tables/packing.js";

describe("bitsFor", () => {
  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [3, 2],
    [4, 2],
    [5, 3],
    [8, 3],
    [9, 4],
    [256, 8],
    [257, 9],
    [65_536, 16],
    [65_537, 17],
    [2 ** 31, 31],
    [2 ** 31 + 1, 32],
    [2 ** 32, 32],
  ])("%i values take %i bits", (size, bits) => {
    expect(bitsFor(size)).toBe(bits);
  });

  test("any number of values has bits enough, and none to spare", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 2 ** 32 }), (size) => {
        const bits = bitsFor(size);
        expect(2 ** bits).toBeGreaterThanOrEqual(size);
        expect(2 ** (bits - 1)).toBeLessThan(size);
      }),
    );
  });
});

const maskOf = (width: number): number => 2 ** width - 1;

const at = (numbers: Int32Array | Uint8Array, index: number): number => numbers[index] ?? Number.NaN;

function put({ word, shift, mask }: Packing, into: Int32Array, variable: number, value: number): void {
  const w = at(word, variable);
  const cleared = at(into, w) & ~(at(mask, variable) << at(shift, variable));
  into[w] = cleared | (value << at(shift, variable));
}

function held({ word, shift, mask }: Packing, words: Int32Array, variable: number): number {
  return ((at(words, at(word, variable)) >>> at(shift, variable)) & at(mask, variable)) >>> 0;
}

/** By word, how many of its bits are taken. */
function takenIn({ words, word }: Packing, widths: readonly number[]): readonly number[] {
  const taken = Array.from({ length: words }, () => 0);
  widths.forEach((width, variable) => {
    const w = at(word, variable);
    taken[w] = (taken[w] ?? Number.NaN) + width;
  });
  return taken;
}

const anyWidth = fc.oneof(fc.constantFrom(0, 1, 31, 32), fc.integer({ min: 0, max: 32 }));
const widths = fc.array(anyWidth, { maxLength: 40 });
/** Widths, and for each two values that fit. */
const held2 = fc.array(
  anyWidth.chain((width) => {
    const value = fc.integer({ min: 0, max: maskOf(width) });
    return fc.record({ width: fc.constant(width), first: value, second: value });
  }),
  { minLength: 1, maxLength: 40 },
);

/** That every variable has its own bits, within a word. */
function checkPlaces(packing: Packing): void {
  const used = Array.from({ length: packing.words }, () => new Set<number>());
  packing.bits.forEach((width, variable) => {
    const shift = at(packing.shift, variable);
    const word = used[at(packing.word, variable)];
    expect(word).toBeDefined();
    expect(shift + width).toBeLessThanOrEqual(32);
    expect(at(packing.mask, variable) >>> 0).toBe(maskOf(width));
    for (let bit = shift; bit < shift + width; bit++) {
      expect(word?.has(bit)).toBe(false);
      word?.add(bit);
    }
  });
}

describe("a packing", () => {
  test("keeps every variable within a word, off all others", () => {
    fc.assert(
      fc.property(widths, (all) => {
        const packing = pack(Uint8Array.from(all));
        checkPlaces(packing);
        expect([...packing.bits]).toEqual(all);
      }),
      { numRuns: 300 },
    );
  });

  test("gives back what was put into it, whatever is put beside", () => {
    fc.assert(
      fc.property(held2, (all) => {
        const packing = pack(Uint8Array.from(all, ({ width }) => width));
        const words = new Int32Array(packing.words);
        all.forEach(({ first }, variable) => {
          put(packing, words, variable, first);
        });
        expect(all.map((_, variable) => held(packing, words, variable))).toEqual(
          all.map(({ first }) => first),
        );
        all.forEach(({ second }, variable) => {
          put(packing, words, variable, second);
          const expected = all.map((each, v) => (v <= variable ? each.second : each.first));
          expect(all.map((_, v) => held(packing, words, v))).toEqual(expected);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("gives no two words what would fit into one", () => {
    fc.assert(
      fc.property(widths, (all) => {
        const taken = [...takenIn(pack(Uint8Array.from(all)), all)].sort((a, b) => a - b);
        expect(taken.length === 1 || (taken[0] ?? 0) + (taken[1] ?? 0) > 32).toBe(true);
      }),
    );
  });

  test("gives bits that are left over to what may grow, and no word for them", () => {
    const growing = widths.chain((all) =>
      fc.record({
        all: fc.constant(all),
        order: fc.shuffledSubarray([...all.keys()]),
        limits: fc.array(fc.integer({ min: 0, max: 32 }), { minLength: all.length, maxLength: all.length }),
      }),
    );
    fc.assert(
      fc.property(growing, ({ all, order, limits }) => {
        const packing = pack(Uint8Array.from(all), order, Uint8Array.from(limits));
        checkPlaces(packing);
        expect(packing.words).toBe(pack(Uint8Array.from(all)).words);
        all.forEach((width, variable) => {
          const most = order.includes(variable) ? Math.max(width, limits[variable] ?? 0) : width;
          expect(at(packing.bits, variable)).toBeGreaterThanOrEqual(width);
          expect(at(packing.bits, variable)).toBeLessThanOrEqual(most);
        });
      }),
    );
  });

  test("gives what may grow a bit that is free", () => {
    expect(pack(Uint8Array.of(3, 4), [1]).bits[1]).toBeGreaterThan(4);
  });

  test.each([
    { what: "no variable", all: [], words: 1 },
    { what: "variables of a single value", all: [0, 0, 0], words: 1 },
    { what: "a whole word", all: [32], words: 1 },
    { what: "a whole word and variables of a single value", all: [0, 32, 0], words: 1 },
    { what: "a whole word and a bit", all: [1, 32], words: 2 },
    { what: "32 bits", all: Array<number>(32).fill(1), words: 1 },
    { what: "33 bits", all: Array<number>(33).fill(1), words: 2 },
    { what: "two that fill a word", all: [31, 1], words: 1 },
    { what: "three of more than half a word", all: [17, 17, 17], words: 3 },
    { what: "small ones in what large ones leave", all: [5, 27, 8, 24], words: 2 },
  ])("of $what takes $words words", ({ all, words }) => {
    expect(pack(Uint8Array.from(all)).words).toBe(words);
  });
});
