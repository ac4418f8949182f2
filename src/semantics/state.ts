/** A state as users see it: an Immutable Record, nested as the model declares its variables. */

import { Record as ImmutableRecord, isCollection, isRecord, List } from "immutable";
import type { Model } from "../model/model.js";
import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";

/** A value for every variable of a model. Fields are the declared names; `process` holds locations and locals. */
export type State = ImmutableRecord<{ [field: string]: unknown }>;

type Tree = { [name: string]: Tree | Value };

/** Groups become Records, indexed groups Lists of them. */
function recordOf(tree: Tree, name: string): unknown {
  const fields = Object.entries(tree).map(([key, held]) => {
    const leaf = typeof held !== "object" || held === null || isCollection(held) || isRecord(held);
    return [key, leaf ? held : recordOf(held as Tree, key)] as const;
  });
  if (fields.length > 0 && fields.every(([key], i) => key === String(i)))
    return List(fields.map(([, held]) => held));
  return ImmutableRecord(Object.fromEntries(fields), name)();
}

/** The state in which every variable has its initial value. */
export function initialState(model: Model): State {
  const tree: Tree = {};
  for (const { path, initial } of model.layout.variables) {
    const [last = "", ...outer] = [...path].reverse().map(String);
    const group = outer.reverse().reduce<Tree>((at, key) => {
      at[key] ??= {};
      return at[key] as Tree;
    }, tree);
    group[last] = initial;
  }
  return recordOf(tree, model.name) as State;
}

/** The value of `variable` in `state`. */
export function valueIn(state: State, variable: Variable): Value {
  let at: unknown = state;
  // Every step of a path but the last leads to a Record or a List, by the state's construction.
  for (const key of variable.path) at = (at as { get(key: string | number): unknown }).get(key);
  return at as Value;
}

/** `state` with the values of `writes`. */
export function withWrites(state: State, writes: ReadonlyMap<Variable, Value>): State {
  let next = state;
  // Paths lead through Records and Lists, so that putting a value into a state gives a state.
  for (const [{ path }, value] of writes) next = put(next, path, 0, value) as State;
  return next;
}

/** What `setIn` does, without its questions about what lies on the way. */
function put(into: unknown, path: Variable["path"], depth: number, value: Value): unknown {
  const key = path[depth] as string | number;
  const held = into as {
    get(key: string | number): unknown;
    set(key: string | number, to: unknown): unknown;
  };
  return held.set(key, depth === path.length - 1 ? value : put(held.get(key), path, depth + 1, value));
}

/** A text that two states of `model` share exactly when they are equal. */
export function stateKey(model: Model, state: State): string {
  let key = "";
  for (const variable of model.layout.variables) key += `${encode(valueIn(state, variable))};`;
  return key;
}
