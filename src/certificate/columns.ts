/** The variables that are in the states of a certificate: between a state and the numbers of its values. */

import type { Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { type State, valueIn, withWrites } from "../semantics/state.js";
import { jsonOf, textOf } from "../trace/json-value.js";
import type { CertifiedVariable } from "./header.js";
import { KnownValues } from "./known-values.js";
import { CertificateRefused } from "./refused.js";

interface Column {
  readonly variable: Variable;
  readonly values: KnownValues;
}

/** What a value is called in messages. */
export const shown = (value: Value): string => textOf(jsonOf(value));

export class Columns {
  readonly all: readonly Column[];
  /** The state that was asked for last, from which the next differs in little. */
  #last: State;

  /**
   * @param kept the variables in the states, in the order of `described`
   * @param initial what the others are taken from
   */
  constructor(kept: readonly Variable[], described: readonly CertifiedVariable[], initial: State) {
    this.all = kept.map((variable, i) => ({
      variable,
      values: new KnownValues(variable, described[i]?.values ?? []),
    }));
    this.#last = initial;
  }

  /** Whether something has made every value of the state with these numbers. */
  areKnown(numbers: Int32Array): boolean {
    return this.all.every(({ values }, i) => values.known(numbers[i] as number) !== undefined);
  }

  /** The state with these numbers, all of which are known. */
  stateOf(numbers: Int32Array): State {
    const writes = new Map<Variable, Value>();
    for (const [i, { variable, values }] of this.all.entries()) {
      const value = values.known(numbers[i] as number);
      if (value === undefined) throw new Error(`nothing has made that value of "${variable.name}" yet`);
      if (!Object.is(value, valueIn(this.#last, variable))) writes.set(variable, value);
    }
    this.#last = withWrites(this.#last, writes);
    return this.#last;
  }

  /** @throws CertificateRefused where `state`, which `what` names, has a value that is in no state of the file */
  numbersOf(state: State, what: () => string): Int32Array {
    const numbers = new Int32Array(this.all.length);
    for (const [i, { variable, values }] of this.all.entries()) {
      const value = valueIn(state, variable);
      const number = values.numberOf(value);
      if (number === undefined)
        throw new CertificateRefused(
          `${what()} is not in it: ${variable.name} is ${shown(value)} there, and in no state of the file`,
        );
      numbers[i] = number;
    }
    return numbers;
  }
}
