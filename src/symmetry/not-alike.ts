/** What is said of elements that are declared to be alike, and are not. */

import type { Exchange } from "../model/exchange.js";
import { isModelError, ModelError } from "../model/model-error.js";
import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { Difference } from "./checking.js";
import type { Doing, Look, Looks, Subject } from "./looks.js";

const brand = Symbol.for("preempt.NotAlike");

/** The declaration of symmetry is untrue. */
export class NotAlike extends ModelError {
  readonly [brand] = true;
}

/** Whether `error` says that a declaration of symmetry is untrue. */
export function isNotAlike(error: unknown): error is NotAlike {
  return isModelError(error) && brand in error;
}

function shown(value: Value): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}

function listed(parts: readonly string[], none: string): string {
  return parts.length === 0 ? none : parts.join(", ");
}

/** What was looked at, and where: what it read. What threw has not said that. */
function lookedText({ subject, reads, found: { kind } }: Look): string {
  if (kind === "throws") return nameOf(subject);
  const found = reads.map(({ variable, projection, value }) =>
    projection === undefined
      ? `${variable.name} = ${shown(value)}`
      : `${variable.name} ${value === true ? "" : "not "}${projection.name}`,
  );
  return `${nameOf(subject)}, where ${listed(found, "whatever the state is")}`;
}

/** What an outcome does in the state whose numbers are `values`. */
function doingText({ writes, updates, cost, failures }: Doing, look: Look, looks: Looks): string {
  const { subject } = look;
  const location = (index: Value): string => {
    const steps =
      subject.kind === "step" ? subject.process.program.locations[index as number]?.steps : undefined;
    return steps === undefined || steps.length === 0
      ? "comes to its end"
      : `goes to where it can take ${steps.map(({ label }) => `"${label}"`).join(", ")}`;
  };
  const changed = (variable: Variable, value: Value): string[] => {
    if (encode(looks.valueIn(variable, look.values)) === encode(value)) return [];
    return [variable.kind === "location" ? location(value) : `${variable.name} := ${shown(value)}`];
  };
  const updated = [...updates].map(([variable, chain]): [Variable, Value] => {
    const before = looks.valueIn(variable, look.values);
    return [variable, chain.reduce((value, { of }) => of(value), before)];
  });
  const parts = [
    ...[...writes, ...updated].flatMap(([variable, value]) => changed(variable, value)),
    ...failures.map((failure) => `fails "${failure}"`),
    ...(cost === "" ? [] : [`costs a ${cost}`]),
  ];
  return listed(parts, "changes nothing");
}

function nameOf(subject: Subject): string {
  return subject.kind === "predicate"
    ? `the predicate of "${subject.name}"`
    : `step "${subject.step.label}" of ${subject.process.name}`;
}

/** What a look found, behind the name of what was looked at. */
function foundText(look: Look, looks: Looks): string {
  const { found } = look;
  switch (found.kind) {
    case "answers":
      return `is ${found.yes}`;
    case "throws":
      return `ends in an error: ${found.message}`;
    case "does":
      return found.outcomes.length === 0
        ? "is blocked"
        : found.outcomes.map((doing) => doingText(doing, look, looks)).join("; or ");
  }
}

/** What may be wrong, by how the two differ. */
function causeOf({ between: [a, b], set }: Exchange): string {
  const number = typeof a.element === "number" && typeof b.element === "number";
  const numbers = number ? ", or a variable that holds their numbers is not among `numbers`" : "";
  return (
    `Either they are not alike, and are to be left out of the ${set.what} that are declared to be; or something that is one's own ` +
    `is missing from the declaration: a process, a copy, a name${numbers}`
  );
}

/** The refusal of a declaration that `difference` shows to be untrue. */
export function notAlike({ first, then, exchange: { exchange } }: Difference, looks: Looks): NotAlike {
  return new NotAlike(
    `${exchange.said} are declared to be alike, and are not:\n` +
      `  ${lookedText(first)}: ${foundText(first, looks)}\n` +
      `  ${lookedText(then)}: ${foundText(then, looks)}\n` +
      `The second is the first with ${exchange.said} exchanged, and ought to do the same but for that. ${causeOf(exchange)}`,
  );
}
