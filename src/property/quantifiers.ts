/**
 * Predicates over all of several things. What a predicate reads of one thing tells nothing of what it reads of the next; said so, each thing
 * is asked about by itself, and there are as many views as the things have together, not as many as they have of all combinations.
 */

type Predicate<S> = (state: S) => boolean;

const quantified = Symbol.for("preempt.quantified");

/** A predicate that says what it is made of. */
interface Quantified<S> {
  readonly [quantified]: {
    readonly kind: "forAll" | "exists";
    readonly parts: readonly Predicate<S>[];
    /** By part: the item that it is about. */
    readonly items: readonly unknown[];
  };
}

function madeOf<S>(predicate: Predicate<S>): Quantified<S>[typeof quantified] | undefined {
  if (!(quantified in predicate)) return undefined;
  // Nobody else puts anything under this symbol.
  return (predicate as Predicate<S> & Quantified<S>)[quantified];
}

function partsOf<S>(predicate: Predicate<S>, kind: "forAll" | "exists"): readonly Predicate<S>[] {
  const made = madeOf(predicate);
  return made?.kind === kind ? made.parts : [predicate];
}

/** What the parts of a predicate are about, one item for each; none, where it has none. */
export function itemsOf<S>(predicate: Predicate<S>): readonly unknown[] {
  return madeOf(predicate)?.items ?? [];
}

/** Predicates that all hold exactly where `predicate` does. */
export function conjuncts<S>(predicate: Predicate<S>): readonly Predicate<S>[] {
  return partsOf(predicate, "forAll");
}

/** Predicates of which one holds exactly where `predicate` does. */
export function disjuncts<S>(predicate: Predicate<S>): readonly Predicate<S>[] {
  return partsOf(predicate, "exists");
}

/**
 * A predicate that holds where `holds` does of every item: as `items.every(…)` says it, but the search may ask about each item by itself,
 * and about any of them first. Worth it where `holds` reads much of each.
 *
 * @example always("no task reads what is another's", forAll(tasks, (s, task) => s.task(task).seen !== "theirs"))
 */
export function forAll<S, T>(
  items: readonly T[],
  holds: (state: S, item: T) => boolean,
): (state: S) => boolean {
  const parts = items.map((item) => (state: S) => holds(state, item));
  const whole = (state: S): boolean => items.every((item) => holds(state, item));
  return Object.assign(whole, { [quantified]: { kind: "forAll", parts, items } as const });
}

/** A predicate that holds where `holds` does of some item: as {@link forAll}, for `items.some(…)`. */
export function exists<S, T>(
  items: readonly T[],
  holds: (state: S, item: T) => boolean,
): (state: S) => boolean {
  const parts = items.map((item) => (state: S) => holds(state, item));
  const whole = (state: S): boolean => items.some((item) => holds(state, item));
  return Object.assign(whole, { [quantified]: { kind: "exists", parts, items } as const });
}
