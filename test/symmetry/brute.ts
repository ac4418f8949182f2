/** Orbits by brute force: on states, by what a declaration says, without tables. */

import { exchangeOf } from "../../src/model/exchange.js";
import type { Model } from "../../src/model/model.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { type State, stateKey, valueIn, withWrites } from "../../src/semantics/state.js";

/** Every state that exchanges make of `state`, by key; itself among them. */
export function orbitOf(model: Model, state: State): ReadonlySet<string> {
  const exchanges = model.symmetry.flatMap((set) =>
    set.elements.flatMap((a, i) => set.elements.slice(i + 1).map((b) => exchangeOf(model, set, a, b))),
  );
  const { variables } = model.layout;
  const found = new Map([[stateKey(model, state), state]]);
  for (const each of found.values()) {
    for (const { variables: goes, valueFor } of exchanges) {
      const writes = variables.flatMap((variable, v) => {
        const target = variables[goes[v] ?? v];
        return target === undefined ? [] : [[target, valueFor(variable, valueIn(each, variable))] as const];
      });
      const other = withWrites(each, new Map(writes));
      const key = stateKey(model, other);
      if (!found.has(key)) found.set(key, other);
    }
  }
  return new Set(found.keys());
}

/** Every reachable state, by key, on the reference semantics. */
export function reachable(model: Model): ReadonlyMap<string, State> {
  const interpreter = new Interpreter(model);
  const initial = interpreter.initial();
  const found = new Map([[stateKey(model, initial), initial]]);
  for (const state of found.values()) {
    for (const process of model.processes) {
      for (const { state: next } of interpreter.outcomes(state, process)) {
        const key = stateKey(model, next);
        if (!found.has(key)) found.set(key, next);
      }
    }
  }
  return found;
}

/** How many orbits the states of `model` lie in, and how many states these have. */
export function orbitsOf(model: Model): { readonly orbits: number; readonly states: number } {
  const seen = new Set<string>();
  let orbits = 0;
  for (const [key, state] of reachable(model)) {
    if (seen.has(key)) continue;
    orbits += 1;
    for (const each of orbitOf(model, state)) seen.add(each);
  }
  return { orbits, states: seen.size };
}
