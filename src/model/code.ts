/** The pieces that a program is written in, before they are laid out as locations and steps. */

import type { Body, Cost, Guard } from "./context.js";
import type { ConditionHandle, MutexHandle } from "./locks.js";
import { ModelError } from "./model-error.js";

/** Where the code that a step models stands. */
export interface Source {
  /** The kernel's name of the function. */
  readonly name: string;
  /** Path in the kernel's tree. */
  readonly file?: string;
  /** The commit at which it reads like this. */
  readonly commit?: string;
}

/** User code once its context type has been checked: the language's binding of types is erased here. */
export type Erased = never;

/** What a built-in step does to a lock. The selector says which, from what the process sees. */
export type Operation =
  | { readonly kind: "lock" | "unlock"; readonly mutex: (reader: Erased) => MutexHandle }
  | {
      readonly kind: "sleep" | "wake";
      readonly condition: (reader: Erased) => ConditionHandle;
      readonly mutex: (reader: Erased) => MutexHandle;
    }
  | { readonly kind: "signal" | "broadcast"; readonly condition: (reader: Erased) => ConditionHandle };

/** One atomic move, as it is written. */
export interface StepNode {
  readonly kind: "step";
  readonly label: string;
  readonly enabled: Guard<Erased> | undefined;
  readonly body: Body<Erased> | undefined;
  readonly operation: Operation | undefined;
  readonly cost: Cost | ((reader: Erased) => Cost) | undefined;
  readonly mayWait: boolean;
}

/** A condition, whose evaluation is a step of its own: the kernel may be preempted before it acts on what it saw. */
export interface WhenNode {
  readonly kind: "when";
  readonly label: string;
  readonly condition: Guard<Erased> | { readonly tryLock: (reader: Erased) => MutexHandle };
  readonly yes: readonly Node[];
  readonly no: readonly Node[];
}

/** A routine: code under the name of the function that it models. */
export interface RoutineDefinition {
  readonly source: Source;
  readonly body: (...args: never[]) => Part<Erased>;
}

/** A piece of a program. */
export type Node =
  | StepNode
  | WhenNode
  | { readonly kind: "sequence"; readonly body: readonly Node[] }
  | { readonly kind: "loop"; readonly body: readonly Node[] }
  | { readonly kind: "leave" }
  | { readonly kind: "choose"; readonly branches: readonly (readonly Node[])[] }
  | {
      readonly kind: "atomic";
      readonly because: string;
      /** What it is called where it is waited for; the label of its first step, if left out. */
      readonly label?: string | undefined;
      readonly body: readonly Node[];
    }
  | { readonly kind: "call"; readonly routine: RoutineDefinition; readonly args: readonly unknown[] }
  | {
      readonly kind: "section" | "mode" | "lift";
      readonly attribute: string;
      readonly body: readonly Node[];
    };

const node: unique symbol = Symbol.for("preempt.code");

/** A piece of program that needs the context `C`, or less: it fits every process whose context has more. */
export interface Code<in C> {
  readonly [node]: Node;
  /** Never there; makes `Code` contravariant in its context. */
  readonly context?: (context: C) => void;
}

/** Code, a list of code, or a part that a variant leaves out. */
export type Part<C> = Code<C> | readonly Part<C>[] | false | null | undefined;

/** `an object`, `a string`, `null`; for messages. */
export function aTypeOf(thing: unknown): string {
  if (thing === null) return "null";
  const type = typeof thing;
  return type === "undefined" ? type : `${type === "object" ? "an" : "a"} ${type}`;
}

/** Wraps a node as code. */
export function code(content: Node): Code<unknown> {
  return { [node]: content };
}

/** Whether `thing` is code, of this or of another loaded copy of the library. */
export function isCode(thing: unknown): thing is Code<never> {
  return typeof thing === "object" && thing !== null && node in thing;
}

/**
 * The nodes of `part` in order: lists opened, absent parts gone.
 *
 * @throws ModelError saying what was found where code belongs
 */
export function nodesOf(part: unknown): readonly Node[] {
  if (part === undefined || part === null || part === false) return [];
  if (Array.isArray(part)) return part.flatMap(nodesOf);
  if (typeof part === "object" && node in part) return [part[node] as Node];
  const callable = typeof part === "function" || (typeof part === "object" && "source" in part);
  const hint = callable ? " (a routine is used by call(routine), a function by calling it)" : "";
  throw new ModelError(`${aTypeOf(part)} stands where code belongs${hint}`);
}
