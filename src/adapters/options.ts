/** What a test may say of how to check. */

import type { StrategyOptions } from "../check.js";
import { ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import { thingText } from "./thing.js";

/** How to check, and what to make of a search that was cut. */
export interface TestOptions extends StrategyOptions {
  /** A search that was cut has shown nothing: that fails, unless it is said to be acceptable. */
  readonly inconclusive?: "fail" | "accept";
  /** Stop after so many states. */
  readonly maxStates?: number;
  /** Stop after so many milliseconds: in the place of the runner's limit. */
  readonly timeout?: number;
}

const strategic = ["strategy", "preemptions", "steps", "sampling", "symmetry"] as const;

/** What matchers may be told. */
export const testOptions: readonly (keyof TestOptions)[] = [
  ...strategic,
  "inconclusive",
  "maxStates",
  "timeout",
];

/**
 * Refuses what is no option.
 *
 * @param what as the message says it: `option of toHold`
 * @throws ModelError naming what was given and what there is
 */
export function checkNames(what: string, given: unknown, known: readonly string[]): void {
  if (given === undefined) return;
  if (typeof given !== "object" || given === null || Array.isArray(given))
    throw new ModelError(
      `each ${what} is named, { ${known[0]}: … }; ${typeof given === "object" ? thingText(given) : String(given)} was given`,
    );
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new ModelError(unknownName(what, unknown, known));
}

/** @throws ModelError for a value that an option cannot have */
export function checkValues({ inconclusive, maxStates, timeout }: TestOptions): void {
  if (inconclusive !== undefined && inconclusive !== "fail" && inconclusive !== "accept")
    throw new ModelError(
      `inconclusive can be "fail" or "accept"; it is ${typeof inconclusive === "string" ? JSON.stringify(inconclusive) : thingText(inconclusive)}`,
    );
  if (maxStates !== undefined && !(Number.isSafeInteger(maxStates) && maxStates >= 1))
    throw new ModelError(`maxStates is to be a whole number from 1 on; it is ${String(maxStates)}`);
  if (timeout !== undefined && !(typeof timeout === "number" && timeout > 0))
    throw new ModelError(`timeout is to be a number of milliseconds above 0; it is ${String(timeout)}`);
}

/** What `options` say to a search. */
export function strategyIn(options: StrategyOptions): StrategyOptions {
  return Object.fromEntries(
    strategic.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
}
