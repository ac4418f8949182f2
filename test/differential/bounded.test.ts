/** Bounded searches of random models, against the runs of each model that have no more preemptions than the bound. */

import fc from "fast-check";
import { check, type Verdict } from "preempt";
import { describe, expect, test } from "vitest";
import { bruteForce, type Run, scheduleOf } from "./brute-force.js";
import { small } from "./comparison.js";
import { type Flavour, modelDescription } from "./random-model.js";

/** So many models of each flavour are compared, at every bound. */
const models = 250;

type Moves = ReturnType<typeof scheduleOf>;

/** What a verdict shows: the moves of its trace; or nothing, where it is of the kind given. */
function shownBy(verdict: Verdict, names: readonly string[]): Moves | string {
  const trace =
    verdict.kind === "violated" ? verdict.trace : verdict.kind === "holds" ? verdict.witness : undefined;
  if (trace === undefined) return verdict.kind;
  expect(trace.least).toBe(true);
  return trace.steps.map(({ process, outcome }) => ({ process: names.indexOf(process), outcome }));
}

/** The most preemptions that any of these runs takes. */
const dearest = (runs: Iterable<Run>): number => Math.max(0, ...[...runs].map(({ cost }) => cost[0]));

describe.each<Flavour>(["plain", "declared"])("%s models", (flavour) => {
  test(`${models} of them, at every bound: what is found, with which traces, and what is proved`, {
    timeout: 300_000,
  }, () => {
    const seen = { cut: 0, proved: 0, lost: 0 };
    fc.assert(
      fc.property(modelDescription(flavour), (description) => {
        const situations = small(description);
        fc.pre(situations !== undefined && situations.model.declaresCosts === (flavour === "declared"));
        if (situations === undefined) return;
        const { model, all } = situations;
        const names = model.processes.map(({ name }) => name);
        const { best } = bruteForce(situations);
        const wanted = new Set(
          model.properties.flatMap((each) =>
            each.kind === "reachable" && !each.impossible ? [each.name] : [],
          ),
        );
        const options = { recheck: 0, witnesses: true };
        const whole = new Map(check(model, options).verdicts.map((verdict) => [verdict.property, verdict]));
        const most = dearest(best.values()) + 1;
        for (let preemptions = 0; preemptions <= most; preemptions++) {
          const { verdicts, grounds } = check(model, { ...options, preemptions });
          for (const verdict of verdicts) {
            const run = best.get(verdict.property);
            const isWithin = run !== undefined && run.cost[0] <= preemptions;
            const shown = shownBy(verdict, names);
            if (isWithin) expect(shown).toEqual(scheduleOf(run));
            else expect(shown).toBeTypeOf("string");
            // Never proved of what some dearer run shows.
            if (!isWithin && run !== undefined) expect(verdict.kind).toBe("inconclusive");
            if (verdict.kind === "unreached" || (verdict.kind === "holds" && !wanted.has(verdict.property)))
              expect(grounds.exhausted).toBe(true);
            if (verdict.kind !== "inconclusive") expect(verdict).toEqual(whole.get(verdict.property));
            seen.lost += Number(run !== undefined && !isWithin);
          }
          expect(grounds.states).toBeLessThanOrEqual(all.length);
          seen.cut += Number(!grounds.exhausted);
          seen.proved += Number(grounds.exhausted && grounds.bound?.preemptions !== 0);
        }
        // Rising bounds stop at the first that shows a violation, and know all that far.
        const first = Math.min(
          ...[...best].filter(([name]) => !wanted.has(name)).map(([, { cost }]) => cost[0]),
        );
        const { verdicts, grounds } = check(model, { ...options, strategy: "bounded" });
        const bound = grounds.bound?.preemptions ?? -1;
        for (const verdict of verdicts) {
          const run = best.get(verdict.property);
          const shown = shownBy(verdict, names);
          if (run !== undefined && run.cost[0] <= bound) expect(shown).toEqual(scheduleOf(run));
          else expect(shown).toBeTypeOf("string");
        }
        if (first === Number.POSITIVE_INFINITY) expect(grounds.exhausted).toBe(true);
        else expect(bound).toBeGreaterThanOrEqual(first);
      }),
      { numRuns: models, seed: 6 },
    );
    // Whether the models try anything.
    expect(seen.cut).toBeGreaterThan(models / 4);
    expect(seen.proved).toBeGreaterThan(models / 10);
    expect(seen.lost).toBeGreaterThan(models / 8);
  });
});
