/** What is modelled, as text: a family's variants and parameters, a model's variables and numbered steps. */

import type { Family } from "../model/family.js";
import type { Model, ModelProcess } from "../model/model.js";
import type { Location, Step } from "../model/program.js";
import { jsonOf, textOf } from "../trace/json-value.js";
import { wrap } from "./columns.js";
import { plainStyle, type Style } from "./style.js";

const width = 78;

function definitions(entries: readonly (readonly [string, string])[], style: Style): readonly string[] {
  const longest = Math.max(0, ...entries.map(([name]) => name.length));
  return entries.flatMap(([name, about]) => {
    const [first = "", ...rest] = wrap(about, width - longest - 4);
    return [
      `  ${style.strong(name.padEnd(longest))}  ${first}`,
      ...rest.map((line) => `${" ".repeat(longest + 4)}${line}`),
    ];
  });
}

/** A family: what it is about, its variants and its parameters. */
export function familyText(
  family: Family,
  { style = plainStyle() }: { readonly style?: Style } = {},
): string {
  const variants = Object.entries(family.variants).map(([name, { about, commit, kernel }]) => {
    const at = [commit, kernel && `kernel ${kernel}`].filter(Boolean).join(", ");
    const newest = name === family.newest ? " (what the family's name alone means)" : "";
    return [name, `${about}${at === "" ? "" : ` (${at})`}${newest}`] as const;
  });
  const parameters = Object.entries(family.parameters).map(
    ([name, { about, values, initial }]) => [name, `${about}: ${values}; ${initial} unless set`] as const,
  );
  return [
    style.strong(`${family.name}: ${family.title}`),
    ...family.about.flatMap((paragraph) => ["", ...wrap(paragraph, width)]),
    "",
    "variants",
    ...definitions(variants, style),
    ...(parameters.length === 0 ? [] : ["", "parameters", ...definitions(parameters, style)]),
  ].join("\n");
}

/** Where a step leads. */
function targets(step: Step): string {
  const { effect } = step;
  switch (effect.kind) {
    case "body":
    case "operation":
      return `to ${effect.to.index}`;
    case "test":
      return `true: to ${effect.yes.index}, false: to ${effect.no.index}`;
    case "atomic":
      return `atomic: ${effect.because}`;
  }
}

function stepLines(step: Step, indent: string): readonly string[] {
  const source = step.calls.at(-1)?.name;
  const where = source === undefined ? "" : `${source}: `;
  const cost =
    typeof step.cost === "string"
      ? `, costs ${step.cost}`
      : step.cost === undefined
        ? ""
        : ", costs as the state says";
  const wait = step.mayWait ? ", may wait for ever" : "";
  const guard = step.enabled !== undefined ? ", guarded" : "";
  const line = `${indent}${where}${step.label}  (${targets(step)}${guard}${cost}${wait})`;
  const inner = step.effect.kind === "atomic" ? innerLines(step.effect.entry, `${indent}   `, new Set()) : [];
  return [...wrap(line, width, 4), ...inner];
}

function innerLines(location: Location, indent: string, seen: Set<Location>): readonly string[] {
  if (!location.inner || seen.has(location)) return [];
  seen.add(location);
  return location.steps.flatMap((step) => {
    const { effect } = step;
    const own = wrap(`${indent}${step.label}`, width, 4);
    if (effect.kind === "test")
      return [...own, ...innerLines(effect.yes, indent, seen), ...innerLines(effect.no, indent, seen)];
    return effect.kind === "atomic" ? own : [...own, ...innerLines(effect.to, indent, seen)];
  });
}

/** The names of the rules of `process` that `location` satisfies: what may come before its steps. */
export function mayStrike(process: ModelProcess, location: Location): readonly string[] {
  const rules = process.strikes.filter((rule) => rule.of(location.attributes));
  return [...new Set(rules.map(({ name }) => name))];
}

/** The number of a location, what holds there, and what may strike. */
function locationLines(process: ModelProcess, location: Location): readonly string[] {
  const attributes = location.attributes.length === 0 ? "" : ` [${location.attributes.join(", ")}]`;
  const end = location.steps.length === 0 ? " the end" : "";
  const number = `${String(location.index).padStart(4)}${attributes}${end}`;
  if (process.strikes.length === 0 || location.steps.length === 0) return [number];
  const struck = `may strike: ${mayStrike(process, location).join(", ") || "nothing"}`;
  const line = `${number}  ${struck}`;
  return line.length <= width ? [line] : [...wrap(number, width, 2), ...wrap(`     ${struck}`, width, 2)];
}

function processLines(process: ModelProcess, style: Style): readonly string[] {
  const kind = [
    process.environment ? "environment" : "",
    process.mayWait ? "may wait for ever" : "",
    process.enabled === undefined ? "" : "guarded as a whole",
    process.fair === undefined ? "" : `${process.fair}ly fair`,
  ]
    .filter(Boolean)
    .join(", ");
  const lines = process.program.locations
    .filter(({ inner }) => !inner)
    .flatMap((location) => [
      ...locationLines(process, location),
      ...location.steps.flatMap((step) => stepLines(step, "       ")),
    ]);
  return ["", style.strong(`${process.name}${kind === "" ? "" : ` (${kind})`}`), ...lines];
}

/** Copies of one variable that begin alike, as one: `task(A, B).usedMath`. */
function collapsed(entries: readonly (readonly [string, string])[]): readonly (readonly [string, string])[] {
  const alike = new Map<
    string,
    { readonly name: string; readonly what: string; readonly copies: string[] }
  >();
  for (const [name, what] of entries) {
    const copy = /\(([^)]*)\)/.exec(name)?.[1] ?? "";
    const key = `${name.replace(`(${copy})`, "()")} ${what}`;
    const one = alike.get(key) ?? { name, what, copies: [] };
    one.copies.push(copy);
    alike.set(key, one);
  }
  return [...alike.values()].map(({ name, what, copies }) => [
    name.replace(/\([^)]*\)/, `(${copies.join(", ")})`),
    what,
  ]);
}

/**
 * A model: its variables, and per process its locations, each with its attributes, what may strike there where the process
 * says that, and the steps that lead on.
 */
export function modelText(model: Model, { style = plainStyle() }: { readonly style?: Style } = {}): string {
  const variables = collapsed(
    model.layout.variables
      .filter(({ kind }) => kind !== "location" && kind !== "halt")
      .map(({ name, initial, ghost, kind }) => {
        const what = kind === "data" ? `begins as ${textOf(jsonOf(initial))}` : kind;
        return [name, ghost ? `${what} (ghost)` : what] as const;
      }),
  );
  const properties = model.properties.map((property) => {
    const because = property.kind === "reachable" && property.impossible !== undefined;
    return [
      property.kind,
      because ? `${property.name} (never, because ${property.impossible})` : property.name,
    ] as const;
  });
  return [
    style.strong(model.name),
    "",
    "variables",
    ...definitions(variables, style),
    ...(properties.length === 0 ? [] : ["", "properties", ...definitions(properties, style)]),
    ...model.processes.flatMap((process) => processLines(process, style)),
  ].join("\n");
}
