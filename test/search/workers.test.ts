/** One search shared by several threads: the same verdicts, counts and traces as one thread's. */

import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, test, vi } from "vitest";
import { fpu } from "../../bench/models/fpu.js";
import { philosophers } from "../../models/toys/philosophers.js";
import { twoPhaseCommit } from "../../models/toys/two-phase-commit.js";
import { type CheckOptions, check, checking, checkToFile } from "../../src/check.js";
import { type Model, ModelError } from "../../src/index.js";
import type { KernelSizes } from "../../src/kernel/sizes.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { shared, tinyShared } from "../support/sizes.js";
import { notedThreads } from "../support/threads.js";

/** Searches on tables of these sizes. */
function onTablesOf(sizes: KernelSizes): Pick<CheckOptions, "space"> {
  return { space: (interpreter, leftOut) => new TableSpace(interpreter, sizes, leftOut) };
}

/** What is the same for any number of workers. */
function said(made: Model, options: CheckOptions): string {
  const { verdicts, grounds } = check(made, { witnesses: true, symmetry: false, ...options });
  const { states, transitions, depth, views, exhausted } = grounds;
  return JSON.stringify({ verdicts, states, transitions, depth, views, exhausted });
}

describe("a search that threads share", () => {
  test.each<[string, () => Model]>([
    ["lazy FPU", () => fpu(2, 3, 1)],
    ["two-phase commit", () => twoPhaseCommit.instance("two-phase", { n: "5" }).model],
    ["philosophers that lock up", () => philosophers.instance("all-right-handed", { n: "8" }).model],
  ])("says of %s what one thread says", (_, make) => {
    const one = said(make(), {});
    for (const workers of [2, 3, 4]) {
      expect(said(make(), { workers, ...onTablesOf(shared) })).toBe(one);
      expect(said(make(), { workers, ...onTablesOf(tinyShared) })).toBe(one);
      expect(said(make(), { workers })).toBe(one);
    }
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe("a worker that dies", () => {
  test("ends the search as inconclusive, and says so", async () => {
    const threads = notedThreads();
    const search = checking(fpu(2, 3, 2), {
      workers: 3,
      properties: ["deadlock free"],
      ...onTablesOf(shared),
    });
    let step = search.next();
    while (threads.length === 0 && !step.done) step = search.next();
    await threads[0]?.terminate();
    while (!step.done) {
      await setImmediate();
      step = search.next();
    }
    expect(step.value.grounds.exhausted).toBe(false);
    expect(step.value.grounds.stopped).toBe(
      "worker 2 of 3 is gone (it ended with code 1), and what it knew of its share of the states with it",
    );
    expect(step.value.verdicts.map(({ kind }) => kind)).toEqual(["inconclusive"]);
  });
});

describe("how many workers", () => {
  test.each([0, -1, 1.5, Number.NaN, 65])("cannot be %d", (workers) => {
    expect(() => check(fpu(1, 2, 1), { workers })).toThrow(ModelError);
    expect(() => check(fpu(1, 2, 1), { workers })).toThrow(/there can be 1 to 64 workers, whole ones/);
  });

  test("is one where the search is to be written down", () => {
    const checkpoint = { due: () => false, save: () => undefined };
    expect(() =>
      checkToFile(fpu(1, 2, 1), { workers: 2, checkpoint, properties: ["deadlock free"] }),
    ).toThrow("by one worker; 2 were asked for");
  });

  test("states that are merged by symmetry are not audited", () => {
    const asked = { symmetry: true, properties: ["deadlock free"], audit: { share: 1 } };
    expect(() => check(fpu(1, 2, 1), asked)).toThrow("an audit is of a search of every state");
  });

  test("is for an exhaustive search", () => {
    expect(() => check(fpu(1, 2, 1), { workers: 2, strategy: "reduced" })).toThrow(
      "workers share an exhaustive search, and the strategy is reduced",
    );
  });
});
