/** A model's states and moves, straight from the reference semantics and numbered: what the oracle reasons about. */

import type { Model } from "preempt";
import { type DeclaredCost, Interpreter } from "../../src/semantics/interpreter.js";
import { type State, stateKey } from "../../src/semantics/state.js";

/** One move from a state. */
export interface Move {
  readonly process: number;
  readonly outcome: number;
  readonly declared: DeclaredCost;
  readonly to: number;
}

/** Every reachable state, and every move from it. The initial state is 0. */
export interface Explicit {
  readonly model: Model;
  readonly interpreter: Interpreter;
  readonly states: readonly State[];
  /** By state. */
  readonly moves: readonly (readonly Move[])[];
}

/** Undefined where there are more states than `most`. */
export function explicitOf(model: Model, most: number): Explicit | undefined {
  const interpreter = new Interpreter(model);
  const states = [interpreter.initial()];
  const moves: Move[][] = [];
  const numbers = new Map(states.map((state, number) => [stateKey(model, state), number]));
  for (const state of states) {
    const outcomes = model.processes.flatMap((process) => interpreter.outcomes(state, process));
    const found = outcomes.map(({ process, index, cost, state: next }) => {
      const key = stateKey(model, next);
      const to = numbers.get(key) ?? states.push(next) - 1;
      numbers.set(key, to);
      return { process: process.index, outcome: index, declared: cost, to };
    });
    moves.push(found);
    if (states.length > most) return undefined;
  }
  return { model, interpreter, states, moves };
}

/** Whether a process can move in a state. */
export function canMove({ moves }: Explicit, state: number, process: number): boolean {
  return (moves[state] ?? []).some((move) => move.process === process);
}
