/** What a table space asks of symmetry: one state for all that stand for each other. */

import type { Room } from "../kernel/arena.js";
import type { Guard } from "../model/context.js";
import type { ModelProcess } from "../model/model.js";
import type { Step } from "../model/program.js";
import type { State } from "../semantics/state.js";
import type { Domain } from "./domain.js";

/** Chooses, among the states that exchanges of what is alike turn into each other, the one that is kept. */
export interface Representing {
  /** Takes note of values that have become known. Adds to them what the exchanges make of them. */
  close(): void;
  /** Lays out what the kernel has to know of exchanges, and keeps it up to date; returns where that begins. */
  layIn(room: Room): Int32Array;
  /** So many words the kernel needs to exchange something in a state. */
  roomFor(processes: number): number;
  /** Turns the state whose numbers are `values`, by variable, into its representative. All values must have been taken note of. */
  settle(values: Int32Array): unknown;
}

/** Is told of each view that is learnt, with a state in which it is had. The state is good for as long as the call lasts. */
export interface Watching {
  step(step: Step, process: ModelProcess, state: State): void;
  predicate(predicate: Guard<never>, state: State): void;
}

/** What makes a table space one of representatives. */
export interface Symmetric {
  readonly representing: (domains: readonly Domain[]) => Representing;
  readonly watching: Watching;
}
