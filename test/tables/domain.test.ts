/** Numbers for values: equal values have one, others have others, in the order in which they appear. */

import fc from "fast-check";
import {
  Map as ImmutableMap,
  Record as ImmutableRecord,
  Set as ImmutableSet,
  is,
  List,
  OrderedMap,
  OrderedSet,
  Stack,
} from "immutable";
import { language, model, type Value } from "preempt";
import { describe, expect, test } from "vitest";
import type { Variable } from "../../src/model/variables.js";
import { Domain } from "../../src/tables/domain.js";

/** The variable of a model that declares one, which begins as `initial`. */
function variable(initial: Value): Variable {
  const variables = { v: initial };
  const { step, process } = language<typeof variables>();
  const [found] = model({
    name: "one variable",
    variables,
    processes: [process("A", { program: step("step") })],
  }).layout.variables;
  if (found === undefined) throw new Error("a model without its variable");
  return found;
}

/** The numbers of `values` in a domain that begins with the first of them. */
function numbers(values: readonly Value[]): readonly number[] {
  const [initial = null] = values;
  const of = variable(initial);
  const domain = new Domain(of);
  return values.map((value) => domain.id(of.canonical(value)));
}

const Point = ImmutableRecord({ x: 0, y: 0 }, "Point");

describe("equal values have one number:", () => {
  test.each<{ readonly what: string; readonly values: readonly Value[] }>([
    { what: "numbers", values: [300, 150 * 2] },
    { what: "texts", values: ["ab", ["a", "b"].join("")] },
    { what: "large whole numbers", values: [2n ** 70n, 2n ** 69n * 2n] },
    { what: "Lists", values: [List([1, 2]), List([1]).push(2)] },
    {
      what: "Maps built in different orders",
      values: [
        ImmutableMap({ a: 1, b: 2 }),
        ImmutableMap({ b: 2, a: 1 }),
        ImmutableMap<string, number>({ b: 2 }).set("a", 1),
      ],
    },
    {
      what: "Sets built in different orders",
      values: [ImmutableSet(["a", "b", "c"]), ImmutableSet(["c", "a", "b"]), ImmutableSet("cba").add("a")],
    },
    {
      what: "large Sets built in different orders",
      values: [ImmutableSet(range(100)), ImmutableSet([...range(100)].reverse())],
    },
    { what: "Records", values: [Point(), Point({ x: 1 }).set("x", 0)] },
    {
      what: "nested collections",
      values: [
        ImmutableMap({ a: ImmutableSet([1, 2]), b: List([Point()]) }),
        ImmutableMap<string, Value>({ b: List([Point({ y: 0 })]) }).set("a", ImmutableSet([2, 1])),
      ],
    },
    {
      what: "collections as keys",
      values: [
        ImmutableMap([
          [List([1]), "a"],
          [List([2]), "b"],
        ]),
        ImmutableMap([
          [List([2]), "b"],
          [List([1]), "a"],
        ]),
      ],
    },
    {
      what: "OrderedMaps in one order",
      values: [OrderedMap({ a: 1, b: 2 }), OrderedMap([["a", 1]]).set("b", 2)],
    },
    { what: "Stacks", values: [Stack([1, 2]), Stack([2]).push(1)] },
    { what: "empty collections", values: [List(), List([1]).pop()] },
  ])("$what", ({ values }) => {
    expect(numbers(values)).toEqual(values.map(() => 0));
  });
});

function range(count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => i);
}

