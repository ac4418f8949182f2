/** How many Mazurkiewicz traces the classics have: what was published, by the counters in test code. */

import { describe, expect, test } from "vitest";
import { classics } from "../../models/classics/index.js";
import { withinDelays, withinPreemptions } from "../differential/traces/bounded-traces.js";
import { bruteTraces } from "../differential/traces/brute-traces.js";
import { wronglyIndependent } from "../differential/traces/commuting.js";
import { partsOf } from "../differential/traces/parts.js";
import { published } from "../differential/traces/published.js";
import { sleepCountOfParts } from "../differential/traces/sleep-count.js";
import { graphOf } from "../differential/traces/state-graph.js";
import { writers } from "./writers.js";

const named = published.map((row) => ({ ...row, title: `${row.name}, ${row.size}` }));

describe("the published counts", () => {
  test.each(named)("$title: $complete complete, $blocked blocked", ({ model, complete, blocked }) => {
    const parts = partsOf(model);
    expect(sleepCountOfParts(parts)).toEqual({ complete, blocked });
    expect(parts.map(wronglyIndependent)).toEqual(parts.map(() => undefined));
  });

  test("are of every program", () => {
    const programs = classics.flatMap(({ name, variants }) =>
      Object.keys(variants).map((variant) => `${name}@${variant}`),
    );
    expect([...new Set(published.map(({ name }) => name))].sort()).toEqual(programs.sort());
  });

  test("tell which programs have general guards", () => {
    const general = published.filter((row) => row.general).map(({ name }) => name);
    expect(general).toEqual([
      "flag-protocols@peterson",
      "flag-protocols@simplified-dekker",
      "flag-protocols@dekker-trylock",
      "waiting@exchange",
      "reduction-traps@two-levels",
      "reduction-traps@three-conditions",
    ]);
  });
});

describe("every run, one by one, comes to the same", () => {
  /** The largest size with fewer than 50,000 runs; where there is none here, all sizes have. */
  const largest: Readonly<Record<string, number>> = {
    "readers@readers": 7,
    "lastzero@lastzero": 4,
    "indexer@indexer": 3,
    "file-system@filesystem": 2,
  };
  const small = named.filter(({ name, size }) => size <= (largest[name] ?? size));

  test.each(small)("$title", ({ model, complete, blocked }) => {
    const found = bruteTraces(model, 50_000);
    expect(found).toBeDefined();
    expect({ complete: found?.complete.size, blocked: found?.blocked.size }).toEqual({ complete, blocked });
    expect(found?.failed).toEqual(new Set());
  });

  test("for at least one size of every program", () => {
    expect(new Set(small.map(({ name }) => name))).toEqual(new Set(published.map(({ name }) => name)));
  });
});

describe("the traces within a bound", () => {
  test("of delays: readers(6), the writer first", () => {
    const row = published.find(({ name, size }) => name === "readers@readers" && size === 6);
    expect(row && withinDelays(graphOf(row.model), 7)).toEqual([1, 2, 8, 23, 43, 58, 64]);
  });

  test.each([
    { writes: 2, expected: [2, 4, 6] },
    { writes: 3, expected: [2, 6, 14, 18, 20] },
  ])("of preemptions: two processes that write one variable $writes times", ({ writes, expected }) => {
    expect(withinPreemptions(graphOf(writers(writes)))).toEqual(expected);
  });
});

describe("what the traps are about", () => {
  const ends = (variant: string) => {
    const row = published.find(({ name }) => name === `reduction-traps@${variant}`);
    if (row === undefined) throw new Error(`no trap is called ${variant}`);
    const traces = bruteTraces(row.model, 10_000);
    return { terminal: traces?.terminal.size, deadlocks: traces?.deadlocks.size };
  };

  test("two runs that meet have 2 ends between 3 traces", () => {
    expect(ends("same-state")).toEqual({ terminal: 2, deadlocks: 0 });
  });

  test("the guard that two independent steps shut leaves one deadlock", () => {
    expect(ends("three-conditions")).toEqual({ terminal: 2, deadlocks: 1 });
  });
});
