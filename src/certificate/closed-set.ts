/**
 * Whether the states of a certificate are closed: the initial one is among them, and whatever a process does in one of them
 * leads to one of them. Asked of the reference semantics alone.
 *
 * A ghost that is left out has its initial value in every state that is looked at here. That stands for any value of it, as
 * long as nothing looks at it; and that nothing does is checked at every step.
 */

import type { ModelProcess } from "../model/model.js";
import type { Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Interpreter, Outcome } from "../semantics/interpreter.js";
import { type State, valueIn, withWrites } from "../semantics/state.js";
import { jsonOf, textOf } from "../trace/json-value.js";
import { KnownValues } from "./known-values.js";
import type { Certificate } from "./read.js";
import { CertificateRefused } from "./refused.js";

/**
 * The state that stands for `state` in a certificate: of those that permutations declared by the model make of it, always the
 * same one. Where a model declares none it is `state` itself. This is where symmetry comes in, and the only place: what is asked
 * for in a set of states is asked for by this function. It has to be a symmetry of steps and of claims; who declares permutations
 * has to check that.
 */
export type Representative = (state: State) => State;

interface Column {
  readonly variable: Variable;
  readonly values: KnownValues;
}

export class ClosedSet {
  readonly #interpreter: Interpreter;
  readonly #certificate: Certificate;
  readonly #representative: Representative;
  readonly #columns: readonly Column[];
  readonly #leftOut: ReadonlySet<Variable>;
  readonly #numbers: Int32Array;
  readonly #wanted: Uint8Array;
  /** The state that was looked at last, from which the next differs in little. */
  #last: State;

  constructor(
    interpreter: Interpreter,
    certificate: Certificate,
    leftOut: ReadonlySet<Variable>,
    representative: Representative,
  ) {
    this.#interpreter = interpreter;
    this.#certificate = certificate;
    this.#leftOut = leftOut;
    this.#representative = representative;
    const { header, row } = certificate;
    const kept = interpreter.model.layout.variables.filter((variable) => !leftOut.has(variable));
    this.#columns = kept.map((variable, i) => ({
      variable,
      values: new KnownValues(variable, header.variables[i]?.values ?? []),
    }));
    this.#numbers = new Int32Array(kept.length);
    this.#wanted = new Uint8Array(row.bytes);
    this.#last = interpreter.initial();
    this.#find(this.#last, () => "the initial state");
  }

  /** State `row`, or undefined where it has a value that nothing has made yet. */
  state(row: number): State | undefined {
    const { rows, row: format } = this.#certificate;
    const { segment, offset } = rows.at(row);
    format.read(segment, offset, this.#numbers);
    const writes = new Map<Variable, Value>();
    for (const [i, { variable, values }] of this.#columns.entries()) {
      const value = values.known(this.#numbers[i] as number);
      if (value === undefined) return undefined;
      if (!Object.is(value, valueIn(this.#last, variable))) writes.set(variable, value);
    }
    this.#last = withWrites(this.#last, writes);
    return this.#last;
  }

  /** @throws CertificateRefused where `look` looks at a ghost that is left out */
  looking<T>(who: string, look: () => T): T {
    let ghost: Variable | undefined;
    const found = this.#interpreter.recording(({ variable }) => {
      if (this.#leftOut.has(variable)) ghost ??= variable;
    }, look);
    if (ghost === undefined) return found;
    throw new CertificateRefused(
      `its states leave out the ghost "${ghost.name}", at which ${who} looks: what it finds there is not known`,
    );
  }

  /**
   * What `process` can do in `state`, which is state `row`.
   *
   * @throws CertificateRefused where that leads out of the set
   */
  outcomes(row: number, state: State, process: ModelProcess): readonly Outcome[] {
    const outcomes = this.looking(process.name, () => this.#interpreter.outcomes(state, process));
    for (const { state: next, step } of outcomes)
      this.#find(next, () => `the state to which "${step.label}" of ${process.name} leads from state ${row}`);
    return outcomes;
  }

  /** @throws CertificateRefused where `state`, which `what` names, is not in the set */
  #find(state: State, what: () => string): void {
    const { rows, row } = this.#certificate;
    const standsFor = this.#representative(state);
    for (const [i, { variable, values }] of this.#columns.entries()) {
      const value = valueIn(standsFor, variable);
      const number = values.numberOf(value);
      if (number === undefined)
        throw new CertificateRefused(
          `${what()} is not in it: ${variable.name} is ${textOf(jsonOf(value))} there, and in no state of the file`,
        );
      this.#numbers[i] = number;
    }
    row.write(this.#numbers, this.#wanted, 0);
    if (!rows.has(this.#wanted, 0)) throw new CertificateRefused(`${what()} is not in it`);
  }
}
