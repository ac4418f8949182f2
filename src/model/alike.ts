/** Symmetry of a checked model: its declarations, looked at once, and the exchanges that they allow. */

import { type Exchange, exchangeOf, namesOf, type Parts } from "./exchange.js";
import type { ModelProcess } from "./model.js";
import { ModelError } from "./model-error.js";
import { unknownName } from "./nearest.js";
import type { Element, Interchangeable } from "./symmetry.js";

/** The number of processes, the groups of copies and the number of names of an element, as one text. */
function shapeOf(element: Element): string {
  const { processes = [], copies = {} } = element.own;
  const groups = Object.keys(copies).join(", ");
  return `${processes.length} processes, copies of ${groups === "" ? "nothing" : groups}, ${namesOf(element).length} names`;
}

/** Refuses a set whose elements do not have the same kinds of parts, or have parts that the model has not. */
function checkShape(set: Interchangeable, { processes }: Parts): void {
  const [first] = set.elements;
  if (first === undefined) return;
  for (const each of set.elements) {
    if (shapeOf(each) !== shapeOf(first)) {
      throw new ModelError(
        `${set.what} ${first.element} and ${each.element} are said to be alike, but the one has ${shapeOf(first)}, and the ` +
          `other ${shapeOf(each)}`,
      );
    }
    const known = processes.map(({ name }) => name);
    const unknown = each.own.processes?.find((name) => !known.includes(name));
    if (unknown !== undefined)
      throw new ModelError(
        `${unknownName("process", unknown, known)}, said to be a part of ${set.what} ${each.element}`,
      );
  }
  const numbers = set.numbers.length > 0 && set.elements.find(({ element }) => typeof element !== "number");
  if (numbers)
    throw new ModelError(
      `variables are said to hold numbers of ${set.what}, and "${numbers.element}" is no number`,
    );
}

/** Refuses a part that two elements share. */
function checkApart(sets: readonly Interchangeable[]): void {
  const owners = new Map<string, string>();
  for (const { what, elements } of sets) {
    for (const each of elements) {
      const copies = Object.entries(each.own.copies ?? {}).map(([group, copy]) => `copy ${group}(${copy})`);
      for (const part of [...namesOf(each).map((name) => `name "${name}"`), ...copies]) {
        const owner = `${what} ${each.element}`;
        const before = owners.get(part);
        if (before !== undefined)
          throw new ModelError(
            `the ${part} is said to be a part of ${before} and of ${owner}: it can be only one's own`,
          );
        owners.set(part, owner);
      }
    }
  }
}

/** What the programs of two processes that are said to be alike differ in, or undefined. */
function differenceOf(a: ModelProcess, b: ModelProcess): string | undefined {
  const of = ({ mayWait, environment }: ModelProcess): string =>
    `mayWait: ${mayWait}, environment: ${environment}`;
  if (of(a) !== of(b)) return `${a.name} is ${of(a)}; ${b.name} is ${of(b)}`;
  const [here, there] = [a.program.locations, b.program.locations];
  if (here.length !== there.length)
    return `the program of ${a.name} has ${here.length} locations, that of ${b.name} has ${there.length}`;
  for (const [i, { steps, attributes, inner }] of here.entries()) {
    const other = there[i];
    if (other === undefined) return undefined;
    const labels = (of: typeof steps): string =>
      of.length === 0 ? "nothing" : of.map(({ label }) => `"${label}"`).join(", ");
    const at = `where ${a.name} can take ${labels(steps)}, ${b.name} can take ${labels(other.steps)}`;
    if (inner !== other.inner || (!inner && steps.length !== other.steps.length)) return at;
    if (inner) continue;
    const under = (of: typeof attributes): string => (of.length === 0 ? "no attribute" : of.join(", "));
    if (under(attributes) !== under(other.attributes))
      return `${at}, with ${under(attributes)} there and ${under(other.attributes)} here`;
    const waits = (of: typeof steps): number => of.filter(({ mayWait }) => mayWait).length;
    if (waits(steps) !== waits(other.steps)) return `${at}, of which not as many may wait`;
  }
  return undefined;
}

function checkPrograms(set: Interchangeable, { processes }: Parts, exchange: Exchange): void {
  for (const process of processes) {
    const other = processes[exchange.processes[process.index] ?? -1];
    const difference = other && differenceOf(process, other);
    if (difference !== undefined)
      throw new ModelError(`${exchange.said} are said to be alike, but ${difference}${notAlike(set)}`);
  }
}

const notAlike = ({ what }: Interchangeable): string =>
  `. Leave the one that differs out of the ${what} that are alike`;

/**
 * Checks what of a declaration of symmetry can be checked without running anything.
 *
 * @throws ModelError for parts that are missing, shared, or not alike
 */
export function checkSymmetry(sets: readonly Interchangeable[], parts: Parts): void {
  checkApart(sets);
  for (const set of sets) {
    checkShape(set, parts);
    set.elements.slice(1).forEach((element, i) => {
      const before = set.elements[i];
      if (before !== undefined) checkPrograms(set, parts, exchangeOf(parts, set, before, element));
    });
  }
}
