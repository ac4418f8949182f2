/** A trace or a schedule, run again on today's model. */

import type { Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { Scheduled } from "../space/space.js";
import { jsonOf, textOf } from "./json-value.js";
import { Recorder, runSchedule, traceOf } from "./record.js";
import type { Trace, TraceStep } from "./trace.js";

/** What came of running a stored trace again. */
export type Replay =
  /** It runs as recorded, and still shows what it showed. */
  | { readonly kind: "same"; readonly trace: Trace }
  /** It runs as recorded, and no longer shows it. */
  | { readonly kind: "harmless"; readonly property: string }
  /** Today's model does something else. */
  | { readonly kind: "diverged"; readonly step: number; readonly recorded: string; readonly today: string };

function describe(step: TraceStep): string {
  const acts = step.acts.map(({ label, changes, failures }) => {
    const written = changes.map(({ variable, to }) => `${variable} := ${textOf(to)}`).join(", ");
    const failed = failures.map(({ property }) => `, failing "${property}"`).join("");
    return `"${label}"${written === "" ? "" : ` (${written})`}${failed}`;
  });
  return `${step.process} takes ${acts.join(", ")}`;
}

function sameStep(a: TraceStep, b: TraceStep): boolean {
  const essence = ({ process, acts }: TraceStep): string =>
    JSON.stringify([process, acts.map(({ label, changes, failures }) => [label, changes, failures])]);
  return essence(a) === essence(b);
}

function initialDivergence(model: Model, trace: Trace): Replay | undefined {
  const today = new Map(model.layout.variables.map((variable) => [variable.name, jsonOf(variable.initial)]));
  const changed = trace.initial.find(
    ({ variable, value }) => JSON.stringify(today.get(variable)) !== JSON.stringify(value),
  );
  if (changed === undefined) return undefined;
  const now = today.get(changed.variable);
  return {
    kind: "diverged",
    step: 0,
    recorded: `${changed.variable} begins as ${textOf(changed.value)}`,
    today: now === undefined ? `there is no ${changed.variable}` : `it begins as ${textOf(now)}`,
  };
}

/**
 * Runs a stored trace on `model`, step by step, and compares what each step does.
 *
 * @throws ModelError where the model has no such property
 */
export function replay(model: Model, trace: Trace): Replay {
  const property = model.properties.find(({ name }) => name === trace.property.name);
  if (property === undefined) {
    throw new ModelError(
      unknownName(
        "property",
        trace.property.name,
        model.properties.map(({ name }) => name),
      ),
    );
  }
  const diverged = initialDivergence(model, trace);
  if (diverged !== undefined) return diverged;
  const recorder = new Recorder(model);
  for (const [i, recorded] of trace.steps.entries()) {
    const differs = (today: string): Replay => ({
      kind: "diverged",
      step: i + 1,
      recorded: describe(recorded),
      today,
    });
    const process = model.processes.find(({ name }) => name === recorded.process);
    if (process === undefined) return differs(`there is no process "${recorded.process}"`);
    const outcomes = recorder.outcomes(process);
    const outcome = outcomes[recorded.outcome];
    if (outcome === undefined) {
      return differs(
        outcomes.length === 0
          ? `${process.name} cannot move`
          : `${process.name} has only ${outcomes.length} ${outcomes.length === 1 ? "outcome" : "outcomes"}`,
      );
    }
    const step = recorder.take(outcome);
    if (!sameStep(step, recorded)) return differs(describe(step));
  }
  // That no cheaper run shows it was found out about the model of that day, not about this one.
  const again = traceOf(model, property, recorder, { least: false });
  return again === undefined ? { kind: "harmless", property: property.name } : { kind: "same", trace: again };
}

/** A name may hold anything but the signs of the notation; the greedy first part leaves `/1` and `*2` at the end. */
const scheduleWord = /^(.+?)(?:\/(\d+))?(?:\*(\d+))?$/;

/** A schedule longer than this is a mistake: no one wrote it. */
const longestSchedule = 100_000;

/**
 * Reads a one-line schedule, as {@link schedule} writes it. A `~` marks a preemption for the reader and is passed over.
 *
 * @throws ModelError naming the word that is wrong
 */
export function parseSchedule(model: Model, text: string): readonly Scheduled[] {
  const names = model.processes.map(({ name }) => name);
  const moves: Scheduled[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "" && part !== "~")) {
    const [, name = word, outcome = "0", times = "1"] = scheduleWord.exec(word) ?? [];
    const process = names.indexOf(name);
    if (Number(times) === 0) throw new ModelError(`"${word}" in the schedule stands for no step`);
    if (process < 0) throw new ModelError(unknownName("process", name, names));
    if (moves.length + Number(times) > longestSchedule)
      throw new ModelError(`"${word}" makes the schedule too long: ${longestSchedule} steps at most`);
    for (let i = 0; i < Number(times); i++) moves.push({ process, outcome: Number(outcome) });
  }
  return moves;
}

/**
 * What running a schedule shows: a trace for each property that it breaks or meets at its end.
 *
 * @throws ModelError where the model cannot do what the schedule says
 */
export function replaySchedule(model: Model, moves: readonly Scheduled[]): readonly Trace[] {
  const recorder = runSchedule(model, moves);
  return model.properties.flatMap((property) => traceOf(model, property, recorder, { least: false }) ?? []);
}
