/** Whether a trace is what it says: run once more, step by step, by code that knows nothing of src/trace nor src/liveness. */

import type { Model, Trace } from "preempt";
import type { Variable } from "../../src/model/variables.js";
import type { Property } from "../../src/property/property.js";
import { Interpreter, type Outcome } from "../../src/semantics/interpreter.js";
import { type State, valueIn } from "../../src/semantics/state.js";

/** A run, and the states that it goes through: the one before each step, and the last. */
export interface Walked {
  readonly interpreter: Interpreter;
  readonly outcomes: readonly Outcome[];
  readonly states: readonly State[];
}

/** @throws Error where the model cannot do what the trace says */
export function walked(model: Model, { steps }: Trace): Walked {
  const interpreter = new Interpreter(model);
  const states = [interpreter.initial()];
  const outcomes = steps.map(({ process: name, outcome }, i) => {
    const process = model.processes.find((each) => each.name === name);
    const state = states[i];
    const taken = process && state && interpreter.outcomes(state, process)[outcome];
    if (taken === undefined) throw new Error(`step ${i + 1} of the trace cannot be taken`);
    states.push(taken.state);
    return taken;
  });
  return { interpreter, outcomes, states };
}

/** Who can move in `state`, by name. */
function able({ interpreter }: Walked, state: State): ReadonlySet<string> {
  const can = interpreter.model.processes.filter((each) => interpreter.outcomes(state, each).length > 0);
  return new Set(can.map(({ name }) => name));
}

/** From which state on something is pending at the end of the run, undefined where nothing is; and what was looked at. */
function pendingFrom({ interpreter, states }: Walked, property: Property<never>) {
  const looked = new Set<Variable>();
  const is = (state: State, predicate: (state: never) => boolean): boolean => {
    const { yes, reads } = interpreter.holds(state, property.name, predicate);
    for (const variable of reads) looked.add(variable);
    return yes;
  };
  let since: number | undefined;
  for (const [i, state] of states.entries()) {
    if (property.kind === "eventually") {
      if (i === 0) since = 0;
      if (is(state, property.predicate)) since = undefined;
    } else if (property.kind === "leadsTo") {
      if (is(state, property.to)) since = undefined;
      else if (is(state, property.from)) since ??= i;
    }
  }
  return { since, looked };
}

/**
 * What is wrong with the cycle of a trace: that it does not close, is not fair, or tells something else of itself. Ghosts that
 * the claim does not look at need not come round: no step looks at any in these models.
 */
function wrongCycle(run: Walked, trace: Trace, looked: ReadonlySet<Variable>): readonly string[] {
  const { cycle } = trace;
  const { model } = run.interpreter;
  const first = run.states[cycle?.from ?? 0];
  const last = run.states.at(-1);
  if (cycle === null || first === undefined || last === undefined) return ["it has no cycle"];
  const round = run.states.slice(cycle.from, -1);
  if (round.length === 0) return ["its cycle has no step"];
  const differs = (variable: Variable): boolean =>
    (!variable.ghost || looked.has(variable)) &&
    !Object.is(valueIn(first, variable), valueIn(last, variable));
  const open = model.layout.variables.filter(differs).map(({ name }) => `the cycle leaves ${name} changed`);
  const movers = new Set(run.outcomes.slice(cycle.from).map(({ process }) => process.name));
  const unfair = model.processes.flatMap(({ name, fair }) => {
    const can = round.map((state) => able(run, state).has(name));
    const due = fair === "weak" ? can.every(Boolean) : fair === "strong" && can.some(Boolean);
    return due && !movers.has(name) ? [`the cycle is not fair to ${name}`] : [];
  });
  return [...open, ...unfair, ...wrongWords(run, cycle, trace)];
}

/** What the cycle says of processes, and is not so, or does not say. */
function wrongWords(run: Walked, cycle: NonNullable<Trace["cycle"]>, trace: Trace): readonly string[] {
  const round = run.states.slice(cycle.from, -1).map((state) => able(run, state));
  const moves = (name: string): boolean =>
    run.outcomes.slice(cycle.from).some(({ process }) => process.name === name);
  const isSo = ({ process: name, how, step }: (typeof cycle.processes)[number]): boolean => {
    const there = round[step - cycle.from];
    switch (how) {
      case "moves":
        return step > cycle.from && trace.steps[step - 1]?.process === name;
      case "cannot move":
        return there?.has(name) === false;
      case "can never move":
        return !round.some((can) => can.has(name));
      case "is passed over":
        return there?.has(name) === true && !moves(name);
    }
  };
  const wrong = cycle.processes.filter((said) => !isSo(said));
  const silent = run.interpreter.model.processes.filter(({ name, fair }) => {
    const passedOver = round.some((can) => can.has(name)) && !moves(name);
    return (fair !== undefined || passedOver) && !cycle.processes.some((said) => said.process === name);
  });
  return [
    ...wrong.map(({ process, how }) => `it is not so that ${process} ${how}`),
    ...silent.map(({ name }) => `nothing is said of ${name}`),
  ];
}

/** What is wrong with a trace that shows a claim about whole runs broken. */
export function wrongRun(model: Model, property: Property<never>, trace: Trace): readonly string[] {
  const run = walked(model, trace);
  const { since, looked } = pendingFrom(run, property);
  const last = run.states.at(-1);
  const can = last === undefined ? new Set() : able(run, last);
  const obliged = model.processes.filter(
    ({ name, environment, fair }) => can.has(name) && (!environment || fair !== undefined),
  );
  const goesOn = trace.cycle === null && obliged.length > 0;
  return [
    ...(since === undefined ? ["nothing is pending at its end"] : []),
    ...(since === trace.seen ? [] : [`it is pending from ${since} on, not ${trace.seen}`]),
    ...(trace.cycle !== null && trace.seen > trace.cycle.from
      ? ["it is not pending when the cycle begins"]
      : []),
    ...(goesOn ? [`it cannot end: ${obliged.map(({ name }) => name).join(", ")} can move`] : []),
    ...(trace.cycle === null ? [] : wrongCycle(run, trace, looked)),
  ];
}
