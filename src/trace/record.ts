/** Runs a schedule on the reference semantics and records it: no trace is shown that was not run here. */

import type { Model, ModelProcess } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Variable } from "../model/variables.js";
import type { Property } from "../property/property.js";
import { free, plus, type TraceCost } from "../search/cost.js";
import type { Failure } from "../semantics/evaluation.js";
import { type Act, Interpreter, type Outcome } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";
import type { Scheduled } from "../space/space.js";
import { damageOf } from "./damage.js";
import { jsonOf } from "./json-value.js";
import {
  type Switch,
  type Trace,
  type TraceAct,
  type TracePlace,
  type TraceStep,
  traceSchema,
  type Waiting,
} from "./trace.js";

/** A run of a schedule, step by step. */
export interface Run {
  readonly outcomes: readonly Outcome[];
  readonly steps: readonly TraceStep[];
  readonly cost: TraceCost;
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
  #cost = free;

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
    this.#cost = plus(this.#cost, step.cost);
    this.#state = outcome.state;
    this.#last = outcome.process;
    return step;
  }

  get run(): Run {
    return { outcomes: this.#outcomes, steps: this.#steps, cost: this.#cost, final: this.#state };
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

/** The act of the last step that fails the assertion, and the failure. */
function failureIn(run: Run, name: string): { readonly at: number; readonly failure: Failure } | undefined {
  const acts = run.outcomes.at(-1)?.acts ?? [];
  const at = acts.findIndex(({ failures }) => failures.some(({ property }) => property === name));
  const failure = acts[at]?.failures.find(({ property }) => property === name);
  return failure && { at, failure };
}

/** What was read when the property was seen, or undefined where the run does not show it. */
function seenBy(
  interpreter: Interpreter,
  property: Property<never>,
  run: Run,
): ReadonlySet<Variable> | undefined {
  switch (property.kind) {
    case "always":
    case "never":
    case "reachable": {
      const { yes, reads } = interpreter.holds(run.final, property.name, property.predicate);
      return yes === (property.kind !== "always") ? reads : undefined;
    }
    case "assertion":
      return failureIn(run, property.name)?.failure.seen;
    case "deadlockFree":
      return isDeadlock(interpreter, run.final) ? new Set() : undefined;
  }
}

/** Whether a state breaks the property by itself; undefined for what is not about states. */
function breaking(
  interpreter: Interpreter,
  property: Property<never>,
): ((state: State) => boolean) | undefined {
  if (property.kind !== "always" && property.kind !== "never") return undefined;
  const { kind, name, predicate } = property;
  return (state) => interpreter.holds(state, name, predicate).yes === (kind === "never");
}

function isDeadlock(interpreter: Interpreter, state: State): boolean {
  return interpreter.deadlocked(state, (process) => interpreter.outcomes(state, process).length > 0);
}

/** Who waits in `state`, for which steps, and what those looked at when they found themselves blocked. */
function waitingIn(model: Model, state: State): readonly Waiting[] {
  const looked = new Set<Variable>();
  const watching = new Interpreter(model, (_task, _subject, found) => {
    for (const { reads } of found) for (const { variable } of reads) looked.add(variable);
  });
  return model.processes
    .filter((process) => watching.mustMove(state, process) && !process.environment)
    .map((process) => {
      looked.clear();
      watching.outcomes(state, process);
      const reads = [...looked].map((variable) => ({
        variable: variable.name,
        value: jsonOf(valueIn(state, variable)),
      }));
      return {
        process: process.name,
        steps: watching.location(state, process).steps.map(({ label }) => label),
        reads,
      };
    });
}

/** What a trace says of its run, whatever it shows. */
function plainTrace(model: Model, { interpreter, run }: Recorder): Omit<Trace, "property" | "shows"> {
  return {
    schema: traceSchema,
    model: {
      name: model.name,
      processes: model.processes.map(({ name }) => name),
      parameters: model.parameters,
      assumptions: model.assumptions,
      background: model.background,
    },
    initial: model.layout.variables
      .filter(({ kind }) => kind !== "location" && kind !== "halt")
      .map((variable) => ({ variable: variable.name, value: jsonOf(variable.initial) })),
    steps: run.steps,
    cost: run.cost,
    switches: run.steps.filter((step) =>
      model.processes.some(({ task }) => task !== undefined)
        ? step.place.task !== step.place.next
        : step.switch !== "none",
    ).length,
    least: false,
    seen: run.steps.length,
    damage: null,
    waiting: [],
    halted: interpreter.halted(run.final),
  };
}

/** The trace of a run that is to show `property` broken or met, or undefined where it does not show it. */
export function traceOf(
  model: Model,
  property: Property<never>,
  recorder: Recorder,
  { least }: { readonly least: boolean },
): Trace | undefined {
  const { interpreter, run } = recorder;
  const seen = seenBy(interpreter, property, run);
  if (seen === undefined) return undefined;
  const witness = property.kind === "reachable" && property.impossible === undefined;
  return {
    ...plainTrace(model, recorder),
    property: { name: property.name, kind: property.kind },
    shows: witness ? "witness" : "violation",
    least,
    damage: damageOf(run, {
      seen,
      failing: property.kind === "assertion" ? failureIn(run, property.name)?.at : undefined,
      background: model.background,
      breaks: breaking(interpreter, property),
    }),
    waiting: property.kind === "deadlockFree" ? waitingIn(model, run.final) : [],
  };
}

/** The trace of a run that shows nothing in particular. */
export function recordRun(model: Model, schedule: readonly Scheduled[]): Trace {
  return {
    ...plainTrace(model, runSchedule(model, schedule)),
    property: { name: "a run", kind: "run" },
    shows: "run",
  };
}

/**
 * The trace of `schedule`, which is to show `property` broken or met.
 *
 * @param least whether no cheaper run shows the same
 * @throws Error where the run does not show it: the search and the reference semantics disagree
 */
export function recordTrace(
  model: Model,
  property: Property<never>,
  schedule: readonly Scheduled[],
  { least }: { readonly least: boolean },
): Trace {
  const trace = traceOf(model, property, runSchedule(model, schedule), { least });
  if (trace !== undefined) return trace;
  throw new Error(
    `the search says that a run shows "${property.name}", the reference semantics that it does not`,
  );
}
