/** The kinds of property: what a model claims, by name. */

/** Holds of every state that can be reached, or is broken by one. */
export interface StateClaim<in S> {
  readonly kind: "always" | "never";
  readonly name: string;
  /** What must hold of each state that can be reached (`always`), or of none (`never`). */
  readonly predicate: (state: S) => boolean;
}

/** Must be witnessed; where `impossible` gives a reason, must not be, and that is checked instead. */
export interface ReachabilityClaim<in S> {
  readonly kind: "reachable";
  readonly name: string;
  /** What some state must satisfy. */
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

/** Broken by a state from which a process can never move again, though it has not finished and may not wait for ever. */
export interface NeverStuck {
  readonly kind: "neverStuck";
  readonly name: string;
}

/** Broken by a run on which it never comes true: one that goes on for ever, fairly, or ends. */
export interface Eventuality<in S> {
  readonly kind: "eventually";
  readonly name: string;
  /** What must come in every run. */
  readonly predicate: (state: S) => boolean;
}

/** Broken by a run on which `to` is not true when `from` is, and never comes true from there on. */
export interface LeadsTo<in S> {
  readonly kind: "leadsTo";
  readonly name: string;
  /** What calls for it. */
  readonly from: (state: S) => boolean;
  /** What must then come. */
  readonly to: (state: S) => boolean;
}

/** A claim about whole runs: that something comes at last. */
export type LivenessClaim<S> = Eventuality<S> | LeadsTo<S>;

/** A named claim about a model whose states look like `S` to a predicate. */
export type Property<S> =
  | StateClaim<S>
  | ReachabilityClaim<S>
  | Assertion
  | DeadlockFreedom
  | NeverStuck
  | LivenessClaim<S>;

/** Every kind of property, as messages list them: each is the name of the function that makes it. */
export const kinds: readonly Property<never>["kind"][] = [
  "always",
  "never",
  "reachable",
  "assertion",
  "deadlockFree",
  "neverStuck",
  "eventually",
  "leadsTo",
];

/** The predicates of a property, by the names of their fields. */
export function predicatesOf<S>(
  property: Property<S>,
): readonly (readonly [field: string, predicate: (state: S) => boolean])[] {
  switch (property.kind) {
    case "always":
    case "never":
    case "reachable":
    case "eventually":
      return [["predicate", property.predicate]];
    case "leadsTo":
      return [
        ["from", property.from],
        ["to", property.to],
      ];
    case "assertion":
    case "deadlockFree":
    case "neverStuck":
      return [];
  }
}

/** Whether a property is about whole runs, and so about fairness. */
export function isLiveness<S>(property: Property<S>): property is LivenessClaim<S> {
  return property.kind === "eventually" || property.kind === "leadsTo";
}

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

/**
 * A claim that from every reachable state each process can move again, unless it has finished or waits where it is
 * declared `mayWait`: whoever else runs on. It asks for a way, and needs no fairness; a move of the environment is one, so
 * that `deadlockFree` finds what this does not. Processes of the environment are not asked about.
 */
export function neverStuck(name = "never stuck"): Property<unknown> {
  return { kind: "neverStuck", name };
}

/**
 * A claim that on every run `predicate` comes true, in the initial state or later.
 *
 * A run goes on for as long as a process can move that is not of the environment, or is declared `fair`. On a run that
 * never ends, a process that is `fair: "weak"` never stays able to move for ever without moving, and one that is
 * `fair: "strong"` moves if it is able to move again and again. Nothing is assumed of the others: that they are ever
 * scheduled, least of all.
 */
export function eventually<S>(name: string, predicate: (state: S) => boolean): Property<S> {
  return { kind: "eventually", name, predicate };
}

/** A claim that on every run, whenever `from` is true, `to` is true then or later. Of runs {@link eventually} has more. */
export function leadsTo<S>(
  name: string,
  from: (state: S) => boolean,
  to: (state: S) => boolean,
): Property<S> {
  return { kind: "leadsTo", name, from, to };
}
