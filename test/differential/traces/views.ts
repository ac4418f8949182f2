/**
 * What a process does in a state, asked of the reference interpreter once for each view: the shared variables, its own, and
 * where it is. What it did after reading these alone, it does wherever they are the same.
 */

import type { Model } from "preempt";
import type { ModelProcess } from "../../../src/model/model.js";
import { encode, type Value } from "../../../src/model/value.js";
import type { Group, Member, Variable } from "../../../src/model/variables.js";
import type { Read } from "../../../src/semantics/evaluation.js";
import type { Interpreter } from "../../../src/semantics/interpreter.js";
import { type State, valueIn, withWrites } from "../../../src/semantics/state.js";
import { type Footprint, footprintOf } from "./footprint.js";

/** A state, and its values as texts, by the index of the variable. */
export interface Spelt {
  readonly state: State;
  readonly texts: readonly string[];
}

/** One outcome, and what is different after it. */
interface Effect {
  readonly outcome: number;
  /** The assertions that it fails. */
  readonly failures: readonly string[];
  readonly after: ReadonlyMap<Variable, Value>;
}

/** What a process does. */
export interface Doing {
  readonly footprint: Footprint;
  readonly effects: readonly Effect[];
}

export function spelt(model: Model, state: State): Spelt {
  return { state, texts: model.layout.variables.map((variable) => encode(valueIn(state, variable))) };
}

/** `before` with the values of `after`. */
export function changed(before: Spelt, after: ReadonlyMap<Variable, Value>): Spelt {
  const texts = [...before.texts];
  for (const [{ index }, value] of after) texts[index] = encode(value);
  return { state: withWrites(before.state, after), texts };
}

function variablesOf({ members }: Group): readonly Variable[] {
  return [...members.values()].flatMap(variablesIn);
}

function variablesIn(member: Member): readonly Variable[] {
  switch (member.kind) {
    case "variable":
      return [member.variable];
    case "group":
      return variablesOf(member.group);
    case "indexed":
      return [...member.groups.values()].flatMap(variablesOf);
  }
}

/** What one process does, view by view. */
export class Views {
  readonly #interpreter: Interpreter;
  readonly #process: ModelProcess;
  readonly #own: readonly number[];
  readonly #known = new Map<string, Doing>();

  constructor(interpreter: Interpreter, process: ModelProcess) {
    this.#interpreter = interpreter;
    this.#process = process;
    const { shared, halted } = interpreter.model.layout;
    const own = [...variablesOf(shared), process.location, ...variablesOf(process.locals), halted];
    this.#own = own.map(({ index }) => index);
  }

  /** What it does in a state in which it is not finished, and the run not halted. */
  in(spelt: Spelt): Doing {
    let view = "";
    for (const index of this.#own) view += `${spelt.texts[index]};`;
    const known = this.#known.get(view);
    if (known !== undefined) return known;
    const reads: Read[] = [];
    const doing = this.#asked(spelt.state, reads);
    if (reads.every(({ variable }) => this.#own.includes(variable.index))) this.#known.set(view, doing);
    return doing;
  }

  #asked(state: State, reads: Read[]): Doing {
    const { model } = this.#interpreter;
    const process = this.#process;
    const outcomes = this.#interpreter.recording(
      (read) => reads.push(read),
      () => this.#interpreter.outcomes(state, process),
    );
    const footprint = footprintOf({
      model,
      process,
      from: valueIn(state, process.location),
      found: outcomes.map((outcome) => ({ outcome, at: valueIn(outcome.state, process.location) })),
      reads,
    });
    const effects = outcomes.map(({ index, acts, state: next }) => ({
      outcome: index,
      failures: acts.flatMap(({ failures }) => failures.map(({ property }) => property)),
      after: difference(model, state, next),
    }));
    return { footprint, effects };
  }
}

function difference(model: Model, before: State, after: State): ReadonlyMap<Variable, Value> {
  const different = new Map<Variable, Value>();
  for (const variable of model.layout.variables) {
    const value = valueIn(after, variable);
    if (value !== valueIn(before, variable)) different.set(variable, value);
  }
  return different;
}
