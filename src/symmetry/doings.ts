/** Whether two outcomes do the same but for an exchange. */

import type { Exchange } from "../model/exchange.js";
import { isModelError } from "../model/model-error.js";
import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Domain } from "../tables/domain.js";
import type { Doing } from "./looks.js";

/** What `doing` makes of `value`, should `variable` hold that. */
function made({ writes, updates }: Doing, variable: Variable, value: Value): Value {
  const written = writes.get(variable);
  if (written !== undefined) return written;
  return (updates.get(variable) ?? []).reduce((before, { of }) => of(before), value);
}

/** The variables that some of the outcomes writes or updates, by number. */
function touched(outcomes: readonly Doing[]): ReadonlySet<number> {
  return new Set(
    outcomes.flatMap(({ writes, updates }) =>
      [...writes.keys(), ...updates.keys()].map(({ index }) => index),
    ),
  );
}

/** What may be in variables. */
export interface Holding {
  readonly domains: readonly Domain[];
  /** The numbers of the values that a variable may hold. */
  readonly mayHold: (variable: number) => readonly number[];
}

/**
 * Whether the outcomes `then`, from states in which everything is exchanged, are the outcomes `first`, exchanged: as sets, with what each
 * makes of every value that may be there.
 */
export function sameDoings(
  first: readonly Doing[],
  then: readonly Doing[],
  exchange: Exchange,
  { domains, mayHold }: Holding,
): boolean {
  const variables = new Set([
    ...touched(first),
    ...[...touched(then)].map((v) => exchange.variables[v] as number),
  ]);
  const text = (of: (variable: Variable, target: Variable, value: Value) => Value, doing: Doing): string => {
    const parts = [...variables].map((v) => {
      const { variable } = domains[v] as Domain;
      const { variable: target } = domains[exchange.variables[v] as number] as Domain;
      const results = mayHold(v).map((id) => encode(of(variable, target, (domains[v] as Domain).value(id))));
      return results.join(";");
    });
    return JSON.stringify([parts, doing.cost, doing.failures]);
  };
  const exchanged = first.map((doing) =>
    text((variable, _, value) => exchange.valueFor(variable, made(doing, variable, value)), doing),
  );
  const found = then.map((doing) =>
    text((variable, target, value) => made(doing, target, exchange.valueFor(variable, value)), doing),
  );
  return sameSets(new Set(exchanged), new Set(found));
}

function sameSets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((each) => b.has(each));
}

/** Whether what `run` says is so; not where it cannot be said, as a function refuses a value that it is never given. */
export function isSo(run: () => boolean): boolean {
  try {
    return run();
  } catch (error) {
    if (isModelError(error)) return false;
    throw error;
  }
}
