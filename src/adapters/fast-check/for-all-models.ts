/**
 * Configurations drawn by fast-check, each explored exhaustively. What is random is which models are looked at; what is said of
 * each is a proof, or a trace of least cost.
 */

import {
  __version,
  type Arbitrary,
  limitShrink,
  type Parameters,
  PreconditionFailure,
  property,
  readConfigureGlobal,
  check as runCheck,
  stringify,
} from "fast-check";
import type { Model } from "../../model/model.js";
import { ModelError } from "../../model/model-error.js";
import { counted } from "../../render/numbers.js";
import { schedule } from "../../trace/trace.js";
import { Campaign } from "./campaign.js";
import { atMost, type Judging, judge } from "./judged.js";
import { checkDrawing, checkForAllOptions, type ForAllOptions } from "./options.js";
import type { Counterexample, Outcome, Tally } from "./outcome.js";
import { keyOf } from "./plain-data.js";
import { outcomeText } from "./report.js";
import { refuseOtherMajors } from "./version.js";

/** Smaller configurations are tried so many times, unless it is said otherwise. */
const usualShrinks = 1000;

/** The parameters that are fast-check's, those alone that were given: what is not is its to decide. */
function parametersOf<T>(options: ForAllOptions<T>): Parameters<[T]> {
  const { properties, check, maxStates, inconclusive, maxShrinks, show, examples, ...drawing } = options;
  return {
    // With as many discarded as drawn, most of them are.
    maxSkipsPerRun: readConfigureGlobal().maxSkipsPerRun ?? 1,
    ...drawing,
    ...(examples && { examples: examples.map((each): [T] => [each]) }),
  };
}

/** What `run` returns. Of a configuration that build has changed, an arbitrary may be unable to say what is smaller. */
function drawing<T, R>(campaign: Campaign<T>, run: () => R): R {
  try {
    return run();
  } catch (error) {
    const { failure } = campaign;
    if (failure?.kind !== "changed") throw error;
    throw new ModelError(`build changed its configuration: ${failure.message}`, { cause: error });
  }
}

/** As {@link forAllModels}, which throws; returns what came of it, whatever that is. */
export function checkAllModels<T>(
  arbitrary: Arbitrary<T>,
  build: (configuration: T) => Model,
  options: ForAllOptions<T> = {},
): Outcome<T> {
  refuseOtherMajors(__version);
  checkDrawing(arbitrary, build);
  checkForAllOptions(options);
  const { maxStates, maxShrinks = usualShrinks, inconclusive = "fail", check = {} } = options;
  const stop = atMost(maxStates, check);
  const judging: Judging<T> = {
    build,
    check: { ...check, ...(stop && { stop }) },
    discards: PreconditionFailure.isFailure,
  };
  const campaign = new Campaign<T>({
    judge: (configuration, names = options.properties) => judge(configuration, judging, names),
    key: (configuration) => keyOf(configuration, stringify),
    acceptsInconclusive: inconclusive === "accept",
  });
  const details = drawing(campaign, () =>
    runCheck(property(limitShrink(arbitrary, maxShrinks), campaign.passes), parametersOf(options)),
  );
  const tally: Tally = {
    seed: details.seed,
    drawn: details.numRuns,
    discarded: details.numSkips,
    interrupted: details.interrupted,
    ...campaign.explored,
  };
  if (details.counterexample === null || campaign.failure === undefined) {
    const because = vacuity(tally, details.failed, options);
    return because === undefined ? { kind: "held", tally } : { kind: "vacuous", tally, because };
  }
  const [configuration] = details.counterexample;
  const counterexample: Counterexample<T> = {
    configuration,
    ...explained(configuration, campaign.failure, judging, options),
    shrinks: details.numShrinks,
    tried: campaign.smaller,
    cut: campaign.smaller >= maxShrinks,
    path: details.counterexamplePath,
    before: details.failures.slice(0, -1).map(([each]) => each),
  };
  return { kind: "counterexample", tally, counterexample };
}

