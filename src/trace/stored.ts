/** Traces as files: written, read back, and refused where they are not what they say. */

import { ModelError } from "../model/model-error.js";
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
  truth,
} from "./shape.js";
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

/** How every trace file begins, of whatever version. */
export const traceTitle = `{\n  "schema": "${traceSchema.split("/")[0]}`;

/** The text of a trace file. */
export function storeTrace(stored: StoredTrace): string {
  const { schema, ...trace } = stored.trace;
  return `${JSON.stringify({ schema, origin: stored.origin, ...trace }, null, 2)}\n`;
}

const written = fields({ variable: text, value: anything });

const act = fields({
  label: text,
  source: orNull(fields({ name: text, file: optional(text), commit: optional(text) })),
  under: listOf("attribute", text),
  changes: listOf("change", fields({ variable: text, from: anything, to: anything })),
  failures: listOf("failure", fields({ property: text, why: orNull(text) })),
});

const step = fields({
  process: text,
  place: fields({ cpu: orNull(text), task: orNull(text), next: orNull(text) }),
  outcome: count,
  switch: oneText("none", "preempted", "blocked", "finished"),
  cost: fields({ preemptions: count, events: count, kinds: listOf("kind", text) }),
  atomic: orNull(text),
  acts: listOf("act", act, { atLeast: 1 }),
});

const traceShape = fields({
  model: fields({
    name: text,
    processes: listOf("process", text),
    parameters: eachField(anything),
    assumptions: listOf("assumption", text),
    background: listOf("variable", text),
  }),
  property: fields({ name: text, kind: text }),
  shows: oneText("violation", "witness", "run"),
  initial: listOf("initial value", written),
  steps: listOf("step", step),
  cycle: orNull(
    fields({
      from: count,
      processes: listOf(
        "process",
        fields({
          process: text,
          fair: orNull(oneText("weak", "strong")),
          how: oneText("moves", "cannot move", "can never move", "is passed over"),
          step: count,
        }),
      ),
    }),
  ),
  cost: fields({ preemptions: count, events: count, steps: count }),
  switches: count,
  least: truth,
  seen: count,
  damage: orNull(fields({ step: count, variables: listOf("variable", text) })),
  waiting: listOf(
    "waiting process",
    fields({ process: text, steps: listOf("step", text), reads: listOf("read", written) }),
  ),
  halted: orNull(text),
});

const settings = eachField(text);

const origins: Readonly<Record<string, Shape>> = {
  family: fields({ family: text, variant: text, parameters: settings }),
  file: fields({ file: text, model: text, variant: optional(text), parameters: optional(settings) }),
};

/** @throws ModelError where `origin` says of no model where it is */
export function checkOrigin(origin: unknown): void {
  fields({ kind: oneText(...Object.keys(origins)) })(origin, "its origin");
  origins[(origin as Origin).kind]?.(origin, "its origin");
}

/**
 * Reads a trace file.
 *
 * @throws ModelError where it is not JSON, no trace, of another version, incomplete, or contradicts itself
 */
export function parseTrace(file: string): StoredTrace {
  let parsed: unknown;
  try {
    parsed = JSON.parse(file);
  } catch (error) {
    throw new ModelError(`not a trace: it is not JSON, or was cut short (${(error as Error).message})`, {
      cause: error,
    });
  }
  fields({})(parsed, "not a trace: it");
  const { schema } = parsed as { readonly schema?: unknown };
  if (schema === undefined) throw new ModelError('not a trace: it has no "schema"');
  if (schema !== traceSchema) {
    throw new ModelError(
      `a trace of schema ${JSON.stringify(schema)}; this version reads "${traceSchema}". Record it again with check --save`,
    );
  }
  traceShape(parsed, "the trace");
  // Its shape was checked, field by field.
  const trace = parsed as Trace & { readonly origin: Origin };
  checkOrigin(trace.origin);
  if (trace.cycle !== null && trace.cycle.from >= trace.steps.length)
    throw new ModelError(
      `the cycle of the trace begins behind step ${trace.cycle.from}; it has ${trace.steps.length}`,
    );
  return { origin: trace.origin, trace };
}
