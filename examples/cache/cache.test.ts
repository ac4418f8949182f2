/** The model is checked; and the code itself is run in the order that the model was broken by. */

import { check, type StateView, type Trace } from "preempt";
import { explore } from "preempt/vitest";
import { describe, expect, test } from "vitest";
import { Cache, VersionedCache } from "./cache.js";
import { cache, type variables } from "./cache.model.js";
import { HandDriven, type Taken, take } from "./hand-driven.js";

const fresh = "what is cached is what the database has";

// Each variant, with one and two of each: what the family states.
explore.each(cache);

describe("the model", () => {
  test("one reader and one update break it, in five steps", () => {
    expect(cache.instance("broken")).toViolate(fresh, { preemptions: 1, events: 0, steps: 5 });
  });

  test("to drop what is cached before the write as well does not help", () => {
    expect(cache.instance("half-fixed")).toViolate(fresh, { preemptions: 1, events: 0, steps: 6 });
  });

  test("the version does, with three of each", () => {
    expect(cache.instance("fixed", { readers: "3", updates: "3" })).toHold();
  });

  test("and does not do so by never caching anything that was written", () => {
    expect(cache.instance("fixed")).toReach(
      (s: StateView<typeof variables>) => s.process("get1").finished && s.cached === 1,
    );
  });
});

/** The trace of least cost, as whose step and which. */
function taken({ steps }: Trace): readonly Taken[] {
  return steps.map(({ process, acts }) => ({ who: process, label: acts.map(({ label }) => label).join() }));
}

/** What the least trace of the broken variant takes. */
function broken(): readonly Taken[] {
  const { verdicts } = check(cache.instance("broken").model);
  const [trace] = verdicts.flatMap((verdict) => (verdict.kind === "violated" ? [verdict.trace] : []));
  if (trace === undefined) throw new Error("nothing breaks the broken variant");
  return taken(trace);
}

/** What a cache serves in the end, and what the database has. */
async function after(make: (database: HandDriven) => Cache | VersionedCache, order: readonly Taken[]) {
  const database = new HandDriven();
  const cached = make(database);
  await take(order, cached, database);
  const asked = cached.get();
  database.serveAll();
  return { served: await asked, stored: database.stored };
}

describe("the code", () => {
  test("serves what is stale, in the order that the model was broken by", async () => {
    expect(await after((database) => new Cache(database), broken())).toEqual({ served: 0, stored: 1 });
  });

  test("does not where it has a version, in the same order", async () => {
    expect(await after((database) => new VersionedCache(database), broken())).toEqual({
      served: 1,
      stored: 1,
    });
  });

  test("is wrong in one order of ten, and with a version in none", async () => {
    const get = ["not cached: ask the database", "the database reads", "keep what it read"];
    const update = ["the database writes", "drop what is cached"];
    const orders = interleavings(
      get.map((label) => ({ who: "get1", label })),
      update.map((label) => ({ who: "update1", label })),
    );
    expect(orders).toHaveLength(10);
    const stale = async (make: (database: HandDriven) => Cache | VersionedCache) => {
      const ends = await Promise.all(orders.map((order) => after(make, order)));
      return orders.filter((_, i) => ends[i]?.served !== ends[i]?.stored);
    };
    expect(await stale((database) => new Cache(database))).toEqual([broken()]);
    expect(await stale((database) => new VersionedCache(database))).toEqual([]);
  });
});

/** Both lists in one, each in its own order: all the ways. */
function interleavings<T>(a: readonly T[], b: readonly T[]): readonly (readonly T[])[] {
  const [x, ...restOfA] = a;
  const [y, ...restOfB] = b;
  if (x === undefined || y === undefined) return [[...a, ...b]];
  return [
    ...interleavings(restOfA, b).map((rest) => [x, ...rest]),
    ...interleavings(a, restOfB).map((rest) => [y, ...rest]),
  ];
}