describe("other values have other numbers:", () => {
  test.each<{ readonly what: string; readonly values: readonly Value[] }>([
    {
      what: "what is written alike",
      values: [1, "1", 1n, true, "true", null, "null", "1n", false, "false", 0, ""],
    },
    {
      what: "numbers that are no whole numbers",
      values: [0.5, 0.25, Number.POSITIVE_INFINITY, 1e300, 2 ** 53],
    },
    { what: "an order that matters", values: [OrderedMap({ a: 1, b: 2 }), OrderedMap({ b: 2, a: 1 })] },
    { what: "ordered Sets", values: [OrderedSet([1, 2]), OrderedSet([2, 1])] },
    { what: "Lists", values: [List([1, 2]), List([2, 1]), List([12]), List(["1,2"]), List([List([1, 2])])] },
    {
      what: "kinds of collections that hold the same",
      values: [List(), Stack(), ImmutableSet(), OrderedSet(), ImmutableMap(), OrderedMap(), null, "", 0],
    },
    { what: "kinds of values in collections", values: [1, "1", 1n, true, null].map((held) => List([held])) },
    { what: "Records", values: [Point(), Point({ x: 1 }), Point({ y: 1 })] },
    {
      what: "texts that look like collections",
      values: [List([1]), "[1]", ImmutableSet([1]), "Set{1}", List(), "[]", ImmutableMap(), "Map{}"],
    },
    {
      what: "texts that hold what encodings are made of",
      values: ['a,1"b', 'a","b', '1"a', "a,b"].map((held) => List([held])),
    },
    {
      what: "a List of two texts and of one that looks like two",
      values: [List(["a", "b"]), List(['a,1"b'])],
    },
    { what: "texts that a zero byte begins", values: ["\u0000", "\u0000a", "a", ""] },
  ])("$what", ({ values }) => {
    expect(numbers(values)).toEqual([...values.keys()]);
  });

  test("texts that look like the keys of collections", () => {
    const values = [List([1]), "\u0000[1]", ImmutableSet(), "\u0000Set{}"];
    expect(numbers(values)).toEqual([0, 1, 2, 3]);
  });
});

/** Values as variables hold them, a few deep, from so few leaves that equal ones meet. */
const { value } = fc.letrec<{ value: Value }>((tie) => {
  const few = { maxLength: 3 };
  return {
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom<Value>(null, true, false, 0, 1, -1, 0.5, 1n, "", "1", "[1]", "true", 'a"b'),
      fc.array(tie("value"), few).map((items) => List(items)),
      fc.array(tie("value"), few).map((items) => ImmutableSet(items)),
      fc.array(tie("value"), few).map((items) => OrderedSet(items)),
      fc.array(fc.tuple(tie("value"), tie("value")), few).map((items) => ImmutableMap(items)),
      fc.record({ x: fc.nat(2), y: fc.nat(2) }).map((fields) => Point(fields)),
    ),
  };
});

describe("the numbers of a domain", () => {
  test("are one exactly for what Immutable calls equal", () => {
    const of = variable(null);
    fc.assert(
      fc.property(value, value, (a, b) => {
        const domain = new Domain(of);
        const [first, second] = [a, b].map((each) => domain.id(of.canonical(each)));
        expect(first === second).toBe(is(a, b));
      }),
      { numRuns: 2_000, seed: 20_240_229 },
    );
  });

  test("are given in the order in which values appear, and stay", () => {
    fc.assert(
      fc.property(fc.array(value, { maxLength: 30 }), (values) => {
        const of = variable(null);
        const domain = new Domain(of);
        const kept: Value[] = [null];
        for (const each of values) {
          const known = kept.findIndex((other) => is(other, each));
          if (known < 0) kept.push(each);
          expect(domain.id(of.canonical(each))).toBe(known < 0 ? kept.length - 1 : known);
          expect(domain.size).toBe(kept.length);
        }
        kept.forEach((each, id) => {
          expect(is(domain.value(id), each)).toBe(true);
          expect(domain.id(of.canonical(each))).toBe(id);
        });
      }),
      { numRuns: 200 },
    );
  });

  test("begin with the initial value, as 0", () => {
    const domain = new Domain(variable("first"));
    expect([domain.size, domain.value(0)]).toEqual([1, "first"]);
  });

  test("are no numbers of values that there are not", () => {
    const domain = new Domain(variable("first"));
    expect(() => domain.value(1)).toThrow("v has no value number 1");
  });

  test("are not given to what a variable may not hold", () => {
    const { canonical } = variable(0);
    expect(() => canonical(-0)).toThrow("-0");
    expect(() => canonical(Number.NaN)).toThrow("NaN");
    expect(() => canonical(undefined)).toThrow("undefined");
    expect(() => canonical([1])).toThrow("a plain array");
    expect(numbers([1, 0])).toEqual([0, 1]);
  });
});
