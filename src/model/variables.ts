/** Variables: declared once, by their initial values, in groups as deep as the model likes. */

import { type Condition, type ConditionHandle, declared, type Mutex, type MutexHandle } from "./locks.js";
import { ModelError } from "./model-error.js";
import type { Value } from "./value.js";

/** `count` copies of a group of variables, reached by number: `cpu(0)`, `fork(i)`. */
export interface Indexed<out G> {
  readonly [declared]: "indexed";
  readonly groups: readonly G[];
}

/** What variables are declared by: initial values, nested in groups. A group named `ghost` holds ghosts. */
export interface Declaration {
  readonly [name: string]: Value | Mutex | Condition | Indexed<Declaration> | Declaration;
}

/**
 * Declares `count` copies of a group of variables.
 *
 * Declared under the name `cpu`, it gives each process `here`, the variables of its CPU; under `task`, it gives
 * `current`, those of its task.
 *
 * @throws ModelError where `count` is no whole number above 0
 * @param initial the variables of each copy, or a function from its number to them
 * @example variables: { fork: indexed(5, { taken: false }) }   // k.fork(3).taken
 */
export function indexed<G extends object>(count: number, initial: G | ((index: number) => G)): Indexed<G> {
  if (!Number.isInteger(count) || count < 1)
    throw new ModelError(`indexed(${count}, …): there must be at least 1`);
  const make = typeof initial === "function" ? initial : () => initial;
  return { [declared]: "indexed", groups: Array.from({ length: count }, (_, index) => make(index)) };
}

/** The names of the variables among the members of `V`. */
export type LeafNames<V> = { [K in keyof V]: V[K] extends Value ? K : never }[keyof V];

type DraftMember<T> = T extends Mutex
  ? MutexHandle
  : T extends Condition
    ? ConditionHandle
    : T extends Indexed<infer G>
      ? (index: number) => Draft<G>
      : Draft<T>;

type ViewMember<T> = T extends Mutex
  ? MutexHandle
  : T extends Condition
    ? ConditionHandle
    : T extends Indexed<infer G>
      ? (index: number) => View<G>
      : View<T>;

/** Variables `V` as a step's body sees them: to read and to assign. */
export type Draft<V> = { -readonly [K in LeafNames<V>]: V[K] } & {
  readonly [K in Exclude<keyof V, LeafNames<V>>]: DraftMember<V[K]>;
};

/** Variables `V` as guards and predicates see them: to read. */
export type View<V> = { readonly [K in LeafNames<V>]: V[K] } & {
  readonly [K in Exclude<keyof V, LeafNames<V>>]: ViewMember<V[K]>;
};

/** One slot of the state. */
export interface Variable {
  /** Position among the model's variables. */
  readonly index: number;
  /** As messages and traces say it: `vcpu.loaded`, `cpu(0).fpregs`, `A.temp`. */
  readonly name: string;
  /** Where it is in the state's Record: names of fields, and positions in Lists. */
  readonly path: readonly (string | number)[];
  readonly kind: "data" | "mutex" | "condition" | "location" | "halt";
  /** Exists for properties alone. */
  readonly ghost: boolean;
  readonly initial: Value;
  /** `value` in canonical form. Throws RefusedValue for what a variable may not hold. */
  readonly canonical: (value: unknown) => Value;
}

/** What a name in a group stands for. */
export type Member =
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "group"; readonly group: Group }
  | { readonly kind: "indexed"; readonly name: string; readonly groups: readonly Group[] };

/** A declared group of variables, at its place in the model. */
export interface Group {
  /** As messages say it: `vcpu`, `cpu(0)`; empty for the whole model. */
  readonly name: string;
  readonly members: ReadonlyMap<string, Member>;
}
