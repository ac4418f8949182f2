/** The space of a model, straight from the reference semantics. */

import type { Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { type State, stateKey } from "../semantics/state.js";
import type { Move, Space, StateId } from "./space.js";

/** A space whose states can be looked at. States are told apart by value, exactly. */
export class ReferenceSpace implements Space {
  readonly initial: StateId;
  readonly names: readonly string[];
  readonly declaresCosts: boolean;
  readonly #interpreter: Interpreter;
  readonly #states: State[] = [];
  readonly #ids = new Map<string, StateId>();
  readonly #moves = new Map<StateId, readonly Move[]>();

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
    this.names = this.#model.processes.map(({ name }) => name);
    this.declaresCosts = this.#model.declaresCosts;
    this.initial = this.#id(interpreter.initial());
  }

  get #model(): Model {
    return this.#interpreter.model;
  }

  get size(): number {
    return this.#states.length;
  }

  state(id: StateId): State {
    const state = this.#states[id];
    if (state === undefined) throw new ModelError(`no state ${id}; there are ${this.#states.length}`);
    return state;
  }

  moves(id: StateId): readonly Move[] {
    const known = this.#moves.get(id);
    if (known !== undefined) return known;
    const state = this.state(id);
    const moves = this.#model.processes.flatMap((process) =>
      this.#interpreter.outcomes(state, process).map(
        (outcome): Move => ({
          process: process.index,
          outcome: outcome.index,
          target: this.#id(outcome.state),
          cost: outcome.cost,
          failures: outcome.acts.flatMap((act) => act.failures.map(({ property }) => property)),
        }),
      ),
    );
    this.#moves.set(id, moves);
    return moves;
  }

  #id(state: State): StateId {
    const key = stateKey(this.#model, state);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#states.push(state) - 1;
    this.#ids.set(key, id);
    return id;
  }
}
