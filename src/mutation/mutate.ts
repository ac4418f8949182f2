/** From a model to what becomes of its mutants. */

import { checking, type Report } from "../check.js";
import type { Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { Progress } from "../search/judge.js";
import { refuseNoModel, refuseOddOptions } from "./asked.js";
import { type Fate, Judge, type JudgingOptions } from "./judging.js";
import { type Mutant, mutantsOf } from "./mutants.js";

export type { Home } from "./places.js";

/** How to go through mutants. */
export type MutateOptions = JudgingOptions;

/** A mutant, and what became of it. */
export interface JudgedMutant {
  readonly mutant: Mutant;
  readonly fate: Fate;
}

/** What became of all mutants of a model. */
export interface MutationReport {
  /** The check of the model itself. */
  readonly base: Report;
  /** In order; none where the search of the model itself was cut. */
  readonly mutants: readonly JudgedMutant[];
}

function refuseBroken({ verdicts, grounds }: Report): void {
  const broken = verdicts.filter(({ kind }) => kind === "violated" || kind === "unreached");
  if (broken.length === 0) return;
  const named = broken.map(({ kind, property }) => `"${property}" is ${kind}`).join(", ");
  throw new ModelError(
    `mutants of a model that does not hold tell nothing: of ${grounds.model} ${named}. ` +
      "Take a variant that holds, or ask for the properties that do",
  );
}

/**
 * Goes through the mutants of `model`, step by step: yields how far it has come. For callers that must stay responsive; everyone else
 * calls {@link mutate}.
 */
export function* mutating(model: Model, options: MutateOptions = {}): Generator<Progress, MutationReport> {
  refuseNoModel(model);
  refuseOddOptions(options);
  const { stop, properties } = options;
  const base = yield* checking(model, { ...(stop && { stop }), ...(properties && { properties }) });
  refuseBroken(base);
  if (!base.grounds.exhausted) return { base, mutants: [] };
  const judge = new Judge(model, base, options);
  const all = mutantsOf(model);
  const mutants: JudgedMutant[] = [];
  for (const mutant of all) {
    const search = judge.fateOf(mutant);
    for (;;) {
      const { done, value } = search.next();
      if (done) {
        mutants.push({ mutant, fate: value });
        break;
      }
      yield { ...value, strategy: `mutant ${mutant.number} of ${all.length}, ${value.strategy}` };
    }
  }
  return { base, mutants };
}

/**
 * Changes `model` in one line at a time and says what notices: which property kills each mutant, and at what least cost.
 *
 * @throws ModelError where the model itself does not hold, as its mutants then tell nothing; for what is no model, and for odd options
 */
export function mutate(model: Model, options: MutateOptions = {}): MutationReport {
  const search = mutating(model, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/**
 * The mutant of `model` that is called `asked`, or has that number.
 *
 * @throws ModelError where there is none
 */
export function mutantNamed(model: Model, asked: string): Mutant {
  const all = mutantsOf(model);
  const found = all.find(({ name, number }) => name === asked || String(number) === asked);
  if (found !== undefined) return found;
  if (/^\d+$/.test(asked))
    throw new ModelError(`no mutant ${asked} of ${model.name}; there are 1 to ${all.length}`);
  throw new ModelError(
    unknownName(
      `mutant of ${model.name} called`,
      asked,
      all.map(({ name }) => name),
    ),
  );
}
