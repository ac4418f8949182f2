/** What exploring one configuration comes to. */

import { type CheckOptions, check, type Report } from "../../check.js";
import { aTypeOf } from "../../model/code.js";
import { isModel, type Model } from "../../model/model.js";
import { isModelError } from "../../model/model-error.js";
import { isWanted } from "../../verdict.js";

/** Why a configuration is one to be shown. */
export type Failure =
  /** This property is the first that the model breaks. */
  | { readonly kind: "violated"; readonly property: string; readonly report: Report }
  /** The search was cut before this property was decided. */
  | {
      readonly kind: "inconclusive";
      readonly property: string;
      readonly reason: string;
      readonly report: Report;
      readonly met: Met;
    }
  /** There is a mistake in the model. */
  | { readonly kind: "model error"; readonly message: string; readonly cause: unknown }
  /** `build`, or the check, threw something else. */
  | { readonly kind: "threw"; readonly message: string; readonly cause: unknown }
  /** `build` returned something else than a model. */
  | { readonly kind: "no model"; readonly message: string }
  /** `build` changed its configuration, so that what is shown of that is not what was explored. */
  | { readonly kind: "changed"; readonly message: string };

/** What came of one configuration. */
export type Judged = { readonly kind: "held"; readonly report: Report; readonly met: Met } | Failure;

/** Claims of reachability, each with whether it is met. */
export type Met = Readonly<Record<string, boolean>>;

/** How configurations are judged. */
export interface Judging<T> {
  readonly build: (configuration: T) => Model;
  readonly check: Omit<CheckOptions, "properties">;
  /** Whether a thrown thing says that the configuration is to be passed over. */
  readonly discards: (thrown: unknown) => boolean;
}

/** A model whose space is larger than wanted is explored so far and no farther. */
export function atMost(states: number | undefined, { stop }: CheckOptions): CheckOptions["stop"] {
  if (states === undefined) return stop;
  return (progress) =>
    progress.states >= states ? `more than ${states} states (maxStates)` : stop?.(progress);
}

function thrown(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  if (isModelError(error)) return { kind: "model error", message, cause: error };
  const name = error instanceof Error ? error.name : `a thrown ${typeof error}`;
  return { kind: "threw", message: `${name}: ${message}`, cause: error };
}

function noModel(made: unknown): Failure {
  const promised = typeof made === "object" && made !== null && "then" in made;
  const family = typeof made === "object" && made !== null && "model" in made;
  const hint = promised
    ? ": it is a promise, and a build must not be async"
    : family
      ? ": it has a model, so return its .model"
      : made === undefined
        ? ": is there a return missing?"
        : "";
  return { kind: "no model", message: `build returned ${aTypeOf(made)}, not a model${hint}` };
}

/**
 * Builds the model of a configuration and explores it. Of claims of reachability those that are not met are let be: that one
 * configuration does not get somewhere says nothing.
 *
 * @param properties the names of those to check; all of them if left out
 * @throws whatever says that the configuration is to be passed over
 */
export function judge<T>(
  configuration: T,
  { build, check: options, discards }: Judging<T>,
  properties?: readonly string[],
): Judged {
  try {
    const made: unknown = build(configuration);
    if (!isModel(made)) return noModel(made);
    return judgedBy(made, check(made, { ...options, ...(properties && { properties }) }));
  } catch (error) {
    if (discards(error)) throw error;
    return thrown(error);
  }
}

function judgedBy(model: Model, report: Report): Judged {
  const { verdicts } = report;
  const violated = verdicts.find(({ kind }) => kind === "violated");
  if (violated !== undefined) return { kind: "violated", property: violated.property, report };
  const wanted = model.properties.filter(isWanted).map(({ name }) => name);
  const met = Object.fromEntries(
    verdicts
      .filter(({ property }) => wanted.includes(property))
      .map(({ property, kind }) => [property, kind === "holds"]),
  );
  for (const verdict of verdicts) {
    if (verdict.kind !== "inconclusive") continue;
    const { kind, property, reason } = verdict;
    return { kind, property, reason, report, met };
  }
  return { kind: "held", report, met };
}

/** Whether `judged` fails as `first` did: a configuration that fails otherwise is no smaller version of it. */
export function failsAlike(first: Failure, judged: Judged): judged is Failure {
  switch (first.kind) {
    case "violated":
      return judged.kind === "violated" && judged.property === first.property;
    case "inconclusive":
      // The least workload that is too large would say nothing, and cost a great deal.
      return false;
    case "changed":
      // What fast-check would make smaller is what build left of it.
      return false;
    case "model error":
    case "threw":
    case "no model":
      return judged.kind === first.kind && firstLine(judged.message) === firstLine(first.message);
  }
}

const firstLine = (text: string): string => text.split("\n")[0] ?? "";
