/** Random runs of random models, against all the runs of each model. */

import fc from "fast-check";
import { check, type Trace } from "preempt";
import { describe, expect, test } from "vitest";
import { compareCosts, type TraceCost } from "../../src/search/cost.js";
import { parseSchedule } from "../../src/trace/replay.js";
import { schedule } from "../../src/trace/trace.js";
import { bruteForce, type Run, scheduleOf } from "./brute-force.js";
import { small } from "./comparison.js";
import { type Flavour, modelDescription } from "./random-model.js";

/** So many models of each flavour are sampled, in four ways. */
const models = 150;

const costOf = ({ cost: [preemptions, events, steps] }: Run): TraceCost => ({ preemptions, events, steps });

describe.each<Flavour>(["plain", "declared"])("%s models", (flavour) => {
  test(`${models} of them: what is found there is, with the least trace or a dearer one; and nothing is proved`, {
    timeout: 300_000,
  }, () => {
    const seen = { found: 0, missed: 0, dearer: 0 };
    fc.assert(
      fc.property(modelDescription(flavour), fc.nat(), (description, seed) => {
        const situations = small(description);
        fc.pre(situations !== undefined && situations.model.declaresCosts === (flavour === "declared"));
        if (situations === undefined) return;
        const { model } = situations;
        const { best } = bruteForce(situations);
        for (const strategy of ["random-walk", "pct"] as const) {
          for (const leastWithin of [0, 10_000]) {
            const sampling = { seed, runs: 20, steps: 1_000, leastWithin };
            const { verdicts, grounds } = check(model, { recheck: 0, witnesses: true, strategy, sampling });
            expect(grounds.exhausted).toBe(false);
            expect(grounds.sampling?.cut).toBe(0);
            for (const verdict of verdicts) {
              const run = best.get(verdict.property);
              if (verdict.kind === "inconclusive") {
                seen.missed += Number(run !== undefined);
                continue;
              }
              expect(verdict.kind).not.toBe("unreached");
              const trace: Trace | undefined = verdict.kind === "violated" ? verdict.trace : undefined;
              const shown = trace ?? (verdict.kind === "holds" ? verdict.witness : undefined);
              if (run === undefined || shown === undefined)
                throw new Error(`${verdict.property} was made up`);
              seen.found += 1;
              expect(shown.least).toBe(leastWithin > 0);
              const moves = parseSchedule(model, schedule(shown));
              if (shown.least) expect(moves).toEqual(scheduleOf(run));
              const compared = compareCosts(costOf(run), shown.cost);
              expect(compared).toBeLessThanOrEqual(0);
              if (!shown.least) seen.dearer += Number(compared < 0);
            }
          }
        }
      }),
      { numRuns: models, seed: 7 },
    );
    // Whether the models try anything, and whether trying makes traces cheap.
    expect(seen.found).toBeGreaterThan(6 * models);
    expect(seen.missed).toBeGreaterThan(0);
    expect(seen.dearer).toBeGreaterThan(0);
    expect(seen.dearer).toBeLessThan(seen.found / 20);
  });
});
