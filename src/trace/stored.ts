/** Traces as files: written, read back, and refused where they are not what they say. */

import { ModelError } from "../model/model-error.js";
import { type Trace, traceSchema } from "./trace.js";

/** Where the model of a stored trace is to be found. */
export type Origin =
  | {
      readonly kind: "family";
      readonly family: string;
      readonly variant: string;
      readonly parameters: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: "file";
      readonly file: string;
      /** The model's own name: a file may export several. */
      readonly model: string;
      /** Where the file exports a family. */
      readonly variant?: string;
      readonly parameters?: Readonly<Record<string, string>>;
    };

/** A trace, and the model that it is of. */
export interface StoredTrace {
  readonly origin: Origin;
  readonly trace: Trace;
}

/** The text of a trace file. */
export function storeTrace(stored: StoredTrace): string {
  const { schema, ...trace } = stored.trace;
  return `${JSON.stringify({ schema, origin: stored.origin, ...trace }, null, 2)}\n`;
}

type Shape = { readonly [field: string]: "string" | "number" | "boolean" | "array" | "object" };

const traceShape: Shape = {
  origin: "object",
  model: "object",
  property: "object",
  shows: "string",
  initial: "array",
  steps: "array",
  cost: "object",
  least: "boolean",
  seen: "number",
  waiting: "array",
};

const stepShape: Shape = {
  process: "string",
  outcome: "number",
  switch: "string",
  cost: "object",
  acts: "array",
};

/** What stands in the lists of a trace. */
const shapes = {
  initial: { variable: "string" },
  waiting: { process: "string", steps: "array", reads: "array" },
  change: { variable: "string" },
  failure: { property: "string" },
} satisfies Readonly<Record<string, Shape>>;

const actShape: Shape = { label: "string", under: "array", changes: "array", failures: "array" };

function kindOf(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

/** With its article: `an array`. */
function a(kind: string): string {
  return kind === "null" || kind === "undefined" ? kind : `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}`;
}

function requireShape(value: unknown, shape: Shape, place: string): void {
  if (kindOf(value) !== "object") throw new ModelError(`${place} is ${a(kindOf(value))}, not an object`);
  const fields = value as { readonly [field: string]: unknown };
  for (const [field, kind] of Object.entries(shape)) {
    const is = kindOf(fields[field]);
    if (is !== kind)
      throw new ModelError(`${place} has ${is === "undefined" ? "no" : `${a(is)} for`} "${field}" (${kind})`);
  }
}

function requireOrigin(origin: unknown): void {
  requireShape(origin, { kind: "string" }, "its origin");
  const { kind } = origin as { readonly kind: string };
  if (kind === "family")
    requireShape(origin, { family: "string", variant: "string", parameters: "object" }, "its origin");
  else if (kind === "file") requireShape(origin, { file: "string", model: "string" }, "its origin");
  else throw new ModelError(`its origin is of the unknown kind "${kind}"`);
}

/**
 * Reads a trace file.
 *
 * @throws ModelError where it is not JSON, no trace, of another version, or incomplete
 */
export function parseTrace(text: string): StoredTrace {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new ModelError(`not a trace: it is not JSON, or was cut short (${(error as Error).message})`, {
      cause: error,
    });
  }
  requireShape(parsed, {}, "not a trace: it");
  const { schema } = parsed as { readonly schema?: unknown };
  if (schema === undefined) throw new ModelError('not a trace: it has no "schema"');
  if (schema !== traceSchema) {
    throw new ModelError(
      `a trace of schema ${JSON.stringify(schema)}; this version reads "${traceSchema}". Record it again with check --save`,
    );
  }
  requireShape(parsed, traceShape, "the trace");
  // The shape was checked field by field; what is inside acts is compared by replay, which says where it differs.
  const trace = parsed as Trace & { readonly origin: Origin };
  requireOrigin(trace.origin);
  requireShape(
    trace.model,
    { name: "string", processes: "array", parameters: "object", assumptions: "array" },
    "its model",
  );
  trace.steps.forEach((step, i) => {
    requireShape(step, stepShape, `step ${i + 1} of the trace`);
    const place = `of step ${i + 1} of the trace`;
    for (const act of step.acts) {
      requireShape(act, actShape, `an act ${place}`);
      for (const change of act.changes) requireShape(change, shapes.change, `a change ${place}`);
      for (const failure of act.failures) requireShape(failure, shapes.failure, `a failure ${place}`);
    }
  });
  for (const value of trace.initial) requireShape(value, shapes.initial, "an initial value of the trace");
  for (const waiting of trace.waiting)
    requireShape(waiting, shapes.waiting, "a waiting process of the trace");
  requireShape(trace.property, { name: "string", kind: "string" }, "its property");
  return { origin: trace.origin, trace };
}
