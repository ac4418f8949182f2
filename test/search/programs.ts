/** Two programs whose least cost comes out wrong where it is sought by state alone, or settled when first seen. */

import { language, type Model, model } from "preempt";

const variables = { x: 0, y: 0 };
const { step, process, never } = language<typeof variables>();

/** A: skip; y := x || B: x++; x++. Each is one step. Takes one preemption, in four steps. */
export function skipAndCopy(): Model {
  const increment = step("x++", (k) => {
    k.x += 1;
  });
  return model({
    name: "skip; y := x || x++; x++",
    variables,
    processes: [
      process("A", {
        program: [
          step("skip"),
          step("y := x", (k) => {
            k.y = k.x;
          }),
        ],
      }),
      process("B", { program: [increment, increment] }),
    ],
    properties: [never("x = 2 and y = 1", (s) => s.x === 2 && s.y === 1)],
  });
}

/** A: x := 1; y++ || B: y := 1; y := 0. Each is one step. Takes one preemption, in three steps. */
export function setAndClear(): Model {
  return model({
    name: "x := 1; y++ || y := 1; y := 0",
    variables,
    processes: [
      process("A", {
        program: [
          step("x := 1", (k) => {
            k.x = 1;
          }),
          step("y++", (k) => {
            k.y += 1;
          }),
        ],
      }),
      process("B", {
        program: [
          step("y := 1", (k) => {
            k.y = 1;
          }),
          step("y := 0", (k) => {
            k.y = 0;
          }),
        ],
      }),
    ],
    properties: [never("x = 1 and y = 2", (s) => s.x === 1 && s.y === 2)],
  });
}
