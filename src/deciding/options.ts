/** How a model is to be explored: what may be asked for, and what goes with what. */

import { isOfTheGraph } from "../liveness/liveness.js";
import { ModelError } from "../model/model-error.js";
import type { Property } from "../property/property.js";

/** How a model is explored. */
export type Strategy = "exhaustive" | "reduced" | "bounded" | "dpor" | "random-walk" | "pct";

/** How runs are drawn at random. */
export interface SamplingOptions {
  /** How many, at most; 1,000 if left out. No more are drawn than it takes to show all that is asked about. */
  readonly runs?: number;
  /** The most steps of a run; 1,000 if left out. */
  readonly steps?: number;
  /** What the runs are drawn from, a whole number: the same seed draws the same runs. 0 if left out. */
  readonly seed?: number;
  /** Of `pct`: how many orders between two steps the bugs that it looks for ask for, at most; 3 if left out. */
  readonly bugDepth?: number;
  /** So many nodes are searched for the least trace of what was found; a million if left out, and 0 for none. */
  readonly leastWithin?: number;
}

/** What may be said of how to explore. */
export interface StrategyOptions {
  /**
   * How many threads share an exhaustive search, with the one that asks; 1 if left out. Verdicts, counts and traces are the same for any
   * number. Claims about whole runs are decided by one thread.
   */
  readonly workers?: number;
  /** How to explore; exhaustively, if it is left out and no bound is given. See docs/search.md. */
  readonly strategy?: Strategy;
  /**
   * Of a bounded search: leave out runs of more preemptions, a whole number from 0 on. Without it the bound rises until
   * something is violated.
   */
  readonly preemptions?: number;
  /** Of `dpor`: how many steps each process may take, at most; any number, if left out. Models that loop need it. */
  readonly steps?: number;
  /** Of `random-walk` and `pct`. */
  readonly sampling?: SamplingOptions;
  /**
   * Of the exhaustive search: whether it keeps one state for all that exchanges of what the model declares to be alike turn into
   * each other. Where the model declares it, if left out: true refuses an audit beside it. See docs/symmetry.md.
   */
  readonly symmetry?: boolean;
}

const isSampling = (strategy: Strategy): strategy is "random-walk" | "pct" =>
  strategy === "random-walk" || strategy === "pct";

/** Of a search that goes through states, each once. */
export type StatesPlan =
  | { readonly kind: "exhaustive"; readonly workers: number }
  | { readonly kind: "reduced" };

/** What is asked for, with all that was left to us. */
export type Plan =
  | StatesPlan
  | { readonly kind: "bounded"; readonly preemptions: number | undefined }
  | { readonly kind: "dpor"; readonly steps: number | undefined }
  | {
      readonly kind: "sampled";
      readonly strategy: "random-walk" | "pct";
      readonly sampling: Required<SamplingOptions>;
    };

const defaults: Required<SamplingOptions> = {
  runs: 1_000,
  steps: 1_000,
  seed: 0,
  bugDepth: 3,
  leastWithin: 1_000_000,
};

/** More threads than this nobody has cores for, and each takes memory. */
const mostWorkers = 64;

/** From and to; both may be had. */
const ranges: Readonly<Record<keyof SamplingOptions, readonly [number, number]>> = {
  runs: [1, Number.MAX_SAFE_INTEGER],
  steps: [1, 1_000_000],
  seed: [0, Number.MAX_SAFE_INTEGER],
  bugDepth: [1, 100],
  leastWithin: [0, Number.MAX_SAFE_INTEGER],
};

function withDefaults(given: SamplingOptions): Required<SamplingOptions> {
  const names = Object.keys(defaults) as (keyof SamplingOptions)[];
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(defaults, name));
  if (unknown !== undefined)
    throw new ModelError(`there is no sampling option "${unknown}"; there is ${names.join(", ")}`);
  for (const name of names) {
    const value = given[name];
    const [from, to] = ranges[name];
    if (value !== undefined && !(Number.isSafeInteger(value) && value >= from && value <= to))
      throw new ModelError(`sampling.${name} is to be a whole number from ${from} to ${to}; it is ${value}`);
  }
  const said = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...defaults, ...said };
}

/**
 * How to explore, from what was said of it.
 *
 * @throws ModelError where that makes no sense, saying what was asked for, and what may be
 */
export function planOf({ strategy: named, preemptions, steps, sampling, workers }: StrategyOptions): Plan {
  if (preemptions !== undefined && !(Number.isSafeInteger(preemptions) && preemptions >= 0)) {
    throw new ModelError(
      `at most ${preemptions} preemptions is no bound: a bound is a whole number from 0 on`,
    );
  }
  const strategy = named ?? (preemptions === undefined ? "exhaustive" : "bounded");
  if (preemptions !== undefined && strategy !== "bounded")
    throw new ModelError(`a number of preemptions bounds a bounded search, and the strategy is ${strategy}`);
  if (sampling !== undefined && !isSampling(strategy))
    throw new ModelError(`sampling is for random-walk and pct, and the strategy is ${strategy}`);
  if (steps !== undefined && strategy !== "dpor")
    throw new ModelError(`a number of steps bounds the processes of dpor, and the strategy is ${strategy}`);
  if (steps !== undefined && !(Number.isSafeInteger(steps) && steps >= 1))
    throw new ModelError(
      `at most ${steps} steps of each process is no bound: a bound is a whole number from 1 on`,
    );
  if (workers !== undefined && strategy !== "exhaustive")
    throw new ModelError(`workers share an exhaustive search, and the strategy is ${strategy}`);
  if (workers !== undefined && !(Number.isSafeInteger(workers) && workers >= 1 && workers <= mostWorkers))
    throw new ModelError(`there can be 1 to ${mostWorkers} workers, whole ones; ${workers} were asked for`);
  switch (strategy) {
    case "exhaustive":
      return { kind: strategy, workers: workers ?? 1 };
    case "reduced":
      return { kind: strategy };
    case "bounded":
      return { kind: "bounded", preemptions };
    case "dpor":
      return { kind: "dpor", steps };
    case "random-walk":
    case "pct":
      return { kind: "sampled", strategy, sampling: withDefaults(sampling ?? {}) };
  }
  throw new ModelError(
    `there is no strategy "${String(strategy)}"; there is exhaustive, reduced, bounded, dpor, random-walk, pct`,
  );
}

/**
 * Refuses claims about whole runs, which are decided on the graph of all states.
 *
 * @throws ModelError naming them
 */
export function refuseOfTheGraph(strategy: "dpor" | "reduced", properties: readonly Property<never>[]): void {
  const names = properties.filter(isOfTheGraph).map(({ name, kind }) => `"${name}" (${kind})`);
  if (names.length === 0) return;
  const how = strategy === "dpor" ? "goes from run to run" : "leaves out states";
  throw new ModelError(
    `the strategy "${strategy}" ${how}, and ${names.join(", ")} can be decided on the graph of all states alone: ` +
      "check that without it, or name the other properties",
  );
}
