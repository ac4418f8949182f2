/** Every kind of value that a variable may hold, as JSON and as people read it. */

import fc from "fast-check";
import {
  Map as ImmutableMap,
  Set as ImmutableSet,
  List,
  OrderedMap,
  OrderedSet,
  Record,
  Stack,
} from "immutable";
import { describe, expect, test } from "vitest";
import { encode } from "../../src/model/value.js";
import { type Json, jsonOf, textOf } from "../../src/trace/json-value.js";

const Point = Record({ x: 0, y: 0 }, "Point");
const Nameless = Record({ held: null as string | null });

const values: readonly (readonly [string, unknown, Json, string])[] = [
  ["text", "guest", "guest", "guest"],
  ["text with a space", "guest, stale".replace(",", ""), "guest stale", "guest stale"],
  ["text with a comma", "guest, stale", "guest, stale", '"guest, stale"'],
  ["empty text", "", "", '""'],
  ["text with spaces around", " a ", " a ", '" a "'],
  ["text with a line break", "a\nb", "a\nb", '"a\\nb"'],
  ["text with quotes", 'say "a"', 'say "a"', '"say \\"a\\""'],
  ["text with brackets", "f[0]", "f[0]", '"f[0]"'],
  ["a number", 42, 42, "42"],
  ["a negative number", -1, -1, "-1"],
  ["a fraction", 0.5, 0.5, "0.5"],
  ["infinity", Number.POSITIVE_INFINITY, { number: "Infinity" }, "Infinity"],
  ["minus infinity", Number.NEGATIVE_INFINITY, { number: "-Infinity" }, "-Infinity"],
  ["a large number", 2 ** 53, 9007199254740992, "9007199254740992"],
  ["a bigint", 2n ** 64n, { bigint: "18446744073709551616" }, "18446744073709551616"],
  ["true", true, true, "true"],
  ["false", false, false, "false"],
  ["null", null, null, "none"],
  ["an empty List", List(), { List: [] }, "[]"],
  ["a List", List([1, "a", null]), { List: [1, "a", null] }, "[1, a, none]"],
  ["a Stack", Stack([1, 2]), { Stack: [1, 2] }, "[1, 2]"],
  ["a Set", ImmutableSet(["b", "a"]), { Set: ["b", "a"] }, "{b, a}"],
  ["an OrderedSet", OrderedSet(["b", "a"]), { OrderedSet: ["b", "a"] }, "{b, a}"],
  ["an empty Map", ImmutableMap(), { Map: [] }, "{}"],
  ["a Map", ImmutableMap([["a", 1]]), { Map: [["a", 1]] }, "{a: 1}"],
  [
    "an OrderedMap",
    OrderedMap<unknown, unknown>([
      [2, "two"],
      [List([1]), null],
    ]),
    {
      OrderedMap: [
        [2, "two"],
        [{ List: [1] }, null],
      ],
    },
    "{2: two, [1]: none}",
  ],
  ["a Record", Point({ x: 3 }), { Record: { x: 3, y: 0 }, name: "Point" }, "{x: 3, y: 0}"],
  ["a nameless Record", Nameless({ held: "A" }), { Record: { held: "A" }, name: "Record" }, "{held: A}"],
  [
    "values in values",
    List([ImmutableMap([["a", ImmutableSet([1n])]]), Point()]),
    { List: [{ Map: [["a", { Set: [{ bigint: "1" }] }]] }, { Record: { x: 0, y: 0 }, name: "Point" }] },
    "[{a: {1}}, {x: 0, y: 0}]",
  ],
];

describe("jsonOf and textOf", () => {
  test.each(values)("%s", (_, value, json, text) => {
    expect(jsonOf(value)).toEqual(json);
    expect(textOf(jsonOf(value))).toBe(text);
  });

  test.each(values)("%s survives a file", (_, value, json) => {
    expect(JSON.parse(JSON.stringify(jsonOf(value)))).toEqual(json);
  });
});

/** Values as variables hold them, a few deep. */
const { value: anyValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.oneof(
      fc.constantFrom<unknown>(
        "A",
        "none",
        "true",
        "1",
        "",
        "a b",
        "a, b",
        "[]",
        null,
        true,
        false,
        0,
        1,
        1n,
        0n,
      ),
      fc.constantFrom<unknown>(Number.POSITIVE_INFINITY, "Infinity", 0.5, "bigint", "List", "Record"),
    ),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => List(items)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => Stack(items)),
    fc.array(tie("value"), { maxLength: 3 }).map((items) => OrderedSet(items)),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 3 }).map((items) => OrderedMap(items)),
    fc.record({ x: fc.nat(2), y: fc.nat(2) }).map((fields) => Point(fields)),
  ),
}));

describe("values that differ", () => {
  test("differ as JSON, and equal ones do not", () => {
    fc.assert(
      fc.property(anyValue, anyValue, (a, b) => {
        expect(JSON.stringify(jsonOf(a)) === JSON.stringify(jsonOf(b))).toBe(encode(a) === encode(b));
      }),
      { numRuns: 500 },
    );
  });

  // A trace in which `x = 1` stands for a change from 1 to "1" would mislead.
  test("of which one is a text are read apart: the text has its quotes", () => {
    const read = [null, 1, -1, 0.5, Number.POSITIVE_INFINITY, true, false].map((value) =>
      textOf(jsonOf(value)),
    );
    expect(read).toEqual(["none", "1", "-1", "0.5", "Infinity", "true", "false"]);
    expect(read.map((text) => textOf(jsonOf(text)))).toEqual(read.map((text) => JSON.stringify(text)));
  });
});
