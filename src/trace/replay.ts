/** A trace or a schedule, run again on today's model. */

import type { Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { Evidence } from "../search/judge.js";
import { valueIn } from "../semantics/state.js";
import type { Scheduled } from "../space/space.js";
import { jsonOf, textOf } from "./json-value.js";
import { differing, unfairTo } from "./lasso.js";
import { traceOf } from "./record.js";
import { Recorder, runSchedule } from "./run.js";
import { Unsettled } from "./shown.js";
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
  const round = trace.cycle === null ? 0 : trace.steps.length - trace.cycle.from;
  const again = traceOf(model, property, recorder, { least: false, round });
  return again === undefined || again.shows !== trace.shows
    ? { kind: "harmless", property: property.name }
    : { kind: "same", trace: again };
}

/** A name may hold anything but the signs of the notation; the greedy first part leaves `/1` and `*2` at the end. */
const scheduleWord = /^(.+?)(?:\/(\d+))?(?:\*(\d+))?$/;

/** A schedule longer than this is a mistake: nothing printed it. */
const longestSchedule = 1_000_000;

/** A run as a schedule: its moves, and those that go on for ever behind them. */
export type ScheduledRun = Pick<Evidence, "schedule" | "cycle">;

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "" && word !== "~");
}

/** The moves that a word stands for. */
function movesOf(word: string, names: readonly string[], room: number): readonly Scheduled[] {
  const [, name = word, outcome = "0", times = "1"] = scheduleWord.exec(word) ?? [];
  const process = names.indexOf(name);
  if (Number(times) === 0) throw new ModelError(`"${word}" in the schedule stands for no step`);
  if (process < 0) throw new ModelError(unknownName("process", name, names));
  if (Number(times) > room)
    throw new ModelError(`"${word}" makes the schedule too long: ${longestSchedule} steps at most`);
  return Array.from({ length: Number(times) }, () => ({ process, outcome: Number(outcome) }));
}

/**
 * Reads a one-line schedule of a run that ends. A `~` marks a preemption for the reader and is passed over.
 *
 * @throws ModelError naming the word that is wrong
 */
export function parseSchedule(model: Model, text: string): readonly Scheduled[] {
  const names = model.processes.map(({ name }) => name);
  const moves: Scheduled[] = [];
  for (const word of wordsOf(text))
    for (const move of movesOf(word, names, longestSchedule - moves.length)) moves.push(move);
  return moves;
}

/**
 * Reads a one-line schedule, as {@link schedule} writes it: with what goes on for ever in brackets, if anything does.
 *
 * @throws ModelError naming the word that is wrong
 */
export function parseRun(model: Model, text: string): ScheduledRun {
  const [, once = text, cycle] = /^([^[\]]*)\[([^[\]]*)\]\s*$/.exec(text) ?? [];
  if (/[[\]]/.test(once) || (cycle !== undefined && wordsOf(cycle).length === 0))
    throw new ModelError(
      'in a schedule, what goes on for ever stands in [ ], once, at the end, and is at least a step: "A [B A]"',
    );
  const schedule = parseSchedule(model, once);
  return cycle === undefined ? { schedule } : { schedule, cycle: parseSchedule(model, cycle) };
}

/** @throws ModelError where the last `round` steps do not lead back to where they began */
function checkRound({ interpreter, run }: Recorder, round: number): void {
  const before = run.outcomes.at(-round - 1)?.state ?? interpreter.initial();
  const moved = differing(interpreter.model, before, run.final);
  if (moved === undefined) return;
  const [was, is] = [before, run.final].map((state) => textOf(jsonOf(valueIn(state, moved))));
  throw new ModelError(
    `what is to go on for ever does not lead back to where it began: ${moved.name} was ${was} and is ${is}`,
  );
}

/** Why a run that goes on for ever may break nothing: whom it is unfair to, in words; empty where that is not why. */
export function unfairness(model: Model, { schedule, cycle = [] }: ScheduledRun): readonly string[] {
  const { interpreter, run } = runSchedule(model, [...schedule, ...cycle]);
  return unfairTo(interpreter, run, cycle.length).map(
    ({ name, fair }) => `it is not fair to ${name} (${fair}ly fair), which can move and never does`,
  );
}

/**
 * What running a schedule shows: a trace for each property that it breaks or meets at its end, or, of a run that goes on for
 * ever, for each that it breaks by that.
 *
 * @throws ModelError where the model cannot do what the schedule says, or what is to go on for ever does not lead back to
 *   where it began; and where nothing is shown, but it could not be settled who is stuck
 */
export function replaySchedule(model: Model, { schedule, cycle = [] }: ScheduledRun): readonly Trace[] {
  const recorder = runSchedule(model, [...schedule, ...cycle]);
  const round = cycle.length;
  if (round > 0) checkRound(recorder, round);
  const unsettled: Unsettled[] = [];
  const traces = model.properties.flatMap((property) => {
    try {
      return traceOf(model, property, recorder, { least: false, round }) ?? [];
    } catch (error) {
      if (!(error instanceof Unsettled)) throw error;
      unsettled.push(error);
      return [];
    }
  });
  // What else it shows is worth showing.
  if (traces.length === 0 && unsettled[0] !== undefined) throw unsettled[0];
  return traces;
}
