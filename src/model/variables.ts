/** Variables: declared once, by their initial values, in groups as deep as the model likes. */

import type { Contents } from "./contents.js";
import { type Condition, type ConditionHandle, declared, type Mutex, type MutexHandle } from "./locks.js";
import { ModelError } from "./model-error.js";
import type { Value } from "./value.js";

/** Copies of a group of variables, reached by number or by name: `cpu(0)`, `fork(i)`, `task("init")`. */
export interface Indexed<out G, out I extends number | string = number> {
  readonly [declared]: "indexed";
  readonly groups: readonly G[];
  /** What reaches each: its position, or its name. */
  readonly indices: readonly I[];
}

/** What variables are declared by: initial values, nested in groups. A group named `ghost` holds ghosts. */
export interface Declaration {
  readonly [name: string]:
    | Value
    | Mutex
    | Condition
    | Contents
    | Indexed<Declaration, number | string>
    | Declaration;
}

/**
 * Declares copies of a group of variables, by number or by name.
 *
 * Declared under the name `cpu`, it gives each process `here`, the variables of its CPU; under `task`, it gives
 * `current`, those of its task.
 *
 * @throws ModelError where the count is no whole number above 0, or where the names are none, doubled or no words
 * @param indices how many copies, numbered from 0, or their names
 * @param initial the variables of each copy, or a function from its number or name to them
 * @example variables: { fork: indexed(5, { taken: false }) }   // k.fork(3).taken
 */
export function indexed<G extends object>(indices: number, initial: G | ((index: number) => G)): Indexed<G>;
export function indexed<G extends object, I extends string>(
  indices: readonly I[],
  initial: G | ((index: I) => G),
): Indexed<G, I>;
export function indexed(
  given: number | readonly string[],
  initial: object | ((index: never) => object),
): Indexed<object, number | string> {
  const indices = typeof given === "number" ? numbers(given) : names(given);
  const make = typeof initial === "function" ? initial : () => initial;
  // The overloads tie the indices to the parameter of `initial`.
  return { [declared]: "indexed", indices, groups: indices.map((index) => make(index as never)) };
}

function numbers(count: number): readonly number[] {
  if (!Number.isInteger(count) || count < 1)
    throw new ModelError(`indexed(${count}, …): there must be at least 1`);
  return Array.from({ length: count }, (_, index) => index);
}

function names(given: unknown): readonly string[] {
  if (!Array.isArray(given) || given.length === 0)
    throw new ModelError("indexed(…) takes how many copies there are, or a list of their names");
  const odd: unknown = given.find((name) => typeof name !== "string" || !/^[A-Za-z_][\w-]*$/.test(name));
  if (odd !== undefined) throw new ModelError(`indexed(…): "${String(odd)}" is no name`);
  const twice: unknown = given.find((name, i) => given.indexOf(name) !== i);
  if (twice !== undefined) throw new ModelError(`indexed(…): two copies are called "${String(twice)}"`);
  return given;
}

/** The names of the variables among the members of `V`. */
export type LeafNames<V> = { [K in keyof V]: V[K] extends Value ? K : never }[keyof V];

/** The names of the variables that hold contents among the members of `V`. */
export type ContentsNames<V> = { [K in keyof V]: V[K] extends Contents ? K : never }[keyof V];

type DraftMember<T> = T extends Mutex
  ? MutexHandle
  : T extends Condition
    ? ConditionHandle
    : T extends Indexed<infer G, infer I>
      ? (index: I) => Draft<G>
      : Draft<T>;

type ViewMember<T> = T extends Mutex
  ? MutexHandle
  : T extends Condition
    ? ConditionHandle
    : T extends Indexed<infer G, infer I>
      ? (index: I) => View<G>
      : View<T>;

/** Variables `V` as a step's body sees them: to read and to assign. */
export type Draft<V> = { -readonly [K in LeafNames<V>]: V[K] } & {
  -readonly [K in ContentsNames<V>]: string;
} & {
  readonly [K in Exclude<keyof V, LeafNames<V> | ContentsNames<V>>]: DraftMember<V[K]>;
};

/** Variables `V` as guards and predicates see them: to read. */
export type View<V> = { readonly [K in LeafNames<V>]: V[K] } & {
  readonly [K in ContentsNames<V>]: string;
} & {
  readonly [K in Exclude<keyof V, LeafNames<V> | ContentsNames<V>>]: ViewMember<V[K]>;
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
  /** Declared by `contents(…)`. */
  readonly contents: boolean;
  readonly initial: Value;
  /** `value` in canonical form. Throws RefusedValue for what a variable may not hold. */
  readonly canonical: (value: unknown) => Value;
}

/** What a name in a group stands for. */
export type Member =
  | { readonly kind: "variable"; readonly variable: Variable }
  | { readonly kind: "group"; readonly group: Group }
  | {
      readonly kind: "indexed";
      readonly name: string;
      readonly groups: ReadonlyMap<number | string, Group>;
    };

/** A declared group of variables, at its place in the model. */
export interface Group {
  /** As messages say it: `vcpu`, `cpu(0)`; empty for the whole model. */
  readonly name: string;
  readonly members: ReadonlyMap<string, Member>;
}

/** What the copies of a group are reached by, for messages: `0 to 3`, or names. */
export function listed(groups: ReadonlyMap<number | string, Group>): string {
  return groups.has(0) ? `0 to ${groups.size - 1}` : [...groups.keys()].join(", ");
}
