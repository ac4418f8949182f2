/** What a variable may hold: values that are equal only where nothing can tell them apart. */

import {
  type Collection,
  Map as ImmutableMap,
  Record as ImmutableRecord,
  Set as ImmutableSet,
  isCollection,
  isRecord,
  List,
  OrderedMap,
  OrderedSet,
  Seq,
  Stack,
  type ValueObject,
} from "immutable";

/** A primitive that has value equality. NaN and -0 are refused at run time: no type tells them apart. */
export type Primitive = string | number | bigint | boolean | null;

/** A value of one variable: a primitive, or an Immutable collection or Record, compared by value. */
export type Value = Primitive | ValueObject;

const refused = Symbol.for("preempt.RefusedValue");

/** Why a value is refused; thrown by {@link ValueType} and caught where variable and step are known. */
export class RefusedValue extends Error {
  readonly [refused] = true;
}

/** Whether `error` is a RefusedValue of this or of another loaded copy of the library. */
export function isRefusedValue(error: unknown): error is RefusedValue {
  return typeof error === "object" && error !== null && refused in error;
}

type AnyRecord = ImmutableRecord<{ [field: string]: unknown }> & object;

function fieldsOf(record: AnyRecord): string[] {
  return [...record.toSeq().keySeq()].map(String);
}

function describeObject(value: object): string {
  if (Array.isArray(value)) return "a plain array (use Immutable's List)";
  if (ArrayBuffer.isView(value)) return "a typed array (use Immutable's List)";
  if (value instanceof Promise) return "a Promise: was `await` meant? Nothing in a model is asynchronous";
  const maker: unknown = Object.getPrototypeOf(value)?.constructor?.name;
  if (maker === "Object" || maker === undefined) return "a plain object (use Immutable's Record or Map)";
  return `an object of class ${String(maker)}, which has identity and no value`;
}

/** What a value is; for messages. */
function describe(value: unknown): string {
  if (isRecord(value)) return `a Record "${ImmutableRecord.getDescriptiveName(value as AnyRecord)}"`;
  if (isCollection(value)) return `an Immutable ${String(value).split(/[ (]/)[0]}`;
  return typeof value === "object" && value !== null ? describeObject(value) : String(value);
}

function checkedPrimitive(value: unknown): Primitive {
  switch (typeof value) {
    case "string":
    case "boolean":
    case "bigint":
      return value;
    case "number":
      if (Number.isNaN(value)) throw new RefusedValue("NaN, which is not equal to itself");
      if (Object.is(value, -0)) throw new RefusedValue("-0, which equals 0 and yet can be told from it");
      return value;
    case "undefined":
      throw new RefusedValue("undefined (use null for an empty variable)");
    case "object":
      if (value === null) return value;
      throw new RefusedValue(describeObject(value));
    case "function":
    case "symbol":
      throw new RefusedValue(`a ${typeof value}`);
  }
}

const tagged = (tag: string, parts: Iterable<string>, close: string): string =>
  `${tag}${[...parts].join(",")}${close}`;

/**
 * A text that two values share exactly when they are equal. Unordered collections are written in the order of
 * their encoded keys.
 */
export function encode(value: unknown): string {
  if (typeof value === "string") return `${value.length}"${value}`;
  if (typeof value === "number" || typeof value === "boolean" || value === null) return String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (isRecord(value)) {
    // isRecord cannot say which fields there are; any Record can be read by field name.
    const record = value as AnyRecord;
    const fields = fieldsOf(record).map((field) => `${JSON.stringify(field)}:${encode(record.get(field))}`);
    return tagged(`Record ${ImmutableRecord.getDescriptiveName(record)}{`, fields, "}");
  }
  if (!isCollection(value)) return String(value);
  const pairs = (entries: Iterable<[unknown, unknown]>): string[] =>
    [...entries].map(([key, held]) => `${encode(key)}:${encode(held)}`);
  if (List.isList(value)) return tagged("[", value.toArray().map(encode), "]");
  if (Stack.isStack(value)) return tagged("Stack[", value.toArray().map(encode), "]");
  if (OrderedMap.isOrderedMap(value)) return tagged("OrderedMap{", pairs(value.entries()), "}");
  if (ImmutableMap.isMap(value)) return tagged("Map{", pairs(value.entries()).sort(), "}");
  if (OrderedSet.isOrderedSet(value)) return tagged("OrderedSet{", value.toArray().map(encode), "}");
  return tagged("Set{", (value as Collection<unknown, unknown>).toArray().map(encode).sort(), "}");
}

