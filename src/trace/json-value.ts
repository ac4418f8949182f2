/** Values in plain JSON, and as people read them. */

import {
  type Collection,
  Map as ImmutableMap,
  Record as ImmutableRecord,
  isCollection,
  isRecord,
  List,
  OrderedMap,
  OrderedSet,
  Stack,
} from "immutable";

/** Plain JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

type Entries = Collection<unknown, unknown>;

function kindOf(value: Entries): string {
  if (List.isList(value)) return "List";
  if (Stack.isStack(value)) return "Stack";
  if (OrderedMap.isOrderedMap(value)) return "OrderedMap";
  if (ImmutableMap.isMap(value)) return "Map";
  return OrderedSet.isOrderedSet(value) ? "OrderedSet" : "Set";
}

/**
 * `value` as JSON. What JSON has no notation for is an object with one key: `{"bigint": "1"}`, `{"List": […]}`,
 * `{"Map": [[key, value], …]}`, `{"Record": {…}, "name": "…"}`.
 */
export function jsonOf(value: unknown): Json {
  if (typeof value === "bigint") return { bigint: String(value) };
  if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
  if (isRecord(value)) {
    const record = value as ImmutableRecord<{ [field: string]: unknown }>;
    const fields = [...record.toSeq().entrySeq()].map(
      ([field, held]) => [String(field), jsonOf(held)] as const,
    );
    return { Record: Object.fromEntries(fields), name: ImmutableRecord.getDescriptiveName(record as never) };
  }
  if (isCollection(value)) {
    const collection = value as Entries;
    const kind = kindOf(collection);
    const pairs = kind === "Map" || kind === "OrderedMap";
    const entries = collection.entrySeq().toArray();
    return { [kind]: entries.map(([key, held]) => (pairs ? [jsonOf(key), jsonOf(held)] : jsonOf(held))) };
  }
  // Everything else that a variable may hold is a primitive that JSON has.
  return value as Json;
}

/** A JSON value as people read it: `[a, b]`, `{k: v}`, and no quotes that are not needed. */
export function textOf(value: Json): string {
  if (value === null) return "none";
  // What reads as another value keeps its quotes.
  if (typeof value === "string" && /^(?:none|true|false|-?[\d.]+\S*|-?Infinity)$/.test(value))
    return JSON.stringify(value);
  if (typeof value === "string")
    return /^[^\s,:[\]{}"]+(?: [^\s,:[\]{}"]+)*$/.test(value) ? value : JSON.stringify(value);
  if (typeof value !== "object") return String(value);
  if (Array.isArray(value)) return value.map(textOf).join(", ");
  const [[kind, held] = ["", null]] = Object.entries(value);
  if (kind === "bigint" || kind === "number") return String(held);
  if (kind === "Record" && typeof held === "object" && held !== null) {
    const fields = Object.entries(held as { readonly [key: string]: Json });
    return `{${fields.map(([field, inner]) => `${field}: ${textOf(inner)}`).join(", ")}}`;
  }
  // A file may hold anything; what is no value of ours is shown as it stands.
  if (!Array.isArray(held)) return JSON.stringify(value);
  const items: readonly Json[] = held;
  if (kind === "Map" || kind === "OrderedMap") return `{${items.map(pairText).join(", ")}}`;
  return kind === "List" || kind === "Stack"
    ? `[${items.map(textOf).join(", ")}]`
    : `{${items.map(textOf).join(", ")}}`;
}

function pairText(pair: Json): string {
  return Array.isArray(pair) ? pair.map(textOf).join(": ") : textOf(pair);
}
