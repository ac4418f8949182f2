/** From a model to its verdicts. */

import type { CheckOptions, FiledOptions } from "./deciding/asked.js";
import { reporting } from "./deciding/reporting.js";
import { named } from "./engine.js";
import type { Model } from "./model/model.js";
import type { Progress } from "./search/judge.js";
import type { Report } from "./verdict.js";

export type { CheckOptions } from "./deciding/asked.js";
export type { Checkpointing, SavedSearch, SearchFacts, SearchSource } from "./deciding/checkpoint.js";
export type { SamplingOptions, Strategy, StrategyOptions } from "./deciding/options.js";
export { toldByOne } from "./deciding/reporting.js";
export { OutOfMemory } from "./space/out-of-memory.js";
export { CannotResume } from "./space/saved.js";
export type { Drawing } from "./spot-check/drawn.js";
export type { Audited } from "./spot-check/spot-check.js";
export type {
  Alike,
  Bounds,
  ExploredRuns,
  Grounds,
  PctChance,
  Report,
  SampledRuns,
  Verdict,
} from "./verdict.js";

/**
 * Checks a model step by step: yields how far it has come, returns the report. For callers that must stay responsive;
 * everyone else calls {@link check}.
 */
export function* checking(model: Model, options: CheckOptions = {}): Generator<Progress, Report> {
  return yield* checkingToFile(model, options);
}

/** The same, with what goes to files. */
export function* checkingToFile(model: Model, options: FiledOptions): Generator<Progress, Report> {
  return yield* named(model, reporting(model, options));
}

/**
 * Explores every interleaving of `model` and judges its properties: for each a proof, or a trace of least cost.
 *
 * @throws ModelError for a mistake in the model, with the schedule that led to it
 */
export function check(model: Model, options: CheckOptions = {}): Report {
  return checkToFile(model, options);
}

/** The same, with what goes to files. */
export function checkToFile(model: Model, options: FiledOptions): Report {
  const search = checkingToFile(model, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}
