/** Runs schedules on the reference semantics, and keeps what each step did. */

import type { Model, ModelProcess } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import { type Act, Interpreter, type Outcome } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import type { Scheduled } from "../space/space.js";
import { jsonOf } from "./json-value.js";
import type { Switch, TraceAct, TracePlace, TraceStep } from "./trace.js";

/** A run of a schedule, step by step. */
export interface Run {
  readonly outcomes: readonly Outcome[];
  readonly steps: readonly TraceStep[];
  readonly final: State;
}

function traceAct({ step, changes, updates, failures }: Act): TraceAct {
  // That fresh contents make others stale says something of those alone that were not stale.
  const told = changes.filter(
    ({ variable, from, to }) => !(variable.contents && updates.has(variable) && from === to),
  );
  return {
    label: step.label,
    source: step.calls.at(-1) ?? null,
    under: step.under,
    changes: told.map(({ variable, from, to }) => ({
      variable: variable.name,
      from: jsonOf(from),
      to: jsonOf(to),
    })),
    failures: failures.map(({ property, why }) => ({ property, why: why ?? null })),
  };
}

function switchFrom(
  interpreter: Interpreter,
  state: State,
  last: ModelProcess | undefined,
  next: ModelProcess,
): Switch {
  if (last === undefined || last === next) return "none";
  if (interpreter.outcomes(state, last).length > 0) return "preempted";
  return interpreter.location(state, last).steps.length === 0 ? "finished" : "blocked";
}

function placeOf(interpreter: Interpreter, state: State, { process, state: after }: Outcome): TracePlace {
  const asked = (at: State, what: "cpu" | "task"): string | null => {
    const place = interpreter.place(at, process, what);
    return place === undefined ? null : String(place);
  };
  return { cpu: asked(state, "cpu"), task: asked(state, "task"), next: asked(after, "task") };
}

/** One step of a run: `outcome` taken in `state` after a step of `last`. */
function traceStep(
  interpreter: Interpreter,
  state: State,
  last: ModelProcess | undefined,
  outcome: Outcome,
): TraceStep {
  const { process, step, acts, index } = outcome;
  const switched = switchFrom(interpreter, state, last, process);
  const implicit: TraceStep["cost"] =
    switched === "preempted"
      ? { preemptions: 1, events: 0, kinds: ["preemption"] }
      : { preemptions: 0, events: 0, kinds: [] };
  return {
    process: process.name,
    place: placeOf(interpreter, state, outcome),
    outcome: index,
    switch: switched,
    cost: interpreter.model.declaresCosts ? outcome.cost : implicit,
    atomic: step.effect.kind === "atomic" ? step.effect.because : null,
    acts: acts.map(traceAct),
  };
}

/** A run that goes on step by step from the initial state. */
export class Recorder {
  readonly interpreter: Interpreter;
  #state: State;
  #last: ModelProcess | undefined;
  readonly #outcomes: Outcome[] = [];
  readonly #steps: TraceStep[] = [];

  constructor(model: Model) {
    this.interpreter = new Interpreter(model);
    this.#state = this.interpreter.initial();
  }

  /** What `process` can do now. */
  outcomes(process: ModelProcess): readonly Outcome[] {
    return this.interpreter.outcomes(this.#state, process);
  }

  take(outcome: Outcome): TraceStep {
    const step = traceStep(this.interpreter, this.#state, this.#last, outcome);
    this.#outcomes.push(outcome);
    this.#steps.push(step);
    this.#state = outcome.state;
    this.#last = outcome.process;
    return step;
  }

  get run(): Run {
    return { outcomes: this.#outcomes, steps: this.#steps, final: this.#state };
  }
}

/**
 * Runs `schedule`.
 *
 * @throws ModelError where the model cannot do what the schedule says
 */
export function runSchedule(model: Model, schedule: readonly Scheduled[]): Recorder {
  const recorder = new Recorder(model);
  schedule.forEach(({ process, outcome }, i) => {
    const mover = model.processes[process];
    const outcomes = mover === undefined ? [] : recorder.outcomes(mover);
    const chosen = outcomes[outcome];
    if (chosen === undefined) {
      const there =
        outcomes.length === 0
          ? "it cannot move"
          : outcomes.length === 1
            ? "it has outcome 0 alone"
            : `it has outcomes 0 to ${outcomes.length - 1}`;
      const name = mover?.name ?? `process ${process}`;
      throw new ModelError(`step ${i + 1} of the schedule: ${name} has no outcome ${outcome} here; ${there}`);
    }
    recorder.take(chosen);
  });
  return recorder;
}