/** The failure with a report on the one property that is violated, if one is, and what else is. */
function explained<T>(
  configuration: T,
  failure: Counterexample<T>["failure"],
  judging: Judging<T>,
  { properties }: ForAllOptions<T>,
): Pick<Counterexample<T>, "failure" | "also" | "schedule"> {
  if (failure.kind !== "violated") return { failure, also: [], schedule: undefined };
  const alone = judge(configuration, judging, [failure.property]);
  const all = judge(configuration, judging, properties);
  // A model is built and explored to the same end each time, unless `build` is not a function of its configuration.
  if (alone.kind !== "violated" || all.kind !== "violated")
    throw new Error(
      `"${failure.property}" was violated, and is not when the same configuration is explored again: ` +
        "build must make the same model of it each time, without a clock, randomness, or anything that it keeps",
    );
  const verdict = alone.report.verdicts.find((each) => each.kind === "violated");
  const also = all.report.verdicts.filter(
    ({ kind, property }) => kind === "violated" && property !== failure.property,
  );
  return {
    failure: alone,
    also: also.map(({ property }) => property),
    schedule: verdict?.kind === "violated" ? schedule(verdict.trace) : undefined,
  };
}

/** Why that nothing failed says too little. */
function vacuity<T>(tally: Tally, failed: boolean, { path }: ForAllOptions<T>): string | undefined {
  const { drawn, discarded, inconclusive, interrupted, repeated, reached, seed } = tally;
  if (failed && interrupted) return `the time limit ended it after ${drawn} configurations`;
  // Without a time limit fast-check itself says when there are too many.
  if (failed || (interrupted && discarded > drawn))
    return `${discarded} configurations were discarded, and ${drawn} explored: draw fewer that fc.pre throws out`;
  if (drawn === 0) return "nothing was drawn";
  const explored = drawn - repeated;
  if (2 * inconclusive >= explored)
    return `of ${explored} configurations explored, the search of ${inconclusive} was cut: draw smaller ones`;
  // What is run again alone owes nothing to claims that are met by all together. An empty path leads nowhere: all are drawn.
  if (path !== undefined && path !== "") return undefined;
  const missed = Object.entries(reached).filter(([, times]) => times === 0);
  if (missed.length === 0) return undefined;
  const names = missed.map(([name]) => `"${name}"`).join(", ");
  const cause = interrupted ? "the time limit ended it before one did" : "are they too small, or too few?";
  return `${names} is reached on none of ${counted(explored, "configuration")} (seed ${seed}): ${cause}`;
}

/**
 * Draws configurations, builds the model of each and explores it exhaustively. The first that fails is shrunk, as long as
 * smaller ones fail alike: by the same property, or with the same words. The report has that configuration, the least trace on
 * it, and what leads to it again.
 *
 * Claims of reachability are judged over all configurations: each is to be met on one.
 *
 * @returns how much was looked at, where nothing is violated on any
 * @throws Error whose message is the report, where a property is violated, a search was cut, a model is wrong; and where
 *   nothing is, but most configurations were discarded or something that must be reached is not
 * @example forAllModels(fc.record({ readers: fc.integer({ min: 1, max: 3 }) }), ({ readers }) => locked(readers), { seed: 1 })
 */
export function forAllModels<T>(
  arbitrary: Arbitrary<T>,
  build: (configuration: T) => Model,
  options: ForAllOptions<T> = {},
): Tally {
  const outcome = checkAllModels(arbitrary, build, options);
  if (outcome.kind === "held") return outcome.tally;
  const failure = outcome.kind === "counterexample" ? outcome.counterexample.failure : undefined;
  const cause = failure !== undefined && "cause" in failure ? { cause: failure.cause } : undefined;
  throw new Error(outcomeText(outcome, options.show ?? stringify), cause);
}
