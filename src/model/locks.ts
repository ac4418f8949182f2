/** Mutexes and condition variables: built in, because a reduction treats a lock apart from a guard. */

import { Map as ImmutableMap } from "immutable";
import type { Variable } from "./variables.js";

/** Marks what declares variables of a special kind, so that no group of ordinary ones is taken for it. */
export const declared: unique symbol = Symbol.for("preempt.declared");

/** The declaration of a mutex. */
export interface Mutex {
  readonly [declared]: "mutex";
}

/** The declaration of a condition variable. */
export interface Condition {
  readonly [declared]: "condition";
}

/** Declares a mutex, free at first. Not recursive: to lock one that one holds is to wait for ever. */
export function mutex(): Mutex {
  return { [declared]: "mutex" };
}

/** Declares a condition variable that nobody waits for. No spurious wake-ups. */
export function condition(): Condition {
  return { [declared]: "condition" };
}

/** The variable behind a handle; for the steps that lock, unlock, wait and wake. */
export const variableOf: unique symbol = Symbol.for("preempt.variable");

/** A mutex as bodies and predicates see it. Only `lock`, `tryLock`, `unlock` and `wait` change it. */
export interface MutexHandle {
  /** The name of the process that holds it, or null. */
  readonly holder: string | null;
  readonly [variableOf]: Variable;
}

/** A condition variable as bodies and predicates see it. */
export interface ConditionHandle {
  /** How many processes wait for it and have not been woken. */
  readonly waiting: number;
  readonly [variableOf]: Variable;
}

/** The value of a condition variable: per waiting process, whether it has been woken. */
export type Waiters = ImmutableMap<string, boolean>;

/** The value of a condition variable that nobody waits for. */
export const nobody: Waiters = ImmutableMap();
