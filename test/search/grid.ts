/** Two processes of two steps each, that do not touch what the other does: nine states. */

import {
  type CheckOptions,
  check,
  type Grounds,
  language,
  type Model,
  model,
  type Property,
  type StateView,
} from "preempt";

export const variables = { x: 0, y: 0 };
const { step, process } = language<typeof variables>();
export type View = StateView<typeof variables>;

export const set = (variable: "x" | "y", value: number) =>
  step(`${variable} := ${value}`, (k) => {
    k[variable] = value;
  });

/** A: x := 1; x := 2 || B: y := 1; y := 2. Every state is reached with a preemption at most, and some take one. */
export function grid(properties: readonly Property<View>[]): Model {
  return model({
    name: "grid",
    variables,
    processes: [
      process("A", { program: [set("x", 1), set("x", 2)] }),
      process("B", { program: [set("y", 1), set("y", 2)] }),
    ],
    properties,
  });
}

/** What a check of the model rests on. */
export const groundsOf = (of: Model, options: CheckOptions): Grounds =>
  check(of, { recheck: 0, ...options }).grounds;
