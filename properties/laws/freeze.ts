/** Values that nobody can write into, to the leaves. */

import { isRecord } from "immutable";

/** Where Immutable keeps the hash of a collection once it has been asked for: nothing of its value. */
const hash = "__hash";

/**
 * Freezes `value` and all that it is made of; what is made of it later shares that, and stays as frozen. Immutable's own note of a hash is
 * the one thing that may still be written.
 */
export function freezeDeep(value: unknown, frozen: WeakSet<object> = new WeakSet()): void {
  if (typeof value !== "object" || value === null || frozen.has(value)) return;
  frozen.add(value);
  // A field that was never set holds what its type has for all Records, which is no part of this one.
  if (isRecord(value)) for (const held of value.toSeq().values()) freezeDeep(held, frozen);
  if ("hashCode" in value && !Object.hasOwn(value, hash) && Object.isExtensible(value))
    Object.defineProperty(value, hash, { value: undefined, writable: true });
  for (const key of Reflect.ownKeys(value)) {
    const property = Object.getOwnPropertyDescriptor(value, key);
    if (property === undefined || key === hash) continue;
    if ("value" in property) {
      freezeDeep(property.value, frozen);
      Object.defineProperty(value, key, { writable: false, configurable: false });
    } else {
      Object.defineProperty(value, key, { configurable: false });
    }
  }
  Object.preventExtensions(value);
}
