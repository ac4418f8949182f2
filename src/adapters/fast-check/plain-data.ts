/** Plain data: what is told apart by its text alone. */

const isPosition = (key: string): boolean => /^\d+$/.test(key);

function isPlain(thing: unknown, inside: readonly object[] = []): boolean {
  if (typeof thing === "function" || typeof thing === "symbol") return false;
  if (typeof thing !== "object" || thing === null) return true;
  // What holds itself has no text of its own.
  if (inside.includes(thing)) return false;
  const prototype: unknown = Object.getPrototypeOf(thing);
  const isList = Array.isArray(thing);
  if (isList ? prototype !== Array.prototype : prototype !== Object.prototype && prototype !== null)
    return false;
  if (Object.getOwnPropertySymbols(thing).length > 0) return false;
  // A list is written by its positions: what it has under names would be missing.
  if (isList && Object.keys(thing).some((key) => !isPosition(key))) return false;
  return Object.values(thing).every((held) => isPlain(held, [...inside, thing]));
}

/**
 * A text that two configurations share exactly when they are equal; undefined where that cannot be told, as of those that hold
 * functions, objects of a class, or lists with named fields.
 *
 * @param text writes plain data so that different data has different texts
 */
export function keyOf(configuration: unknown, text: (thing: unknown) => string): string | undefined {
  return isPlain(configuration) ? text(configuration) : undefined;
}
