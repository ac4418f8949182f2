/** What two states, costs or failures are compared by. */

import { encode } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Act } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";

/** The first of `variables` in which two states differ. */
export function differing(variables: readonly Variable[], a: State, b: State): Variable | undefined {
  return variables.find((variable) => {
    const [one, other] = [valueIn(a, variable), valueIn(b, variable)];
    return !Object.is(one, other) && encode(one) !== encode(other);
  });
}

/** The assertions that are failed, each once, in words that two lists share where they have the same. */
export function failed(names: readonly string[]): string {
  return names.length === 0
    ? "none"
    : [...new Set(names)]
        .sort()
        .map((name) => `"${name}"`)
        .join(", ");
}

/** What `acts` fail. */
export function failuresOf(acts: readonly Act[]): string {
  return failed(acts.flatMap(({ failures }) => failures.map(({ property }) => property)));
}
