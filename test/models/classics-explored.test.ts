/** The published counts, by dynamic partial order reduction: each trace once, in both modes where both apply. */

import { describe, expect, test } from "vitest";
import { type Algorithm, Dpor, NeedsSource } from "../../src/search/dpor/dpor.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { TableRuns } from "../../src/tables/table-runs.js";
import { type PublishedCount, published } from "../differential/traces/published.js";

/** How the runs end that `algorithm` explores; undefined where it cannot. */
function endings({ model }: PublishedCount, algorithm: Algorithm) {
  const dpor = new Dpor(TableRuns.of(new Interpreter(model)), { algorithm });
  try {
    for (const _ of dpor.explore());
  } catch (error) {
    if (error instanceof NeedsSource) return undefined;
    throw error;
  }
  return dpor.counts.endings;
}

describe("the published counts, by source-DPOR", () => {
  for (const program of published) {
    const { name, size, complete, blocked } = program;
    test(`${name}(${size})`, () => {
      expect(endings(program, "source")).toMatchObject({ complete, blocked, cut: 0 });
    });
  }
});

describe("the published counts, by optimal-DPOR", () => {
  for (const program of published.filter(({ general }) => !general)) {
    const { name, size, complete, blocked } = program;
    test(`${name}(${size})`, () => {
      expect(endings(program, "optimal")).toEqual({ complete, blocked, asleep: 0, cut: 0, abandoned: 0 });
    });
  }

  test("are those of every program that waits for nothing but mutexes and signals", () => {
    const refused = published.filter(
      (program) => program.size < 6 && endings(program, "optimal") === undefined,
    );
    expect(refused.filter(({ general }) => !general)).toEqual([]);
    expect(refused.length).toBeGreaterThan(0);
  });
});
