/** How much a law looks at, and what it refuses to be asked of. */

import { aTypeOf } from "../../src/model/code.js";
import { isFamily } from "../../src/model/family.js";
import { isModel, type Model } from "../../src/model/model.js";
import { ModelError } from "../../src/model/model-error.js";
import { unknownName } from "../../src/model/nearest.js";

/** How much to look at. The same options look at the same states, every time. */
export interface LawOptions {
  /** At most so many states are looked at one by one. Where there are more, it is a sample; 1,000 if left out. */
  readonly sample?: number;
  /** Which runs are drawn for the sample; 1 if left out. */
  readonly seed?: number;
  /** At most so many states are explored to find what no run takes, on the tables; 1,000,000 if left out. */
  readonly states?: number;
  /** Builds the model once more: what determinism compares it with. The model itself, if left out. */
  readonly again?: () => Model;
}

/** The options, complete. */
export type Extent = Required<Omit<LawOptions, "again">>;

const known: readonly string[] = [
  "sample",
  "seed",
  "states",
  "again",
] satisfies readonly (keyof LawOptions)[];

function whole(name: string, value: unknown, from: number): void {
  if (typeof value === "number" && Number.isSafeInteger(value) && value >= from) return;
  throw new ModelError(
    `the option ${name} of a law is ${String(value)}; it is a whole number from ${from} on`,
  );
}

/** @throws ModelError for what cannot have options in it */
export function refuseNoOptions(options: unknown): void {
  if (typeof options === "object" && options !== null && !Array.isArray(options)) return;
  const what = Array.isArray(options) ? "a list" : options === null ? "null" : aTypeOf(options);
  throw new ModelError(`the options of a law are named, { sample: … }; what was given is ${what}`);
}

/**
 * @throws ModelError for an option that there is not, or a count that is none
 */
export function extentOf(options: LawOptions): Extent {
  refuseNoOptions(options);
  const odd = Object.keys(options).find((name) => !known.includes(name));
  if (odd !== undefined) throw new ModelError(unknownName("option of a law called", odd, known));
  const { sample = 1_000, seed = 1, states = 1_000_000, again } = options;
  whole("sample", sample, 1);
  whole("seed", seed, 0);
  whole("states", states, 1);
  if (again !== undefined && typeof again !== "function")
    throw new ModelError(
      `the option again of a law is ${aTypeOf(again)}; it is a function that builds the model`,
    );
  return { sample, seed, states };
}

/** @throws ModelError for what is no model, saying what it is */
export function refuseNoModel(thing: unknown): void {
  if (isModel(thing)) return;
  const hint = isFamily(thing) ? " (lawsOf(family) is for families; or take family.instance(…).model)" : "";
  const what = isFamily(thing) ? "a family" : thing === null ? "null" : aTypeOf(thing);
  throw new ModelError(`a law is about a model, and this is ${what}${hint}`);
}
