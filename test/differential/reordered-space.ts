/** A model's space with its states numbered in an order that has nothing to do with how they are come upon. */

import type { Guard } from "../../src/model/context.js";
import type { Interpreter } from "../../src/semantics/interpreter.js";
import type { State } from "../../src/semantics/state.js";
import type { JudgedSpace } from "../../src/space/judged-space.js";
import { type Moves, preemptionUnit, type StateId } from "../../src/space/space.js";
import type { Situation, Situations } from "./brute-force.js";

/** Puts lists in an order that depends on `seed` alone. */
export function shuffler(seed: number): <T>(list: readonly T[]) => T[] {
  let at = seed | 0;
  // Mulberry32: a few lines, and every seed gives another order.
  const below = (limit: number): number => {
    at = (at + 0x6d2b79f5) | 0;
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
  return (list) => {
    const left = [...list];
    return list.flatMap(() => left.splice(below(left.length), 1));
  };
}

export class ReorderedSpace implements JudgedSpace {
  readonly initial: StateId;
  readonly names: readonly string[];
  readonly declaresCosts: boolean;
  readonly views = 0;
  readonly bytes = 0;
  readonly #interpreter: Interpreter;
  readonly #situations: readonly Situation[];
  readonly #ids: ReadonlyMap<Situation, StateId>;
  readonly #failures: (readonly string[])[] = [[]];

  constructor({ interpreter, all, start }: Situations, seed: number) {
    this.#interpreter = interpreter;
    this.names = interpreter.model.processes.map(({ name }) => name);
    this.declaresCosts = interpreter.model.declaresCosts;
    this.#situations = shuffler(seed)(all);
    this.#ids = new Map(this.#situations.map((situation, id) => [situation, id]));
    this.initial = this.#id(start);
  }

  get size(): number {
    return this.#situations.length;
  }

  state(id: StateId): State {
    return this.#situation(id).state;
  }

  firstWhere(name: string, predicate: Guard<never>, wanted: boolean) {
    return (states: Int32Array, count: number): number =>
      states
        .subarray(0, count)
        .findIndex((id) => this.#interpreter.holds(this.state(id), name, predicate).yes === wanted);
  }

  recheck(): void {
    // Nothing is remembered.
  }

  failures(set: number): readonly string[] {
    return this.#failures[set] ?? [];
  }

  expand(states: Int32Array, count: number, into: Moves): void {
    into.length = 0;
    for (let source = 0; source < count; source++) {
      for (const { process, outcome, declared, failures, to } of this.#situation(states[source] ?? 0).moves) {
        const set = failures.length === 0 ? 0 : this.#failures.push(failures) - 1;
        const cost = declared.preemptions * preemptionUnit + declared.events;
        // Not in one statement: adding may put another array in the place of `target`.
        const move = into.add(source, process, outcome, cost, set);
        into.target[move] = this.#id(to);
      }
    }
  }

  #situation(id: StateId): Situation {
    const situation = this.#situations[id];
    if (situation === undefined) throw new Error(`no state ${id}; there are ${this.#situations.length}`);
    return situation;
  }

  #id(situation: Situation): StateId {
    const id = this.#ids.get(situation);
    if (id === undefined) throw new Error("a move leads to a state that is not among those given");
    return id;
  }
}
