/** Contents: whose the bytes in a register file or a save area are, and whether they are still that owner's latest. */

import { aTypeOf } from "./code.js";
import { declared } from "./locks.js";
import { ModelError } from "./model-error.js";
import { RefusedValue, type Value } from "./value.js";
import type { Variable } from "./variables.js";

/**
 * The declaration of a variable that holds contents. Its values are texts: the owner's name, and ` (stale)` behind it where
 * the owner has written others since.
 */
export interface Contents {
  readonly [declared]: "contents";
  readonly owner: string;
}

const stale = " (stale)";

function checkOwner(owner: unknown, who: string): asserts owner is string {
  if (typeof owner !== "string" || owner === "")
    throw new ModelError(`${who} is ${owner === "" ? "empty" : aTypeOf(owner)}, not the name of an owner`);
  if (owner.endsWith(stale)) throw new ModelError(`${who} is "${owner}": no owner's name ends in "${stale}"`);
}

/**
 * Declares a variable that holds contents: a register file, a save area, a copy of either. Kernels copy contents and never
 * branch on them, so nothing is told apart but whose they are and whether they are current; that is exact for any number of
 * writes.
 *
 * @param owner whose latest contents it holds at first; a name that owns nothing, such as `nobody`, where it holds none
 * @throws ModelError where `owner` is no name
 * @example variables: { cpu: indexed(1, { fpregs: contents("user") }), vcpu: { guestFpu: contents("guest") } }
 */
export function contents(owner: string): Contents {
  checkOwner(owner, "the owner of contents");
  return { [declared]: "contents", owner };
}

/** Whose contents `held` are, latest or not. */
export function ownerOf(held: string): string {
  return held.endsWith(stale) ? held.slice(0, -stale.length) : held;
}

/** What contents are told by. */
export interface ContentsQuestions {
  /** Whether `held` is what `owner` wrote last. */
  latest(held: string, owner: string): boolean;
  /** Whose contents `held` are, latest or not. */
  ownerOf(held: string): string;
}

/** What a step may do with contents beside copying them. */
export interface ContentsTools extends ContentsQuestions {
  /** New contents of `owner`, to be assigned where it wrote them: all that it wrote before are stale now, wherever they are. */
  fresh(owner: string): string;
}

/** What makes the contents of an owner stale; one function an owner, so that what it does to a value is asked once. */
export class Staleness {
  readonly #of = new Map<string, (value: Value) => Value>();

  /** @throws ModelError where `owner` is no name */
  of(owner: string, who: string): (value: Value) => Value {
    const known = this.#of.get(owner);
    if (known !== undefined) return known;
    checkOwner(owner, `the owner of fresh contents in ${who}`);
    const made = (value: Value): Value => (value === owner ? owner + stale : value);
    this.#of.set(owner, made);
    return made;
  }
}

/** The variables of a model that hold contents, and what is known of them. */
export interface ContentsOfModel {
  readonly variables: readonly Variable[];
  readonly staleness: Staleness;
}

/** `value` as a variable that holds contents may hold it. Throws RefusedValue for what names no owner. */
export function checkedContents(value: Value): Value {
  if (typeof value === "string" && value !== "") return value;
  throw new RefusedValue(
    `${aTypeOf(value)}, where contents are declared: the name of an owner, or a copy of other contents`,
  );
}
