/** The heap against a sorted list. */

import fc from "fast-check";
import { expect, test } from "vitest";
import { Heap } from "../../src/search/heap.js";

const ascending = (a: number, b: number): number => a - b;

/** All that is left in a heap, in the order in which it comes out. */
function drained(heap: Heap<number>): readonly number[] {
  const out: number[] = [];
  for (let next = heap.pop(); next !== undefined; next = heap.pop()) out.push(next);
  return out;
}

test("an empty heap gives nothing, however often it is asked", () => {
  const heap = new Heap(ascending);
  expect([heap.pop(), heap.pop()]).toEqual([undefined, undefined]);
  heap.push(1);
  expect([heap.pop(), heap.pop()]).toEqual([1, undefined]);
});

test("what is pushed comes out sorted", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 20 }), { size: "large" }), (numbers) => {
      const heap = new Heap(ascending);
      for (const number of numbers) heap.push(number);
      expect(drained(heap)).toEqual(numbers.toSorted(ascending));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test("pushes and pops in any order: each pop gives the least that is there", () => {
  const action = fc.oneof(
    { weight: 3, arbitrary: fc.nat({ max: 50 }) },
    { weight: 2, arbitrary: fc.constant("pop" as const) },
  );
  fc.assert(
    fc.property(fc.array(action, { size: "large" }), (actions) => {
      const heap = new Heap(ascending);
      const list: number[] = [];
      const popped = [];
      const least = [];
      for (const act of actions) {
        if (act === "pop") {
          popped.push(heap.pop());
          least.push(list.shift());
        } else {
          heap.push(act);
          list.push(act);
          list.sort(ascending);
        }
      }
      expect([...popped, ...drained(heap)]).toEqual([...least, ...list]);
    }),
    { numRuns: 500, seed: 2 },
  );
});
