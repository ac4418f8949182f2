/** The shapes of parsed JSON: what a field must be, said where it is not. */

import { ModelError } from "../model/model-error.js";

/** Refuses a value that has not the shape; `place` says whose it is. */
export type Shape = (value: unknown, place: string) => void;

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

/** With its article: `an array`. */
function article(kind: string): string {
  return kind === "null" || kind === "undefined" ? kind : `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

function simple(wanted: string): Shape {
  return (value, place) => {
    const kind = kindOf(value);
    if (kind !== wanted) throw new ModelError(`${place} is ${article(kind)}, not ${article(wanted)}`);
  };
}

export const text: Shape = simple("string");
export const truth: Shape = simple("boolean");
const object: Shape = simple("object");

/** A whole number, 0 or above. */
export const count: Shape = (value, place) => {
  if (Number.isInteger(value) && Number(value) >= 0) return;
  throw new ModelError(
    `${place} is ${typeof value === "number" ? value : article(kindOf(value))}, not a whole number`,
  );
};

/** Whatever JSON can hold. */
export const anything: Shape = (value, place) => {
  if (value === undefined) throw new ModelError(`${place} is missing`);
};

/** `shape`, or null. */
export function orNull(shape: Shape): Shape {
  return (value, place) => {
    if (value !== null) shape(value, place);
  };
}

/** `shape`, or nothing there. */
export function optional(shape: Shape): Shape {
  return (value, place) => {
    if (value !== undefined) shape(value, place);
  };
}

/** One of a few texts. */
export function oneText(...texts: readonly string[]): Shape {
  return (value, place) => {
    text(value, place);
    if (!texts.includes(String(value)))
      throw new ModelError(`${place} is "${String(value)}", not one of ${texts.join(", ")}`);
  };
}

/** A list, each item of which is called `item` in messages. */
export function listOf(item: string, shape: Shape, { atLeast = 0 } = {}): Shape {
  return (value, place) => {
    simple("array")(value, place);
    const items = value as readonly unknown[];
    if (items.length < atLeast) throw new ModelError(`${place} has no ${item}`);
    items.forEach((each, i) => {
      shape(each, `${item} ${i + 1} of ${place}`);
    });
  };
}

/** An object whose every field has the shape. */
export function eachField(shape: Shape): Shape {
  return (value, place) => {
    object(value, place);
    for (const [name, held] of Object.entries(value as object)) shape(held, `"${name}" of ${place}`);
  };
}

/** An object with these fields. */
export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value, place) => {
    object(value, place);
    const held = value as { readonly [field: string]: unknown };
    for (const [name, shape] of Object.entries(shapes)) shape(held[name], `"${name}" of ${place}`);
  };
}
