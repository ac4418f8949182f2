/** Symmetry, as a model declares it: elements that are alike, and what in the model is each one's own. */

import { aTypeOf } from "./code.js";
import { ModelError } from "./model-error.js";

/** What is one element's own: what takes the place of another's when the two are exchanged. */
export interface OwnParts {
  /** The names of its processes. Their locations and locals go with them. */
  readonly processes?: readonly string[];
  /** By name of an indexed group, the number or name of its copy: `{ cpu: 0, task: "idle0" }`. */
  readonly copies?: Readonly<Record<string, number | string>>;
  /** What values call it by, beside its own name and those of its processes and copies. */
  readonly names?: readonly string[];
}

/** One of several that are alike. */
export interface Element {
  /** Its number or its name. */
  readonly element: number | string;
  readonly own: OwnParts;
}

/** Elements of which a model says that none can be told from another. */
export interface Interchangeable {
  /** What they are, in the plural: `CPUs`. */
  readonly what: string;
  readonly elements: readonly Element[];
  /** The variables that hold their numbers, without the numbers of copies: `task.cpu`. */
  readonly numbers: readonly string[];
}

/**
 * Says that elements are alike: exchange two of them, with all that is their own, in any state, and every step does the
 * same to what was exchanged. It is checked while the model is explored.
 *
 * Texts that name an element are exchanged wherever they are a value, or inside one. Numbers may count other things: they are
 * exchanged in the variables alone that `numbers` lists, as `task.cpu`, or `my.seen` for a local of its processes.
 *
 * @param what they are, in the plural, for messages
 * @param elements their numbers or names
 * @param own what is an element's own; the same kinds of things, in the same order, for each
 * @throws ModelError where these are not lists of numbers or names
 * @example interchangeable("CPUs", [0, 1], (i) => ({ processes: [`CPU${i}`], copies: { cpu: i } }), { numbers: ["task.cpu"] })
 */
export function interchangeable<const E extends number | string>(
  what: string,
  elements: readonly E[],
  own: (element: E) => OwnParts,
  { numbers = [] }: { readonly numbers?: readonly string[] } = {},
): Interchangeable {
  if (typeof what !== "string" || what === "")
    throw new ModelError('interchangeable(…) begins with what is alike: interchangeable("CPUs", …)');
  if (!Array.isArray(elements))
    throw new ModelError(`the ${what} that are alike are ${aTypeOf(elements)}, not a list`);
  const odd = elements.find((element) => typeof element !== "string" && !Number.isInteger(element));
  if (odd !== undefined)
    throw new ModelError(`one of the ${what} that are alike is ${aTypeOf(odd)}, not a number or a name`);
  const twice = elements.find((element, i) => elements.indexOf(element) !== i);
  if (twice !== undefined) throw new ModelError(`${String(twice)} is twice among the ${what} that are alike`);
  return { what, elements: elements.map((element) => ({ element, own: own(element) })), numbers };
}
