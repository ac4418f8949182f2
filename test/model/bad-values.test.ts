/** What a variable may hold, and what is said where it may not: in the declaration, and at every write. */

import {
  Map as ImmutableMap,
  Record as ImmutableRecord,
  Set as ImmutableSet,
  List,
  OrderedMap,
  OrderedSet,
  Range,
  Repeat,
  Seq,
  Stack,
} from "immutable";
import { check, language, model, type Report, type Value } from "preempt";
import { describe, expect, test } from "vitest";
import { complaint } from "./complaint.js";

/** Takes values that the types refuse: what is tested is what happens to those who have no types. */
const untyped = (value: unknown): Value => value as Value;

const { step, process, deadlockFree } = language<{ x: Value }>();

/** A model of one variable, to which the second of two steps assigns one of `written`. */
function assigning(initial: unknown, ...written: readonly unknown[]): Report {
  const put = step("put", (k) => {
    k.x = untyped(k.choose(written));
  });
  return check(
    model({
      name: "bad",
      variables: { x: untyped(initial) },
      processes: [process("A", { program: [step("go"), put] })],
      properties: [deadlockFree()],
    }),
    { recheck: 1 },
  );
}

const Point = ImmutableRecord({ x: 0, y: 0 }, "Point");
const Account = ImmutableRecord({ owner: "nobody" as Value, balance: 0 }, "Account");
const Balance = ImmutableRecord({ amount: 0 }, "Balance");
const Lookalike = ImmutableRecord({ x: 0, y: 0 }, "Point");
const Nameless = ImmutableRecord({ x: 0 });
const NamelessTwin = ImmutableRecord({ x: 0 });

/** The usual mistake: a class field, which is defined on every instance and hides the Record's own. */
class Shadowed extends ImmutableRecord({ count: 0 }, "Shadowed") {
  override count = 7;
}

class Declared extends ImmutableRecord({ count: 0 }, "Declared") {
  declare readonly count: number;
}

class Money {
  readonly cents = 5;
  equals(other: unknown): boolean {
    return other instanceof Money;
  }
  hashCode(): number {
    return 5;
  }
}

interface Refused {
  readonly what: string;
  readonly value: unknown;
  /** What the message says there is, and what to use instead. */
  readonly says: readonly string[];
}

const refused: readonly Refused[] = [
  { what: "a plain array", value: [1], says: ["a plain array", "List"] },
  { what: "a typed array", value: new Uint8Array(2), says: ["a typed array", "List"] },
  { what: "a JavaScript Map", value: new Map(), says: ["class Map"] },
  { what: "a Date", value: new Date(0), says: ["class Date"] },
  { what: "an object of a class", value: new Money(), says: ["class Money"] },
  { what: "a Promise", value: Promise.resolve(1), says: ["a Promise", "await"] },
  { what: "a function", value: () => 1, says: ["a function"] },
  { what: "a symbol", value: Symbol("s"), says: ["a symbol"] },
  { what: "undefined", value: undefined, says: ["undefined", "null"] },
  { what: "NaN", value: Number.NaN, says: ["NaN", "not equal to itself"] },
  { what: "-0", value: -0, says: ["-0"] },
  { what: "a lazy Seq", value: Seq([1]), says: ["lazy Seq", "List"] },
  { what: "a lazy keyed Seq", value: ImmutableMap({ a: 1 }).toSeq(), says: ["lazy Seq"] },
  { what: "a Range", value: Range(0, 3), says: ["Range", "List"] },
  { what: "a Repeat", value: Repeat(1, 3), says: ["Repeat", "List"] },
  { what: "a mutable copy of a List", value: List([1]).asMutable(), says: ["asMutable()", "asImmutable()"] },
  { what: "a mutable copy of a Map", value: ImmutableMap({ a: 1 }).asMutable(), says: ["asMutable()"] },
  { what: "a mutable copy of a Set", value: ImmutableSet([1]).asMutable(), says: ["asMutable()"] },
  { what: "a mutable copy of a Stack", value: Stack([1]).asMutable(), says: ["asMutable()"] },
  { what: "a mutable copy of an OrderedMap", value: OrderedMap({ a: 1 }).asMutable(), says: ["asMutable()"] },
  { what: "a mutable copy of an OrderedSet", value: OrderedSet([1]).asMutable(), says: ["asMutable()"] },
  { what: "a mutable copy of a Record", value: Point().asMutable(), says: ["asMutable()"] },
  {
    what: "a Record with a class field",
    value: new Shadowed(),
    says: ['class field "count"', "declare readonly count"],
  },
];

const wrapped: readonly { readonly how: string; readonly wrap: (value: unknown) => unknown }[] = [
  { how: "itself", wrap: (value) => value },
  { how: "in a List", wrap: (value) => List([value]) },
  { how: "as a value of a Map", wrap: (value) => ImmutableMap([["a", value]]) },
  { how: "as a key of a Map", wrap: (value) => ImmutableMap([[value, 1]]) },
  { how: "in a Set", wrap: (value) => ImmutableSet([value]) },
  { how: "in a field of a Record", wrap: (value) => Account({ owner: untyped(value) }) },
  { how: "in a List in a Map", wrap: (value) => ImmutableMap({ a: List([value]) }) },
];

/** A Record's field that is undefined has the default instead: there is nothing to refuse. */
const isDefault = ({ what }: Refused, how: string): boolean =>
  what === "undefined" && how === "in a field of a Record";

const inEveryPlace = (rows: readonly Refused[]) =>
  rows.flatMap((row) =>
    wrapped
      .filter(({ how }) => !isDefault(row, how))
      .map(({ how, wrap }) => ({ what: row.what, how, value: wrap(row.value), says: row.says })),
  );

