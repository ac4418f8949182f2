/** Random workloads on each regime as it should be: every claim holds, whatever runs. */

import fc from "fast-check";
import { check } from "preempt";
import { describe, expect, test } from "vitest";
import {
  anyWorkload,
  deferredKernel,
  eagerKernel,
  type Kernel,
  lazyKernel,
  type Workload,
  workloadModel,
} from "../../properties/workloads/index.js";

/** What larger workloads are cut at: then what was seen of them holds, and no more is said. */
const mostStates = 20_000;

interface Tally {
  checked: number;
  exhausted: number;
  states: number;
}

/** The claims that `workload` breaks on `kernel`, each with its trace's cost. */
function broken(workload: Workload, kernel: Kernel, tally: Tally): readonly string[] {
  const stop = ({ states }: { readonly states: number }): string | undefined =>
    states >= mostStates ? "large" : undefined;
  const { verdicts, grounds } = check(workloadModel(workload, kernel), { stop, recheck: 0 });
  tally.checked += 1;
  tally.exhausted += grounds.exhausted ? 1 : 0;
  tally.states += grounds.states;
  return verdicts.flatMap((verdict) =>
    verdict.kind === "violated" ? [`${verdict.property}: ${JSON.stringify(verdict.trace.cost)}`] : [],
  );
}

describe.each<[string, Kernel, { readonly runs: number; readonly seed: number }]>([
  ["deferred", deferredKernel(), { runs: 150, seed: 1 }],
  ["eager", eagerKernel(), { runs: 200, seed: 2 }],
  ["lazy, preload never", lazyKernel(), { runs: 120, seed: 3 }],
  ["lazy, preload may", lazyKernel({ preload: "may" }), { runs: 120, seed: 4 }],
])("%s", (_, kernel, { runs, seed }) => {
  test(`${runs} workloads hold, and most of them whole`, () => {
    const tally: Tally = { checked: 0, exhausted: 0, states: 0 };
    fc.assert(
      fc.property(anyWorkload, (workload) => {
        expect(broken(workload, kernel, tally)).toEqual([]);
      }),
      { numRuns: runs, seed },
    );
    expect(tally.checked).toBe(runs);
    expect(tally.exhausted).toBeGreaterThan(0.75 * runs);
    expect(tally.states / runs).toBeGreaterThan(500);
  });
});
