/** The space of a model, straight from the reference semantics: slow, plain, and what the tables are tested against. */

import type { Guard } from "../model/context.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { type State, stateKey } from "../semantics/state.js";
import type { JudgedSpace } from "./judged-space.js";
import { type Moves, preemptionUnit, StateFault, type StateId } from "./space.js";

/** States are told apart by value, exactly. */
export class ReferenceSpace implements JudgedSpace {
  readonly initial: StateId;
  readonly names: readonly string[];
  readonly declaresCosts: boolean;
  readonly bytes = 0;
  views = 0;
  readonly #interpreter: Interpreter;
  readonly #states: State[] = [];
  readonly #ids = new Map<string, StateId>();
  readonly #failures: (readonly string[])[] = [[]];

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
    this.names = interpreter.model.processes.map(({ name }) => name);
    this.declaresCosts = interpreter.model.declaresCosts;
    this.initial = this.#id(interpreter.initial());
  }

  get size(): number {
    return this.#states.length;
  }

  state(id: StateId): State {
    const state = this.#states[id];
    if (state === undefined) throw new RangeError(`no state ${id}; there are ${this.#states.length}`);
    return state;
  }

  failures(set: number): readonly string[] {
    return this.#failures[set] ?? [];
  }

  firstWhere(
    name: string,
    predicate: Guard<never>,
    wanted: boolean,
  ): (states: Int32Array, count: number) => number {
    return (states, count) =>
      states.subarray(0, count).findIndex((id) => {
        this.views += 1;
        const judged = (): boolean => this.#interpreter.holds(this.state(id), name, predicate).yes;
        return StateFault.at(id, judged) === wanted;
      });
  }

  recheck(): void {
    // The observer has seen it all.
  }

  expand(states: Int32Array, count: number, into: Moves): void {
    into.length = 0;
    for (let source = 0; source < count; source++) {
      const id = states[source] ?? 0;
      StateFault.at(id, () => this.#expandOne(source, this.state(id), into));
    }
  }

  #expandOne(source: number, state: State, into: Moves): void {
    for (const process of this.#interpreter.model.processes) {
      this.views += 1;
      for (const { index, cost, acts, state: next } of this.#interpreter.outcomes(state, process)) {
        const failed = acts.flatMap(({ failures }) => failures.map(({ property }) => property));
        const set = failed.length === 0 ? 0 : this.#failures.push(failed) - 1;
        const move = into.add(
          source,
          process.index,
          index,
          cost.preemptions * preemptionUnit + cost.events,
          set,
        );
        into.target[move] = this.#id(next);
      }
    }
  }

  #id(state: State): StateId {
    const key = stateKey(this.#interpreter.model, state);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#states.push(state) - 1;
    this.#ids.set(key, id);
    return id;
  }
}
