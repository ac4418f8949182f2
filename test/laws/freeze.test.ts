/** What is frozen can still be used as a value: in keys, in sets, to make others of. */

import {
  Map as ImmutableMap,
  Set as ImmutableSet,
  List,
  OrderedMap,
  OrderedSet,
  Record,
  Stack,
} from "immutable";
import { language, model } from "preempt";
import { checkLaws } from "preempt/laws";
import { expect, test } from "vitest";
import { freezeDeep } from "../../properties/laws/freeze.js";

const Point = Record({ x: 1, on: List(["a"]) }, "Point");

const values = {
  aList: List([List([1, 2]), List([3])]),
  aStack: Stack([List([1])]),
  aMap: ImmutableMap([[List([1, 2]), List([3])]]),
  aSet: ImmutableSet([List([1, 2])]),
  aOrderedMap: OrderedMap([[List([1]), 2]]),
  aOrderedSet: OrderedSet([List([1])]),
  aRecord: new Point({ x: 2 }),
};

test("collections of every kind are hashed, compared and changed as ever", () => {
  for (const value of Object.values(values)) freezeDeep(value);
  expect(values.aList.hashCode()).toBe(List([List([1, 2]), List([3])]).hashCode());
  expect(ImmutableSet([...Object.values(values), ...Object.values(values)]).size).toBe(7);
  expect(values.aMap.set(List([4]), List([5])).get(List([4]))).toEqual(List([5]));
  expect(values.aList.withMutations((list) => list.push(List([9])).set(0, List())).toJS()).toEqual([
    [],
    [3],
    [9],
  ]);
  expect(values.aSet.add(List([7])).has(List([1, 2]))).toBe(true);
  expect(values.aStack.push(List([8])).peek()).toEqual(List([8]));
  expect(values.aOrderedSet.add(List([2])).size).toBe(2);
  expect(values.aOrderedMap.set(List([1]), 3).get(List([1]))).toBe(3);
  expect(values.aRecord.set("x", 3).update("on", (on) => on.push("b")).on.size).toBe(2);
});

test("no part of them can be written, what a Record holds by its type among it", () => {
  const inside = [
    values.aList.get(0),
    values.aRecord,
    values.aRecord.on,
    values.aMap.get(List([1, 2])),
    values.aOrderedMap,
  ];
  for (const part of inside) {
    expect(() => Object.assign(part as object, { size: 99 })).toThrow(TypeError);
    expect(() => Object.assign(part as object, { own: 1 })).toThrow("not extensible");
  }
});

test("a model whose variables hold such values, and changes them all, keeps the laws", () => {
  const { step, process } = language<typeof values>();
  const changes = step("change", (k) => {
    k.aList = k.aList.push(k.aList.first() ?? List());
    k.aStack = k.aStack.push(List([2]));
    k.aMap = k.aMap.set(List([9]), List([1]));
    k.aSet = k.aSet.add(List([5])).delete(List([1, 2]));
    k.aOrderedMap = k.aOrderedMap.set(List([0]), 1);
    k.aOrderedSet = k.aOrderedSet.add(List([0]));
    k.aRecord = k.aRecord.update("on", (on) => on.push("c"));
  });
  const changed = model({
    name: "values",
    variables: values,
    processes: [process("A", { program: changes })],
  });
  const { kept, results } = checkLaws(changed);
  expect(kept).toBe(true);
  expect(results.filter(({ kind }) => kind === "holds").length).toBe(6);
});

test("a write that may fail passes in silence, and the value stays what it was", () => {
  const variables = { list: List([1]) };
  const { step, process } = language<typeof variables>();
  const inside = (list: unknown): unknown[] => (list as { _tail: { array: unknown[] } })._tail.array;
  const kept = (write: (leaves: unknown[]) => void): boolean =>
    checkLaws(
      model({
        name: "m",
        variables,
        processes: [
          process("A", {
            program: step("write", (k) => {
              write(inside(k.list));
            }),
          }),
        ],
      }),
    ).kept;
  const assign = (leaves: unknown[]): void => {
    leaves[0] = 7;
  };
  expect(kept((leaves) => void Reflect.set(leaves, 0, 7))).toBe(true);
  const caught = (leaves: unknown[]): void => {
    try {
      assign(leaves);
    } catch {
      // The refusal is what this is about.
    }
  };
  expect(kept(caught)).toBe(true);
  expect(variables.list.toJS()).toEqual([1]);
  expect(kept(assign)).toBe(false);
});
