/** What a table space asks of symmetry: one state for all that stand for each other. */

import type { ModelProcess } from "../model/model.js";
import type { Step } from "../model/program.js";
import type { State } from "../semantics/state.js";
import type { Domain } from "./domain.js";
import type { Packing } from "./packing.js";

/** Chooses, among the states that exchanges of what is alike turn into each other, the one that is kept. */
export interface Representing {
  /** Takes note of values that have become known. Adds to them what the exchanges make of them. */
  close(): void;
  /**
   * Puts the representative of the packed state that stands in `words` from `at` on into its place; says whether it is
   * another state. All values must have been taken note of.
   */
  represent(words: Int32Array, at: number, packing: Packing): boolean;
}

/** Is told of each view that is learnt, with a state in which it is had. The state is good for as long as the call lasts. */
export interface Watching {
  step(step: Step, process: ModelProcess, state: State): void;
  predicate(name: string, state: State): void;
}

/** What makes a table space one of representatives. */
export interface Symmetric {
  readonly representing: (domains: readonly Domain[]) => Representing;
  readonly watching: Watching;
}