const plainObject: Refused = {
  what: "a plain object",
  value: { a: 1 },
  says: ["a plain object", "Record or Map"],
};

describe("a declared variable cannot begin as", () => {
  // A plain object by itself declares a group of variables.
  const rows = inEveryPlace([...refused, plainObject]).filter(
    ({ what, how }) => what !== "a plain object" || how !== "itself",
  );
  for (const { how, what, value, says } of rows) {
    test(`${what}, ${how}`, () => {
      const message = complaint(() => assigning(value));
      for (const part of ['variable "x" cannot begin as', ...says, 'in model "bad"'])
        expect(message).toContain(part);
    });
  }
});

describe("a step cannot write", () => {
  for (const { how, what, value, says } of inEveryPlace([...refused, plainObject])) {
    test(`${what}, ${how}`, () => {
      const message = complaint(() => assigning(0, value));
      for (const part of ['step "put" of A', '"x"', ...says, 'schedule "A"', 'in model "bad"'])
        expect(message).toContain(part);
    });
  }
});

describe("a variable declared by a Record holds Records of that type alone", () => {
  const rows = [
    { what: "a Record of another type", value: Balance(), says: ["Account", "Balance"] },
    { what: "null", value: null, says: ["Account", "null"] },
    { what: "a number", value: 5, says: ["Account", "5"] },
    { what: "a List", value: List([1]), says: ["Account", "List"] },
    { what: "a plain object", value: { owner: "me" }, says: ["Account", "plain object"] },
  ];
  for (const { what, value, says } of rows) {
    test(`${what} is refused`, () => {
      const message = complaint(() => assigning(Account(), value));
      for (const part of ['step "put" of A', '"x"', "declared", ...says]) expect(message).toContain(part);
    });
  }
});

describe("two Record types that look alike are not taken for one", () => {
  const rows = [
    { what: "the declared Record and a look-alike", initial: Point(), written: Lookalike() },
    { what: "one after the other", initial: List([Point()]), written: List([Lookalike()]) },
    { what: "both in one collection", initial: 0, written: List([Point(), Lookalike()]) },
    { what: "types without names", initial: List([Nameless()]), written: List([NamelessTwin()]) },
  ];
  for (const { what, initial, written } of rows) {
    test(what, () => {
      const message = complaint(() => assigning(initial, written));
      for (const part of ['step "put" of A', '"x"', "Record", "type"]) expect(message).toContain(part);
    });
  }

  test("both in the declaration", () => {
    const message = complaint(() => assigning(List([Point(), Lookalike()])));
    for (const part of ['variable "x"', "Record of another type that looks the same", "Point"])
      expect(message).toContain(part);
  });
});

describe("a variable may hold", () => {
  const rows: readonly { readonly what: string; readonly values: readonly [Value, Value] }[] = [
    { what: "strings", values: ["", "a"] },
    { what: "numbers", values: [0, Number.POSITIVE_INFINITY] },
    { what: "a bigint and the number that equals it", values: [1, 1n] },
    { what: "booleans", values: [false, true] },
    { what: "null, and a string that reads like it", values: [null, "null"] },
    { what: "a number, and a string that reads like it", values: [1, "1"] },
    { what: "Lists", values: [List(), List([1, "a", null, List()])] },
    { what: "a List and a Stack of the same items", values: [List([1]), Stack([1])] },
    { what: "Maps", values: [ImmutableMap(), ImmutableMap([[List([1]), ImmutableSet(["a"])]])] },
    { what: "a Map and an OrderedMap", values: [ImmutableMap({ a: 1 }), OrderedMap({ a: 1 })] },
    { what: "a Set and an OrderedSet", values: [ImmutableSet([1]), OrderedSet([1])] },
    { what: "OrderedSets in two orders", values: [OrderedSet([1, 2]), OrderedSet([2, 1])] },
    { what: "OrderedMaps in two orders", values: [OrderedMap({ a: 1, b: 2 }), OrderedMap({ b: 2, a: 1 })] },
    { what: "Records", values: [Point(), Point({ x: 1 })] },
    {
      what: "Records of a class that declares its fields",
      values: [new Declared(), new Declared({ count: 1 })],
    },
    { what: "Records of two types in turn, told by name", values: [null, Balance()] },
    {
      what: "what asMutable() gave, once immutable again",
      values: [List(), List().asMutable().push(1).asImmutable()],
    },
  ];
  for (const {
    what,
    values: [one, other],
  } of rows) {
    test(`${what}, and tells them apart`, () => {
      expect(assigning(one, one, other).grounds.states).toBe(4);
    });
  }
});

describe("equal values are one value", () => {
  const many = Array.from({ length: 20 }, (_, i) => i);
  const rows: readonly { readonly what: string; readonly values: readonly [Value, Value] }[] = [
    { what: "Lists", values: [List([1, 2]), List([1]).push(2)] },
    {
      what: "Maps filled in two orders",
      values: [ImmutableMap({ a: 1, b: 2 }), ImmutableMap({ b: 2, a: 1 })],
    },
    { what: "Sets filled in two orders", values: [ImmutableSet(many), ImmutableSet([...many].reverse())] },
    {
      what: "Maps in Lists",
      values: [List([ImmutableMap({ a: 1, b: 2 })]), List([ImmutableMap({ b: 2, a: 1 })])],
    },
    { what: "Records with a default written out", values: [Point(), Point({ x: 0 })] },
    { what: "Records made by new and by call", values: [Point({ x: 1 }), new Point().set("x", 1)] },
  ];
  for (const {
    what,
    values: [one, other],
  } of rows) {
    test(what, () => {
      expect(assigning(one, one, other).grounds.states).toBe(3);
    });
  }
});
