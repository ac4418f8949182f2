/** Settings of a family: a valid value for each of its parameters. */

import { type Arbitrary, constantFrom, integer, record } from "fast-check";
import { type Family, isFamily } from "../../model/family.js";
import type { Parameter } from "../../model/model.js";
import { ModelError } from "../../model/model-error.js";
import { unknownName } from "../../model/nearest.js";

/** Values by the names of parameters, as texts: what `family.instance(variant, settings)` takes. */
export type Settings = Readonly<Record<string, string>>;

type Definition = Family["parameters"][string];

/** The values of a parameter as texts, or those of them that are given; the smallest first. */
function drawn(name: string, { all, parse, values }: Definition, only: readonly Parameter[] | undefined) {
  if (only !== undefined) {
    const odd = only.find((value) => parse(String(value)) === undefined);
    if (odd !== undefined) throw new ModelError(`${name} cannot be "${odd}"; it can be ${values}`);
    if (only.length === 0) throw new ModelError(`${name} is to be one of no values; it can be ${values}`);
    return constantFrom(...only.map(String));
  }
  if ("from" in all) return integer({ min: all.from, max: all.to }).map(String);
  return constantFrom(...all.map(String));
}

/**
 * Valid settings of a family. Each parameter shrinks to its smallest value: a whole number to where its range begins, a flag to
 * false, one of several values to those that are declared before.
 *
 * @param within for each of these parameters, the values that it may take; the smallest first
 * @throws ModelError where `within` names a parameter or a value that there is not
 * @example settings(philosophers, { philosophers: [2, 3] })
 */
export function settings(
  family: Family,
  within: Readonly<Record<string, readonly Parameter[]>> = {},
): Arbitrary<Settings> {
  if (!isFamily(family)) throw new ModelError("settings(…) are those of a family");
  const { name, parameters } = family;
  const odd = Object.keys(within).find((key) => !Object.hasOwn(parameters, key));
  if (odd !== undefined)
    throw new ModelError(unknownName(`parameter of ${name} called`, odd, Object.keys(parameters)));
  return record(
    Object.fromEntries(
      Object.entries(parameters).map(([key, definition]) => [key, drawn(key, definition, within[key])]),
    ),
    { noNullPrototype: true },
  );
}