/** The type of one variable, as its initial value declares it. */
export class ValueType {
  /** Record types seen in this variable, so that two types that look alike are not taken for one. */
  readonly #records = new globalThis.Map<string, object>();
  readonly #record: object | undefined;
  readonly #declared: string;

  constructor(initial: unknown) {
    this.#record = isRecord(initial) ? Object.getPrototypeOf(initial) : undefined;
    this.#declared = describe(initial);
  }

  /**
   * `value` itself, or its equal in canonical form: unordered collections rebuilt in key order.
   *
   * @throws RefusedValue saying what the value is and what to use instead
   */
  canonical(value: unknown): Value {
    if (this.#record !== undefined && Object.getPrototypeOf(Object(value)) !== this.#record) {
      const found = describe(value);
      const declared = found === this.#declared ? "another type of that name" : this.#declared;
      throw new RefusedValue(`${found}, where ${declared} is declared`);
    }
    return this.#deep(value);
  }

  #deep(value: unknown): Value {
    if (isRecord(value)) return this.#ofRecord(value as AnyRecord);
    if (!isCollection(value)) return checkedPrimitive(value);
    if (Seq.isSeq(value)) throw new RefusedValue("a lazy Seq, Range or Repeat (use List, or call toList())");
    // Immutable marks a collection that asMutable() made by this field, and offers no question that asks for it.
    if ((value as { readonly __ownerID?: unknown }).__ownerID) {
      throw new RefusedValue("a mutable copy made by asMutable() (call asImmutable())");
    }
    const entries = (value as Collection<unknown, unknown>).entrySeq().toArray();
    const kept = entries.map(([key, held]): [Value, Value] => [this.#deep(key), this.#deep(held)]);
    const sorted = kept
      .map((entry) => ({ entry, key: encode(entry[0]) }))
      .sort((a, b) => (a.key < b.key ? -1 : 1))
      .map(({ entry }) => entry);
    if (List.isList(value)) return same(entries, kept) ? value : List(kept.map(([, held]) => held));
    if (Stack.isStack(value)) return same(entries, kept) ? value : Stack(kept.map(([, held]) => held));
    if (OrderedMap.isOrderedMap(value)) return same(entries, kept) ? value : OrderedMap(kept);
    if (OrderedSet.isOrderedSet(value))
      return same(entries, kept) ? value : OrderedSet(kept.map(([key]) => key));
    if (ImmutableMap.isMap(value)) return ImmutableMap(sorted);
    if (ImmutableSet.isSet(value)) return ImmutableSet(sorted.map(([key]) => key));
    throw new RefusedValue("an Immutable collection of an unknown kind");
  }

  #ofRecord(record: AnyRecord): Value {
    const fields = fieldsOf(record);
    const shadowed = fields.find((field) => Object.hasOwn(record, field));
    if (shadowed !== undefined) {
      throw new RefusedValue(
        `a Record whose class field "${shadowed}" hides its value (write \`declare readonly ${shadowed}\`)`,
      );
    }
    if ((record as { readonly __ownerID?: unknown }).__ownerID) {
      throw new RefusedValue("a mutable copy made by asMutable() (call asImmutable())");
    }
    const looks = `${ImmutableRecord.getDescriptiveName(record)} ${fields.join(" ")}`;
    const type: object = Object.getPrototypeOf(record);
    if ((this.#records.get(looks) ?? type) !== type) {
      throw new RefusedValue(`a Record of another type that looks the same (${looks}); give the types names`);
    }
    this.#records.set(looks, type);
    return fields.reduce<AnyRecord>((kept, field) => {
      const held = kept.get(field);
      const canonical = this.#deep(held);
      return canonical === held ? kept : kept.set(field, canonical);
    }, record);
  }
}

function same(before: readonly (readonly [unknown, unknown])[], after: typeof before): boolean {
  return before.every(([key, held], i) => key === after[i]?.[0] && held === after[i]?.[1]);
}
