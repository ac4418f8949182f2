/** States that are laid out anew keep their numbers and their values, and are found where they stand then. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Kernel } from "../../src/kernel/kernel.js";
import type { KernelSizes } from "../../src/kernel/sizes.js";
import { type Packing, pack, placeIn } from "../../src/tables/packing.js";
import { added, kernelOf, numbered, readAll, type Words } from "./words.js";

/** A state by variable: the number of its value. */
type Values = readonly number[];

/** The words of a state as `packing` has them. */
function packed({ words, word, shift }: Packing, values: Values): Words {
  const row = new Int32Array(words);
  values.forEach((value, v) => {
    const w = word[v] as number;
    row[w] = (row[w] as number) | (value << (shift[v] as number));
  });
  return [...row];
}

/** Where variables move to: three numbers each. */
function moved(before: Packing, after: Packing): Int32Array {
  return Int32Array.from(before.bits, () => 0).length === 0
    ? new Int32Array(0)
    : Int32Array.from(
        [...before.bits.keys()].flatMap((v) => [
          placeIn(before, v),
          before.mask[v] as number,
          placeIn(after, v),
        ]),
      );
}

/** Puts `states` into a kernel under the first packing, and lays them out under each of the others in turn. */
function compare(states: readonly Values[], packings: readonly Packing[], sizes: KernelSizes): void {
  const [first, ...others] = packings as [Packing, ...Packing[]];
  const ids = numbered(states);
  const distinct = states.filter((_, i) => ids.indexOf(ids[i] ?? -1) === i);
  const kernel: Kernel = kernelOf(first.words, sizes);
  expect(
    added(
      kernel,
      states.map((state) => packed(first, state)),
    ),
  ).toEqual(ids);
  let before = first;
  for (const after of others) {
    kernel.layOut(after.words, moved(before, after));
    const rows = distinct.map((state) => packed(after, state));
    expect(readAll(kernel, after.words)).toEqual(rows);
    // They are found again, and are not added a second time.
    expect(added(kernel, rows)).toEqual(rows.map((_, id) => id));
    expect(kernel.size).toBe(distinct.length);
    before = after;
  }
}

const of = (...widths: readonly number[]): Packing => pack(Uint8Array.from(widths));
const small: KernelSizes = { segmentBits: 2, tableBits: 4, moves: 1 };

describe("states that are laid out anew", () => {
  const states = Array.from({ length: 60 }, (_, i) => [i % 8, i % 4, i % 2, i % 5]);

  test.each([
    ["in as many words", [of(3, 2, 1, 3), of(3, 3, 2, 4)]],
    ["from one word in two", [of(3, 2, 1, 3), of(20, 20, 20, 4)]],
    ["from two words in five", [of(20, 20, 20, 4), of(31, 31, 31, 31)]],
    ["from five words in one", [of(31, 31, 31, 31), of(3, 2, 1, 3)]],
    [
      "again and again",
      [of(3, 2, 1, 3), of(4, 2, 1, 3), of(31, 31, 31, 31), of(3, 2, 1, 3), of(32, 32, 32, 32)],
    ],
  ])("%s are what they were", (_, packings) => {
    compare(states, packings, small);
    compare(states, packings, { ...small, hashMask: 0 });
  });

  test("need not be there", () => {
    compare([], [of(1), of(31, 31, 31)], small);
  });

  test("of a variable of a single value gain it at its new place", () => {
    compare(
      [
        [0, 1],
        [0, 2],
        [0, 3],
      ],
      [of(0, 2), of(5, 2), of(0, 2)],
      small,
    );
  });

  test("may fill a word to its last bit", () => {
    const ends = [
      [-1, 1],
      [2 ** 31 - 1, 0],
      [-(2 ** 31), 1],
      [0, 0],
    ];
    compare(ends, [of(32, 1), of(32, 32), of(32, 1)], small);
  });

  test("can be any, packed in any way", () => {
    const width = fc.integer({ min: 0, max: 12 });
    const drawn = fc.integer({ min: 1, max: 12 }).chain((variables) => {
      const row = fc.array(width, { minLength: variables, maxLength: variables });
      return row.chain((least) =>
        fc.record({
          packings: fc.array(
            row.map((more) => of(...least.map((bits, v) => bits + (more[v] ?? 0)))),
            { minLength: 2, maxLength: 4 },
          ),
          states: fc.array(fc.tuple(...least.map((bits) => fc.integer({ min: 0, max: 2 ** bits - 1 }))), {
            minLength: 1,
            maxLength: 60,
          }),
        }),
      );
    });
    const sizes = fc.record({
      segmentBits: fc.integer({ min: 0, max: 4 }),
      tableBits: fc.constant(4),
      moves: fc.constant(1),
      hashMask: fc.constantFrom(-1, 0, 3),
    });
    fc.assert(
      fc.property(drawn, sizes, ({ packings, states }, size) => compare(states, packings, size)),
      { numRuns: 300, seed: 20_240_229 },
    );
  });
});
