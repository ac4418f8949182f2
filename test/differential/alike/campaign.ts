/** Many random models of which some elements are alike, or nearly so, compared. */

import fc from "fast-check";
import { isModelError, type Model } from "preempt";
import { expect } from "vitest";
import { ofOne } from "./claims.js";
import { Comparison, cameOf } from "./comparison.js";
import { builtModel } from "./model.js";
import { Brute, declaredAlike, exchangesOf, TooMany } from "./orbits.js";
import { modelDescription, oddity } from "./random-models.js";
import type { Way } from "./ways.js";

/** A model has as many states; another is passed over. */
export interface Size {
  readonly fewest: number;
  readonly most: number;
}

const size: Size = { fewest: 10, most: 150 };

/** How often what came about, by what it is. */
export type Tally = ReadonlyMap<string, number>;
type Count = (what: string) => void;

/** What is made; undefined where that shows a mistake in the model. */
function unlessMistaken<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch (error) {
    if (isModelError(error)) return undefined;
    throw error;
  }
}

/** Whether it was done, and there were not too many states for it. */
function unlessTooMany(run: () => void): boolean {
  try {
    run();
    return true;
  } catch (error) {
    if (error instanceof TooMany) return false;
    throw error;
  }
}

/** The model, unless it cannot be made, or has too many states or too few. One with a mistake in it will do. */
export function sized(build: () => Model, { fewest, most }: Size): Model | undefined {
  const model = unlessMistaken(build);
  if (model === undefined) return undefined;
  let states = 0;
  const isSmall = unlessTooMany(() => {
    const brute = new Brute(model, { leftOut: [], most });
    states = unlessMistaken(() => brute.counts().states) ?? fewest;
  });
  return isSmall && states >= fewest ? model : undefined;
}

/** How many models are drawn, and from what. */
export interface Drawing {
  readonly models: number;
  readonly seed: number;
}

/** Compares the models of what is drawn, which is printed where one fails. */
function campaign<T>(
  drawn: fc.Arbitrary<T>,
  modelOf: (of: T) => Model,
  { models, seed, compare }: Drawing & { readonly compare: (model: Model, count: Count) => void },
): Tally {
  const tally = new Map<string, number>();
  let failed = false;
  const count: Count = (what) => tally.set(what, (tally.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(drawn, (of) => {
      const model = sized(() => modelOf(of), size);
      fc.pre(model !== undefined);
      if (model === undefined) return;
      try {
        fc.pre(unlessTooMany(() => compare(model, count)));
      } catch (error) {
        // To make it smaller may take longer than there is time.
        if (!failed && !fc.PreconditionFailure.isFailure(error))
          console.log(`seed ${seed}: ${fc.stringify(of)}`);
        failed = true;
        throw error;
      }
      count("models");
    }),
    { numRuns: models, seed, maxSkipsPerRun: 1000 },
  );
  return tally;
}

/** Searches a model that is as it is declared in all of these ways; counts what it was like. */
export function compareOne(model: Model, ways: readonly Way[], count: Count): void {
  const comparison = new Comparison(model, size.most);
  const { plain } = comparison;
  if ("refused" in plain) count("mistaken");
  else for (const { kind } of plain.report.verdicts) count(kind);
  for (const way of ways) {
    const came = comparison.compare(way);
    if (way.counts !== "orbits") continue;
    comparison.compareInHaste(way);
    if (!("report" in came) || !("report" in plain)) continue;
    const { alike, apart } = came.report.grounds.symmetry ?? { alike: [], apart: [] };
    expect(apart.filter(({ property }) => !property.startsWith(ofOne))).toEqual([]);
    if (apart.length > 0) count("told apart");
    else expect(alike).toEqual(declaredAlike(model).filter(({ elements }) => elements.length > 1));
    if (came.report.grounds.states < plain.report.grounds.states) count("smaller");
  }
}

/** Searches models that are as they are declared in all of these ways. */
export function compareAlike(ways: readonly Way[], drawing: Drawing): Tally {
  return campaign(modelDescription(), (description) => builtModel(description), {
    ...drawing,
    compare: (model, count) => compareOne(model, ways, count),
  });
}

/**
 * Searches a model that may not be as it is declared: it is refused, or what was taken to be alike is. That is asked of brute force, of
 * all that is reachable, and of what exchanges make of it. Says which.
 */
export function compareTwin(model: Model, way: Way): string {
  const comparison = new Comparison(model, size.most);
  const { plain } = comparison;
  const came = cameOf(model, way.options);
  if ("refused" in plain) {
    // For the mistake, or for the oddity.
    expect(came).toHaveProperty("refused");
    return "mistaken";
  }
  const brute = comparison.bruteOf(plain.report);
  if ("refused" in came) {
    expect(came.refused).toMatch(/are declared to be alike, and are not:/);
    const untruth = brute.untruth(exchangesOf(model, declaredAlike(model)), []);
    return untruth === undefined ? "refused for what is never reached" : "refused, being untrue";
  }
  comparison.compare(way);
  const exchanges = exchangesOf(model, came.report.grounds.symmetry?.alike ?? []);
  expect(brute.untruth(exchanges, comparison.open(came.report))).toBeUndefined();
  return exchanges.length === 0 ? "told apart by claims" : "true";
}

/** Searches models of which one spot is odd. */
export function compareTwins(way: Way, drawing: Drawing): Tally {
  const drawn = fc.record({ description: modelDescription(), odd: oddity });
  return campaign(drawn, ({ description, odd }) => builtModel(description, odd), {
    ...drawing,
    compare: (model, count) => count(compareTwin(model, way)),
  });
}
