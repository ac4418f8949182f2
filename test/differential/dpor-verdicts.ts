/** Compares what dpor says of a model with what an exhaustive search says, and with what happens within a number of steps. */

import { check, type Model, type Report } from "preempt";
import { expect } from "vitest";
import { isWanted } from "../../src/verdict.js";
import { WithinSteps } from "./within-steps.js";

/** What a campaign has gone through. */
export interface Tally {
  models: number;
  /** Of those, the ones all of whose runs end. */
  ending: number;
  /** By the algorithm. */
  optimal: number;
  source: number;
  /** Properties that some run shows broken, or met. */
  found: number;
  /** Bounded searches that were cut, and of these the ones that missed what an exhaustive search finds. */
  cut: number;
  missed: number;
  /** Models with surroundings in which a state is a deadlock, where these could move or not. */
  surroundings: number;
}

export const emptyTally = (): Tally => ({
  models: 0,
  ending: 0,
  optimal: 0,
  source: 0,
  found: 0,
  cut: 0,
  missed: 0,
  surroundings: 0,
});

const options = { recheck: 0, witnesses: true } as const;

/** So many situations are gone through for a bound, at most; where there are more it is not tried. */
const mostSituations = 1_500;
/** One model in so many is tried with every bound, the others with one each. */
const oneInAll = 16;

function add(tally: Tally, model: Model, { verdicts, grounds }: Report): void {
  tally.models += 1;
  if (grounds.explored?.algorithm === "optimal") tally.optimal += 1;
  else tally.source += 1;
  const violated = new Set(
    verdicts.filter(({ kind }) => kind === "violated").map(({ property }) => property),
  );
  tally.found += violated.size;
  const deadlock = model.properties.find(({ kind }) => kind === "deadlockFree")?.name ?? "";
  const surrounded = model.processes.some(({ environment }) => environment);
  if (surrounded && violated.has(deadlock)) tally.surroundings += 1;
}

/** Dpor without a bound says what the exhaustive search does, with the same traces. For models all of whose runs end. */
function compareAll(model: Model, whole: Report): Report {
  const report = check(model, { ...options, strategy: "dpor" });
  expect(report.verdicts).toEqual(whole.verdicts);
  const { grounds } = report;
  expect(grounds.exhausted).toBe(true);
  expect(grounds.explored?.cut).toBe(0);
  return report;
}

/** Dpor within a bound finds what can be found there, with the same traces, and proves nothing where a process was cut. */
function compareWithin(model: Model, whole: Report, { steps, tally, all }: Compared): boolean {
  const within = all.within(steps, mostSituations);
  if (within === undefined) return false;
  const { verdicts, grounds } = check(model, { ...options, strategy: "dpor", steps });
  expect(grounds.exhausted).toBe(!within.cut);
  const known = new Map(whole.verdicts.map((verdict) => [verdict.property, verdict]));
  for (const verdict of verdicts) {
    const { property, kind } = verdict;
    if (within.cut && !within.shown.has(property))
      expect([property, kind]).toEqual([property, "inconclusive"]);
    else expect(verdict).toEqual(known.get(property));
  }
  if (!within.cut) return true;
  tally.cut += 1;
  const wanted = new Set(model.properties.filter(isWanted).map(({ name }) => name));
  const missed = whole.verdicts.filter(({ property, kind }) => {
    const shown = wanted.has(property) ? kind === "holds" : kind === "violated";
    return shown && !within.shown.has(property);
  });
  tally.missed += missed.length;
  return true;
}

interface Compared {
  readonly steps: number;
  readonly tally: Tally;
  readonly all: WithinSteps;
}

/**
 * Compares.
 *
 * @param ends whether all runs of the model are known to end, so that dpor can be asked without a bound
 */
export function compareDpor(model: Model, tally: Tally, ends: boolean): void {
  const whole = check(model, options);
  let report: Report | undefined;
  if (ends) {
    report = compareAll(model, whole);
    tally.ending += 1;
  }
  add(tally, model, report ?? whole);
  const all = new WithinSteps(model);
  const bounds = tally.models % oneInAll === 0 ? [1, 2, 3, 4] : [1 + (tally.models % 3)];
  for (const steps of bounds) if (!compareWithin(model, whole, { steps, tally, all })) return;
}
