/** Values with the names in them exchanged, however deep they are. */

import {
  type Collection,
  Map as ImmutableMap,
  type Record as ImmutableRecord,
  Set as ImmutableSet,
  isCollection,
  isRecord,
  List,
  OrderedMap,
  OrderedSet,
  Stack,
} from "immutable";
import type { Primitive, Value } from "./value.js";

type Renamed = (value: Primitive) => Primitive;

/**
 * `value` with every primitive in it, keys among them, as `rename` gives it. Collections keep their kind and order; an
 * unordered one is to be brought into canonical form.
 */
export function renamed(value: Value, rename: Renamed): Value {
  if (isRecord(value)) {
    // A Record can be read by the names of its fields, whatever they are.
    const record = value as ImmutableRecord<{ [field: string]: Value }> & Value;
    const fields = [...record.toSeq().keySeq()];
    return fields.reduce(
      (kept, field) => kept.set(field, renamed(record.get(field) as Value, rename)),
      record,
    ) as Value;
  }
  if (!isCollection(value)) return rename(value as Primitive);
  const of = (held: unknown): Value => renamed(held as Value, rename);
  const entries = (value as Collection<unknown, unknown>)
    .entrySeq()
    .toArray()
    .map(([key, held]): [unknown, Value] => [key, of(held)]);
  const values = entries.map(([, held]) => held);
  const pairs = entries.map(([key, held]): [Value, Value] => [of(key), held]);
  if (List.isList(value)) return List(values);
  if (Stack.isStack(value)) return Stack(values);
  if (OrderedMap.isOrderedMap(value)) return OrderedMap(pairs);
  if (OrderedSet.isOrderedSet(value)) return OrderedSet(values);
  return ImmutableMap.isMap(value) ? ImmutableMap(pairs) : ImmutableSet(values);
}
