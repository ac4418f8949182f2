/** What a certificate says before its states: which model, which claims, which variables, and their values. A line of JSON. */

import { isModelError } from "../model/model-error.js";
import type { Property } from "../property/property.js";
import type { Json } from "../trace/json-value.js";
import {
  anything,
  count,
  eachField,
  fields,
  listOf,
  oneText,
  optional,
  orNull,
  type Shape,
  text,
} from "../trace/shape.js";
import { checkOrigin, type Origin } from "../trace/stored.js";
import { CertificateRefused } from "./refused.js";

/** How the first line of a file begins, of whatever version. */
export const certificateTitle = "preempt-certificate/";

/** The version of the format in docs/certificates.md: the first line of a file. */
export const certificateFormat = `${certificateTitle}1`;

/** What a certificate says of one property. */
export interface Claim {
  readonly property: string;
  readonly kind: Property<never>["kind"];
  /** `nothing`, where it cannot be shown by a set of states. */
  readonly says: "holds" | "violated" | "unreached" | "nothing";
  /** A run that shows it: of what is violated, and of what must be reachable and is. */
  readonly schedule?: string;
}

export interface CertifiedVariable {
  readonly name: string;
  readonly kind: string;
  /** The values that its numbers stand for, as in trace files; the initial one is number 0. */
  readonly values: readonly Json[];
}

/** Elements of one declared set, of which each may be exchanged with each. */
export interface AlikeElements {
  /** What they are, as the model calls them. */
  readonly what: string;
  readonly elements: readonly (number | string)[];
}

export interface Header {
  readonly origin: Origin;
  readonly model: {
    readonly name: string;
    readonly parameters: Readonly<Record<string, Json>>;
    readonly processes: readonly string[];
  };
  readonly claims: readonly Claim[];
  /** Ghosts that are not in the states: no step and no claim that is certified looks at them. */
  readonly leftOut: readonly string[];
  /** The variables of a state, in the order in which they stand in it. */
  readonly variables: readonly CertifiedVariable[];
  /** What was taken to be alike: the states are closed up to exchanges of it. Null where they stand for themselves alone. */
  readonly symmetry: readonly AlikeElements[] | null;
  readonly states: number;
}

const numberOrName: Shape = (value, place) => {
  if (!Number.isInteger(value)) text(value, place);
};

const alike = fields({ what: text, elements: listOf("element", numberOrName, { atLeast: 1 }) });

const shape = fields({
  model: fields({
    name: text,
    parameters: eachField(anything),
    processes: listOf("process", text),
  }),
  claims: listOf(
    "claim",
    fields({
      property: text,
      kind: text,
      says: oneText("holds", "violated", "unreached", "nothing"),
      schedule: optional(text),
    }),
  ),
  leftOut: listOf("ghost", text),
  variables: listOf(
    "variable",
    fields({ name: text, kind: text, values: listOf("value", anything, { atLeast: 1 }) }),
  ),
  symmetry: orNull(listOf("block", alike, { atLeast: 1 })),
  states: count,
});

function jsonIn(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new CertificateRefused(`its second line is no JSON (${(error as Error).message})`, {
      cause: error,
    });
  }
}

/** The header in the second line of a file. @throws CertificateRefused where it is none */
export function headerIn(line: string): Header {
  const parsed = jsonIn(line);
  try {
    shape(parsed, "its header");
    checkOrigin((parsed as { readonly origin: unknown }).origin);
  } catch (error) {
    if (!isModelError(error)) throw error;
    throw new CertificateRefused(error.message, { cause: error });
  }
  // Its shape was checked, field by field.
  return parsed as Header;
}
