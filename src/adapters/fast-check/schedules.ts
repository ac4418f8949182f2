/** Schedules of a model: runs that it can make, drawn step by step. */

import { Arbitrary, type Random, Stream, Value } from "fast-check";
import { aTypeOf } from "../../model/code.js";
import { isModel, type Model } from "../../model/model.js";
import { ModelError } from "../../model/model-error.js";
import type { Outcome } from "../../semantics/interpreter.js";
import type { Scheduled } from "../../space/space.js";
import { recordRun } from "../../trace/record.js";
import { parseSchedule } from "../../trace/replay.js";
import { Recorder } from "../../trace/run.js";
import { schedule, type Trace } from "../../trace/trace.js";
import { shrunkBy } from "./shrunk-by.js";

/** Which runs. */
export interface SchedulesOptions {
  /** The most steps. */
  readonly steps: number;
  /** Whether a run goes on until nothing can move, or until it has so many steps; or may end anywhere. */
  readonly ends: "where nothing can move" | "anywhere";
}

const ends: readonly SchedulesOptions["ends"][] = ["where nothing can move", "anywhere"];

/** Every move that can be made next, in the order of processes and outcomes. */
function moves(recorder: Recorder): readonly Outcome[] {
  return recorder.interpreter.model.processes.flatMap((process) => recorder.outcomes(process));
}

const textOf = ({ run }: Recorder): string => schedule({ steps: run.steps, cycle: null });

/** Draws a run. Each step that can be taken next has the same chance. */
class Drawn extends Arbitrary<string> {
  readonly #model: Model;
  readonly #options: SchedulesOptions;

  constructor(model: Model, options: SchedulesOptions) {
    super();
    this.#model = model;
    this.#options = options;
  }

  override generate(random: Random): Value<string> {
    const { steps, ends } = this.#options;
    const most = ends === "anywhere" ? random.nextInt(0, steps) : steps;
    const recorder = new Recorder(this.#model);
    while (recorder.run.steps.length < most) {
      const next = moves(recorder);
      const chosen = next.length === 0 ? undefined : next[random.nextInt(0, next.length - 1)];
      if (chosen === undefined) break;
      recorder.take(chosen);
    }
    return new Value(textOf(recorder), undefined);
  }

  override canShrinkWithoutContext(value: unknown): value is string {
    return typeof value === "string";
  }

  override shrink(): Stream<Value<string>> {
    return Stream.nil();
  }
}

/** As much of a run as the model can make: moves that it cannot are passed over. */
function asFar(model: Model, wanted: readonly Scheduled[], { steps, ends }: SchedulesOptions): Recorder {
  const recorder = new Recorder(model);
  for (const { process, outcome } of wanted) {
    const mover = model.processes[process];
    const chosen = mover === undefined ? undefined : recorder.outcomes(mover)[outcome];
    if (chosen !== undefined) recorder.take(chosen);
  }
  // What was to be its end need not be one any more.
  while (ends !== "anywhere" && recorder.run.steps.length < steps) {
    const [next] = moves(recorder);
    if (next === undefined) break;
    recorder.take(next);
  }
  return recorder;
}

/** Runs with fewer steps: half, all but the last, and each without one of its steps, as far as that can be run. */
function* shorter(model: Model, text: string, options: SchedulesOptions): Generator<string> {
  const run = parseSchedule(model, text);
  const { length } = run;
  const candidates = [
    run.slice(0, length >> 1),
    run.slice(0, -1),
    ...run.map((_, i) => run.filter((_, j) => j !== i)),
  ];
  for (const candidate of candidates) {
    const made = asFar(model, candidate, options);
    if (made.run.steps.length < length) yield textOf(made);
  }
}

/**
 * Schedules of `model`, drawn step by step on the reference semantics: one-line texts, as traces have them. They shrink to
 * shorter ones.
 *
 * @throws ModelError where `model` is none, `steps` is no whole number, or `ends` something else
 * @example fc.property(schedules(bank, { steps: 20, ends: "anywhere" }), (text) => follows(runOf(bank, text)))
 */
export function schedules(model: Model, options: SchedulesOptions): Arbitrary<string> {
  if (!isModel(model)) throw new ModelError("schedules(…) are those of a model");
  const given: unknown = options;
  if (typeof given !== "object" || given === null)
    throw new ModelError(
      'schedules(…) need to know how long they are: { steps: 20, ends: "anywhere" }, or "where nothing can move"',
    );
  if (!ends.includes(options.ends))
    throw new ModelError(
      `ends is ${JSON.stringify(options.ends)}; it can be ${ends.map((each) => `"${each}"`).join(", ")}`,
    );
  if (!Number.isInteger(options.steps) || options.steps < 0)
    throw new ModelError(`steps is ${String(options.steps)}; it can be a whole number from 0`);
  return shrunkBy(new Drawn(model, options), (text) => shorter(model, text, options));
}

/**
 * The run of a schedule, step by step: who moved, what it changed.
 *
 * @throws ModelError where the model cannot do what the schedule says
 */
export function runOf(model: Model, text: string): Trace {
  if (!isModel(model)) throw new ModelError("runOf(…) is the run of a model: runOf(model, schedule)");
  const given: unknown = text;
  if (typeof given !== "string")
    throw new ModelError(`runOf(…) runs a schedule, a text such as "A*2 B"; ${aTypeOf(given)} was given`);
  return recordRun(model, parseSchedule(model, text));
}
