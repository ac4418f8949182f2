/** Memory in pieces: zero, apart from each other, used again, and where they were however large it all grows. */

import { describe, expect, test } from "vitest";
import { Arena } from "../../src/kernel/arena.js";
import { Kernel } from "../../src/kernel/kernel.js";
import { OutOfMemory } from "../../src/space/out-of-memory.js";
import { added, inARow, readAll } from "./words.js";

const line = 64;
const gibibyte = 2 ** 30;

const bytesAt = (arena: Arena, address: number, bytes: number): Uint8Array =>
  new Uint8Array(arena.memory.buffer, address, bytes);

describe("a piece", () => {
  test("begins at a cache line, behind what is reserved and behind the pieces before", () => {
    const arena = new Arena(100);
    const sizes = [1, 4, 63, 64, 65, 200, 4];
    const pieces = sizes.map((bytes) => ({ bytes, at: arena.allocate(bytes) }));
    expect(pieces.map(({ at }) => at)).toEqual([128, 192, 256, 320, 384, 512, 768]);
    expect(pieces.every(({ at }) => at % line === 0)).toBe(true);
  });

  test("is zero, whatever was there when it is used again", () => {
    const arena = new Arena(0);
    const at = arena.allocate(130);
    bytesAt(arena, at, 192).fill(0xff);
    arena.free(at, 130);
    // 130 bytes take three lines, and 192 do, too.
    expect(arena.allocate(192)).toBe(at);
    expect(bytesAt(arena, at, 192).every((byte) => byte === 0)).toBe(true);
  });

  test("is used again for its own size alone, and by one at a time", () => {
    const arena = new Arena(0);
    const [a, b] = [arena.allocate(64), arena.allocate(64)];
    arena.free(a, 64);
    arena.free(b, 64);
    const larger = arena.allocate(128);
    const again = [arena.allocate(64), arena.allocate(64), arena.allocate(64)];
    expect(new Set([larger, ...again]).size).toBe(4);
    expect(new Set(again.slice(0, 2))).toEqual(new Set([a, b]));
    expect(again[2]).toBe(larger + 128);
  });

  test("is what an array is released as", () => {
    const arena = new Arena(0);
    const array = arena.array(40);
    expect([array.length, array.byteOffset % line]).toEqual([40, 0]);
    arena.release(array.fill(3));
    const again = arena.array(40);
    expect(again.byteOffset).toBe(array.byteOffset);
    expect([...again]).toEqual(Array.from({ length: 40 }, () => 0));
  });
});

describe("memory that grows", () => {
  test("leaves what was handed out where it is, and what was written there", () => {
    const arena = new Arena(64);
    const early = arena.array(16).fill(7);
    const { buffer } = arena.memory;
    const large = arena.array(2 ** 20);
    expect(arena.memory.buffer).not.toBe(buffer);
    expect([...early]).toEqual(Array.from({ length: 16 }, () => 7));
    early[3] = 9;
    expect([...arena.words(early.byteOffset, 5)]).toEqual([7, 7, 7, 9, 7]);
    expect([large.length, large[0], large.at(-1)]).toEqual([2 ** 20, 0, 0]);
  });

  test("ends short of 4 GiB, and says so; smaller pieces are to be had then", () => {
    const arena = new Arena(0);
    arena.allocate(2 * gibibyte);
    const page = 2 ** 16;
    // The last page is kept back: the address behind a piece must be one.
    const left = 2 * gibibyte - page;
    expect(() => arena.allocate(left + 1)).toThrow(OutOfMemory);
    expect(() => arena.allocate(2 * gibibyte)).toThrow(
      "the states, what finds them, and what was learnt of the model do not fit into 4095 MiB, the most that can be addressed",
    );
    expect(arena.allocate(left)).toBe(2 * gibibyte);
    expect(arena.memory.buffer.byteLength).toBe(4 * gibibyte - page);
    expect(() => arena.allocate(1)).toThrow(OutOfMemory);
  });
});

// What is not touched takes no memory, so this is cheap.
describe.each([
  ["across 2 GiB, where addresses turn negative as 32-bit numbers", 2 * gibibyte - 2 ** 17],
  ["above 3 GiB", 3 * gibibyte],
])("states %s", (_, bytes) => {
  test.each([1, 2, 3, 5])("of %i words are kept, found, laid out anew", (words) => {
    const kernel = new Kernel({ segmentBits: 6, tableBits: 4, moves: 1 });
    kernel.arena.allocate(bytes);
    kernel.layOut(words);
    const all = inARow(5_000, words);
    const numbers = all.map((_, id) => id);
    expect(added(kernel, all)).toEqual(numbers);
    expect(added(kernel, all)).toEqual(numbers);
    expect(readAll(kernel, words)).toEqual(all);
    const variables = all[0]?.flatMap((_, w) => [32 * w, -1, 32 * (w + 2)]) ?? [];
    kernel.layOut(words + 2, Int32Array.from(variables));
    const moved = all.map((state) => [0, 0, ...state]);
    expect(readAll(kernel, words + 2)).toEqual(moved);
    expect(added(kernel, moved)).toEqual(numbers);
  });
});
