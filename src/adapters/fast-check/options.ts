/** How configurations are drawn, and how each is explored. */

import type fc from "fast-check";
import type { CheckOptions } from "../../check.js";
import { unknownName } from "../../model/nearest.js";

/** What fast-check is asked for: its parameters of the same names. */
type Drawing = Pick<
  fc.Parameters<unknown>,
  | "seed"
  | "path"
  | "numRuns"
  | "endOnFailure"
  | "verbose"
  | "maxSkipsPerRun"
  | "interruptAfterTimeLimit"
  | "markInterruptAsFailure"
  | "skipAllAfterTimeLimit"
  | "randomType"
  | "unbiased"
>;

/** How to draw configurations and to explore each. */
export interface ForAllOptions<T> extends Drawing {
  /** Configurations to begin with. */
  readonly examples?: readonly T[];
  /** The names of the properties to check, which each model must have; all of them if left out. */
  readonly properties?: readonly string[];
  /** How each model is checked. */
  readonly check?: Omit<CheckOptions, "properties">;
  /** A search is cut at so many states. */
  readonly maxStates?: number;
  /** What a search that was cut comes to, where nothing was violated: a failure unless it is to be accepted. */
  readonly inconclusive?: "fail" | "accept";
  /** Smaller configurations are tried up to so many times. */
  readonly maxShrinks?: number;
  /** How the report writes a configuration. */
  readonly show?: (configuration: T) => string;
}

/** By name, so that a name that is missing here, or too much, does not compile. */
const known: Readonly<Record<keyof ForAllOptions<unknown>, true>> = {
  seed: true,
  path: true,
  numRuns: true,
  endOnFailure: true,
  verbose: true,
  maxSkipsPerRun: true,
  interruptAfterTimeLimit: true,
  markInterruptAsFailure: true,
  skipAllAfterTimeLimit: true,
  randomType: true,
  unbiased: true,
  examples: true,
  properties: true,
  check: true,
  maxStates: true,
  inconclusive: true,
  maxShrinks: true,
  show: true,
};

function atLeast(least: number, name: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new Error(`${name} is ${String(value)}; it can be a whole number from ${least}`);
}

/** @throws Error naming what is misspelt, empty or out of range: ignored, the test would be about something else */
export function checkForAllOptions<T>(options: ForAllOptions<T>): void {
  const odd = Object.keys(options).find((name) => !Object.hasOwn(known, name));
  if (odd !== undefined)
    throw new Error(unknownName("option of forAllModels called", odd, Object.keys(known)));
  const { properties, inconclusive, maxStates, maxShrinks, numRuns } = options;
  if (properties?.length === 0)
    throw new Error(
      "no property is asked for, so nothing would be checked: name some, or leave `properties` out",
    );
  if (inconclusive !== undefined && inconclusive !== "fail" && inconclusive !== "accept")
    throw new Error(`inconclusive is ${JSON.stringify(inconclusive)}; it can be "fail", "accept"`);
  atLeast(1, "numRuns", numRuns);
  atLeast(1, "maxStates", maxStates);
  atLeast(0, "maxShrinks", maxShrinks);
}
