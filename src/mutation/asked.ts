/** What mutation refuses to be asked. */

import { aTypeOf } from "../model/code.js";
import { isFamily } from "../model/family.js";
import { isModel } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { JudgingOptions } from "./judging.js";

const known: readonly string[] = [
  "properties",
  "stop",
  "mutantStates",
] satisfies readonly (keyof JudgingOptions)[];

/** @throws ModelError for what is no model, saying what it is */
export function refuseNoModel(thing: unknown): void {
  if (isModel(thing)) return;
  const what = isFamily(thing) ? "a family (take family.instance(…).model)" : aTypeOf(thing);
  throw new ModelError(`what is to be mutated is no model: it is ${what}`);
}

/** @throws ModelError for an option that there is not, or a count that is none */
export function refuseOddOptions(options: unknown): void {
  if (typeof options !== "object" || options === null || Array.isArray(options))
    throw new ModelError(
      `the options of mutate are named, { mutantStates: … }; what was given is ${Array.isArray(options) ? "a list" : aTypeOf(options)}`,
    );
  const odd = Object.keys(options).find((name) => !known.includes(name));
  if (odd !== undefined) throw new ModelError(unknownName("option of mutate called", odd, known));
  const { mutantStates }: { readonly mutantStates?: unknown } = options;
  if (mutantStates === undefined) return;
  if (typeof mutantStates !== "number" || !Number.isSafeInteger(mutantStates) || mutantStates < 1)
    throw new ModelError(
      `the option mutantStates of mutate is ${String(mutantStates)}; it is a whole number from 1 on`,
    );
}
