/** Runs of representatives, turned back into runs of the model: with the names that its processes have there. */

import type { Model, ModelProcess } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import { Interpreter, type Outcome } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";
import type { Scheduled } from "../space/space.js";
import type { Domain } from "../tables/domain.js";
import { placesOf, SeenState } from "../tables/seen-state.js";
import type { NumberedExchange } from "./numbered.js";
import type { Representatives } from "./representatives.js";

/** By block: by position of an element, the position that it goes to. */
type Permutation = readonly (readonly number[])[];

const inverse = (of: Permutation): Permutation =>
  of.map((block) => block.map((_, position) => block.indexOf(position)));

/** First `first`, then `then`. */
const both = (first: Permutation, then: Permutation): Permutation =>
  first.map((block, b) => block.map((position) => then[b]?.[position] ?? position));

/** The assertions that an outcome fails. */
const failedBy = ({ acts }: Outcome): string =>
  JSON.stringify(
    [...new Set(acts.flatMap(({ failures }) => failures.map(({ property }) => property)))].sort(),
  );

export class RealRuns {
  readonly #model: Model;
  readonly #interpreter: Interpreter;
  readonly #representatives: Representatives;
  readonly #domains: readonly Domain[];
  readonly #leftOut: ReadonlySet<Variable>;

  constructor(
    model: Model,
    given: {
      readonly representatives: Representatives;
      readonly domains: readonly Domain[];
      readonly leftOut: ReadonlySet<Variable>;
    },
  ) {
    this.#model = model;
    this.#interpreter = new Interpreter(model);
    this.#representatives = given.representatives;
    this.#domains = given.domains;
    this.#leftOut = given.leftOut;
  }

  /**
   * The schedule of a run from the initial state whose states have the representatives that `schedule` leads through, from the
   * representative of that.
   *
   * @throws Error where there is none: what is declared to be alike is not
   */
  schedule(schedule: readonly Scheduled[]): readonly Scheduled[] {
    let real = this.#numbersOf(this.#interpreter.initial());
    const kept = real.slice();
    let exchanged = this.#settle(kept);
    return schedule.map(({ process, outcome }) => {
      const taken = this.#outcomes(kept, process)[outcome];
      if (taken === undefined)
        throw new Error(`a representative has no outcome ${outcome} of process ${process}`);
      kept.set(this.#numbersOf(taken.state));
      const back = inverse(exchanged);
      const { values: target, process: mover } = this.#permuted(kept, back, process);
      const found = this.#outcomes(real, mover).findIndex(
        (each) =>
          failedBy(each) === failedBy(taken) &&
          this.#numbersOf(each.state).every((value, v) => value === target[v]),
      );
      if (found < 0) throw new Error(`no outcome of process ${mover} answers to that of its representative`);
      real = target;
      exchanged = both(exchanged, this.#settle(kept));
      return { process: mover, outcome: found };
    });
  }

  /** Turns `values` into those of the representative; returns which element went where. */
  #settle(values: Int32Array): Permutation {
    this.#representatives.settle(values);
    return inverse(this.#representatives.orders);
  }

  #outcomes(values: Int32Array, process: number): readonly Outcome[] {
    const state = new SeenState(placesOf(this.#domains), this.#interpreter.initial(), values.slice()).whole;
    return this.#interpreter.outcomes(state, this.#model.processes[process] as ModelProcess);
  }

  /** Ghosts that are left out are as they were at first. */
  #numbersOf(state: State): Int32Array {
    return Int32Array.from(this.#domains, (domain) =>
      this.#leftOut.has(domain.variable) ? 0 : domain.id(valueIn(state, domain.variable)),
    );
  }

  /** A state and a process with the elements of each block taken to where `permutation` says. */
  #permuted(
    before: Int32Array,
    permutation: Permutation,
    process: number,
  ): { readonly values: Int32Array; readonly process: number } {
    const values = before.slice();
    let mover = process;
    permutation.forEach((block, b) => {
      const exchanges = this.#representatives.exchangesOf(b);
      const goals = [...block];
      for (let sorted = false; !sorted; ) {
        sorted = true;
        for (let i = 0; i + 1 < goals.length; i++) {
          const [here, next] = [goals[i] as number, goals[i + 1] as number];
          if (here < next) continue;
          [goals[i], goals[i + 1]] = [next, here];
          const { exchange } = exchanges[i] as NumberedExchange;
          (exchanges[i] as NumberedExchange).apply(values);
          mover = exchange.processes[mover] as number;
          sorted = false;
        }
      }
    });
    return { values, process: mover };
  }
}
