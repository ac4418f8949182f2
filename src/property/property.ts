/** The kinds of property: what a model claims, by name. */

/** Holds of every state that can be reached, or is broken by one. */
export interface StateClaim<in S> {
  readonly kind: "always" | "never";
  readonly name: string;
  readonly predicate: (state: S) => boolean;
}

/** Must be witnessed; where `impossible` gives a reason, must not be, and that is checked instead. */
export interface ReachabilityClaim<in S> {
  readonly kind: "reachable";
  readonly name: string;
  readonly predicate: (state: S) => boolean;
  readonly impossible: string | undefined;
}

/** Failed by name from inside a step, as `WARN_ON` is: the step's writes stand and the run goes on. */
export interface Assertion {
  readonly kind: "assertion";
  readonly name: string;
}

/** Broken by a state in which nothing can move and a process waits that may not wait for ever. */
export interface DeadlockFreedom {
  readonly kind: "deadlockFree";
  readonly name: string;
}

/** A named claim about a model whose states look like `S` to a predicate. */
export type Property<S> = StateClaim<S> | ReachabilityClaim<S> | Assertion | DeadlockFreedom;

/** A claim that every reachable state satisfies `predicate`. */
export function always<S>(name: string, predicate: (state: S) => boolean): Property<S> {
  return { kind: "always", name, predicate };
}

/** A claim that no reachable state satisfies `predicate`. */
export function never<S>(name: string, predicate: (state: S) => boolean): Property<S> {
  return { kind: "never", name, predicate };
}

/**
 * A claim that some reachable state satisfies `predicate`; a search that exhausts the space without one ends
 * in the verdict `unreached`. State what must be reached, or a model that does nothing passes.
 *
 * @param options.impossible why this version of the model rightly cannot reach it. The claim is then turned
 *   round: it is violated by a state that satisfies `predicate`.
 */
export function reachable<S>(
  name: string,
  predicate: (state: S) => boolean,
  options: { readonly impossible?: string | false | undefined } = {},
): Property<S> {
  return { kind: "reachable", name, predicate, impossible: options.impossible || undefined };
}

/** A claim that no step ever calls `fail(name)`, nor `assert(name, false)`. */
export function assertion(name: string): Property<unknown> {
  return { kind: "assertion", name };
}

/** A claim that nothing ever stops for good while a process waits that is not declared `mayWait`. */
export function deadlockFree(name = "deadlock free"): Property<unknown> {
  return { kind: "deadlockFree", name };
}
