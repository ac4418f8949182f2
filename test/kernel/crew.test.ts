/** The table that finds states, doubled by several threads, and by fewer than there were. */

import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Kernel } from "../../src/kernel/kernel.js";
import type { KernelSweep } from "../../src/kernel/kernel-sweep.js";
import { Lost } from "../../src/space/swept-space.js";
import { notedThreads } from "../support/threads.js";
import { added, inARow, kernelOf, readAll, tiny } from "./words.js";

const sweeps: KernelSweep[] = [];

afterEach(() => {
  vi.restoreAllMocks();
  for (const sweep of sweeps) sweep.dismiss();
});

/** A kernel of so many threads in all, which have every table to double. Hashes of six bits: many states stand behind full lines. */
function sharedKernel(
  words: number,
  workers: number,
): { readonly kernel: Kernel; readonly sweep: KernelSweep } {
  const kernel = kernelOf(words, { ...tiny, hashMask: 0x3f, worthSharing: 0, waitsForThreads: true });
  const sweep = kernel.sweep([]);
  sweeps.push(sweep);
  sweep.hire(workers - 1);
  return { kernel, sweep };
}

/** What is in `kernel` are `all`, in order, and it finds them. */
function expectAll(kernel: Kernel, all: readonly (readonly number[])[], words: number): void {
  expect(readAll(kernel, words)).toEqual(all);
  expect(added(kernel, all)).toEqual(all.map((_, id) => id));
  expect(kernel.size).toBe(all.length);
}

describe.each([1, 2, 3])("states of %i words", (words) => {
  const all = inARow(3000, words);

  test.each([2, 3, 4])("are found in tables that %i threads doubled", (workers) => {
    const { kernel } = sharedKernel(words, workers);
    added(kernel, all);
    expectAll(kernel, all, words);
  });

  test("are found when a thread is gone that should have helped to double the table", async () => {
    const threads = notedThreads();
    const { kernel, sweep } = sharedKernel(words, 3);
    const early = all.slice(0, 1300);
    added(kernel, early);
    await threads[0]?.terminate();
    await setImmediate();
    let next = early.length;
    const addMore = (): void => {
      for (; next < all.length; next++) added(kernel, [all[next] ?? []]);
    };
    expect(addMore).toThrow(Lost);
    expect(next).toBeGreaterThan(early.length);
    sweep.dismiss();
    expectAll(kernel, all.slice(0, next), words);
    addMore();
    expectAll(kernel, all, words);
  });
});
