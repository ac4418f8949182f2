/** A handful of variables, the language for them, and models of a few programs: what the tests of the semantics share. */

import {
  type Context,
  condition,
  language,
  type Model,
  model,
  mutex,
  type Part,
  type Property,
  type StateView,
} from "preempt";

export const variables = { x: 0, y: 0, open: false, m: mutex(), n: mutex(), c: condition() };
export type V = typeof variables;
export type Program = Part<Context<V>>;

/** The language for {@link variables}. */
export const words = language<V>();
const { step, process } = words;

/** A model in which processes A, B, C … run `programs`, with `properties`. */
export function claiming(
  properties: readonly Property<StateView<V>>[],
  ...programs: readonly Program[]
): Model {
  const processes = programs.map((program, i) => process("ABCDE".charAt(i), { program }));
  return model({ name: "small", variables, processes, properties });
}

/** A model in which processes A, B, C … run `programs`. */
export function running(...programs: readonly Program[]): Model {
  return claiming([], ...programs);
}

/** A step that does nothing. */
export const skip = (label: string): Program => step(label);

/** A step that assigns one variable; blocked where `enabled` says so. */
export const set = (variable: "x" | "y", value: number, enabled?: () => boolean): Program =>
  step(
    `${variable} := ${value}`,
    (k) => {
      k[variable] = value;
    },
    enabled === undefined ? {} : { enabled },
  );

/** A step that waits until some process has taken {@link open}. */
export const whenOpen = (label: string): Program => step(label, undefined, { enabled: (k) => k.open });

/** The step that ends that waiting. */
export const open = step("open", (k) => {
  k.open = true;
});
