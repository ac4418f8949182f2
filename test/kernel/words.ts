/** States as rows of words, and what a plain Map says of them. */

import { expect } from "vitest";
import { Kernel } from "../../src/kernel/kernel.js";
import type { KernelSizes } from "../../src/kernel/sizes.js";

export type Words = readonly number[];

/** The least and the largest of what a word holds. */
export const least = -(2 ** 31);
export const most = 2 ** 31 - 1;

/** Sizes at which every few states come to a border. */
export const tiny: KernelSizes = { segmentBits: 1, tableBits: 4, moves: 1 };

/** A kernel whose states have so many words. */
export function kernelOf(words: number, sizes: KernelSizes = tiny): Kernel {
  const kernel = new Kernel(sizes);
  kernel.layOut(words);
  return kernel;
}

/** Adds `all` one after another; says which number each was given. */
export function added(kernel: Kernel, all: readonly Words[]): readonly number[] {
  return all.map((words) => kernel.add(Int32Array.from(words)));
}

/** The numbers that a Map gives to `all`, in the order in which they first appear. */
export function numbered(all: readonly Words[]): readonly number[] {
  const ids = new Map<string, number>();
  return all.map((words) => {
    const key = words.join(" ");
    const id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    return id;
  });
}

/** The words of a state. Nothing beside them is written. */
export function read(kernel: Kernel, id: number, words: number): Words {
  const into = new Int32Array(words + 1).fill(77);
  kernel.read(id, into);
  expect(into[words]).toBe(77);
  return [...into.slice(0, words)];
}

/** All states, in the order of their numbers. */
export function readAll(kernel: Kernel, words: number): readonly Words[] {
  return Array.from({ length: kernel.size }, (_, id) => read(kernel, id, words));
}

/** Puts `all` into a kernel, and asks everything that can be asked of it. */
export function compare(all: readonly Words[], sizes: KernelSizes): void {
  const words = all[0]?.length ?? 1;
  const ids = numbered(all);
  const kernel = kernelOf(words, sizes);
  const distinct = all.filter((_, i) => ids.indexOf(ids[i] ?? -1) === i);
  expect(added(kernel, all)).toEqual(ids);
  expect(kernel.size).toBe(distinct.length);
  expect(readAll(kernel, words)).toEqual(distinct);
  expect(kernel.bytes).toBeGreaterThanOrEqual(4 * words * kernel.size);
  expect(added(kernel, all)).toEqual(ids);
  expect(kernel.size).toBe(distinct.length);
}

/** `count` different states of `words` words. */
export const inARow = (count: number, words: number): readonly Words[] =>
  Array.from({ length: count }, (_, i) =>
    Array.from({ length: words }, (_, w) => (w === i % words ? i + 1 : -1)),
  );
