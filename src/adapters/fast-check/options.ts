/** How configurations are drawn, and how each is explored. */

import type fc from "fast-check";
import type { CheckOptions } from "../../check.js";
import { aTypeOf } from "../../model/code.js";
import { ModelError } from "../../model/model-error.js";
import { unknownName } from "../../model/nearest.js";
import { isArbitrary } from "./arbitrary.js";

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

/** The same of how each model is checked. */
const knownOfCheck: Readonly<Record<keyof NonNullable<ForAllOptions<unknown>["check"]>, true>> = {
  strategy: true,
  preemptions: true,
  steps: true,
  sampling: true,
  symmetry: true,
  stop: true,
  witnesses: true,
  space: true,
  recheck: true,
  workers: true,
  audit: true,
  maxBytes: true,
};

function atLeast(least: number, name: string, value: number | undefined): void {
  if (value === undefined || (Number.isInteger(value) && value >= least)) return;
  throw new ModelError(`${name} is ${String(value)}; it can be a whole number from ${least}`);
}

/** Refuses what is no object of options, and names among them that there are not. */
function checkNames(what: string, kind: string, given: unknown, names: readonly string[]): void {
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new ModelError(`${what} is ${said(given)}; it is to be an object, as { ${names[0]}: … }`);
  const odd = Object.keys(given).find((name) => !names.includes(name));
  if (odd !== undefined) throw new ModelError(unknownName(kind, odd, names));
}

/** What was given, in a word or two. */
const said = (given: unknown): string =>
  given === null
    ? "null"
    : Array.isArray(given)
      ? "a list"
      : typeof given === "string"
        ? JSON.stringify(given)
        : aTypeOf(given);

function aList(name: string, value: unknown, hint: string): void {
  if (value === undefined || Array.isArray(value)) return;
  throw new ModelError(`${name} is ${said(value)}; it is to be a list, as ${hint}`);
}

/** @throws ModelError where there is nothing to draw from, or nothing that makes models of it */
export function checkDrawing(arbitrary: unknown, build: unknown): void {
  if (!isArbitrary(arbitrary))
    throw new ModelError(
      `configurations are drawn from an arbitrary of fast-check, such as fc.integer(); ${said(arbitrary)} was given`,
    );
  if (typeof build !== "function")
    throw new ModelError(
      `build is to be a function from a configuration to its model; ${said(build)} was given`,
    );
}

/** @throws ModelError naming what is misspelt, empty or out of range: ignored, the test would be about something else */
export function checkForAllOptions<T>(options: ForAllOptions<T>): void {
  checkNames("what forAllModels is told", "option of forAllModels called", options, Object.keys(known));
  const { properties, examples, check, inconclusive, maxStates, maxShrinks, numRuns, show } = options;
  aList("properties", properties, '["its name"]');
  aList("examples", examples, "[configuration]");
  if (properties?.length === 0)
    throw new ModelError(
      "no property is asked for, so nothing would be checked: name some, or leave `properties` out",
    );
  if (check !== undefined) checkNames("check", "option of check called", check, Object.keys(knownOfCheck));
  if (inconclusive !== undefined && inconclusive !== "fail" && inconclusive !== "accept")
    throw new ModelError(`inconclusive is ${JSON.stringify(inconclusive)}; it can be "fail", "accept"`);
  if (show !== undefined && typeof show !== "function")
    throw new ModelError(`show is ${said(show)}; it is to be a function from a configuration to its text`);
  atLeast(1, "numRuns", numRuns);
  atLeast(1, "maxStates", maxStates);
  atLeast(0, "maxShrinks", maxShrinks);
}
