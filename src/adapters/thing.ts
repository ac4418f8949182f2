/** What something is that is not what was asked for, and what was most likely meant: for messages. */

import { aTypeOf, isCode } from "../model/code.js";
import { isModel } from "../model/model.js";
import { kinds } from "../property/property.js";

/** The names of fields that `thing` has all of. */
function has(thing: object, ...names: readonly string[]): boolean {
  return names.every((name) => name in thing);
}

function objectText(thing: object): string {
  const { kind, name, constructor: made } = thing as Readonly<Record<string, unknown>>;
  if (
    thing instanceof Promise ||
    (has(thing, "then") && typeof (thing as { then: unknown }).then === "function")
  )
    return "a Promise: await it first";
  if (isModel(thing)) return `the model "${thing.name}": have it checked by expect(model)`;
  if (isCode(thing)) return "a piece of a program: ask of the model that a process runs it in";
  if (Array.isArray(thing)) return `a list of ${thing.length}: ask of each by itself`;
  if (has(thing, "program", "locals", "strikes"))
    return `the process "${String(name)}": ask of the model that it is part of`;
  if (kinds.some((known) => known === kind))
    return `the property "${String(name)}": ask of the model that claims it`;
  if (has(thing, "variables", "processes") && typeof name === "string")
    return `what a model is made from: wrap it, model({ name: "${name}", … })`;
  if (has(thing, "verdicts", "grounds")) return "the report of a check: ask of the model itself";
  if (Object.prototype.toString.call(thing) === "[object Module]" || has(thing, "default"))
    return `a module: ask of what it exports (${Object.keys(thing).sort().join(", ")})`;
  const maker = typeof made === "function" ? made.name : "";
  return maker === "" || maker === "Object" ? "a plain object" : `an object of class ${maker}`;
}

/** `undefined (is what was imported exported under that name?)`, `a Promise: await it first`. */
export function thingText(thing: unknown): string {
  if (thing === null) return "null";
  if (thing === undefined) return "undefined: is it exported under the name that it was imported by?";
  if (typeof thing === "function") {
    return `a function${thing.name === "" ? "" : `, ${thing.name}`}: was its result meant?`;
  }
  if (typeof thing === "object") return objectText(thing);
  const text = typeof thing === "string" ? JSON.stringify(thing) : String(thing);
  return `${aTypeOf(thing)}, ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`;
}
