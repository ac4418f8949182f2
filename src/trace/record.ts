/** Runs a schedule on the reference semantics and makes a trace of it: no trace is shown that was not run here. */

import type { Model } from "../model/model.js";
import { isLiveness, type Property } from "../property/property.js";
import { free, plus } from "../search/cost.js";
import type { Evidence } from "../search/judge.js";
import type { Scheduled } from "../space/space.js";
import { damageOf } from "./damage.js";
import { jsonOf } from "./json-value.js";
import { type Recorder, runSchedule } from "./run.js";
import { breaking, failureIn, shownBy, waitingIn } from "./shown.js";
import { type Trace, traceSchema } from "./trace.js";

/** What a trace says of its run, whatever it shows; of a claim about whole runs, the last `round` steps go on for ever. */
function plainTrace(
  model: Model,
  { interpreter, run }: Recorder,
  { round = 0, liveness = false } = {},
): Omit<Trace, "property" | "shows"> {
  const once = run.steps.slice(0, run.steps.length - round);
  return {
    schema: traceSchema,
    model: {
      name: model.name,
      processes: model.processes.map(({ name }) => name),
      parameters: model.parameters,
      assumptions: liveness ? [...model.assumptions, ...model.fairness] : model.assumptions,
      background: model.background,
    },
    initial: model.layout.variables
      .filter(({ kind }) => kind !== "location" && kind !== "halt")
      .map((variable) => ({ variable: variable.name, value: jsonOf(variable.initial) })),
    steps: run.steps,
    cycle: null,
    cost: once.reduce((cost, step) => plus(cost, step.cost), free),
    switches: once.filter((step) =>
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

/**
 * The trace of a run that is to show `property` broken or met, or undefined where it does not show it.
 *
 * @param options.round how many steps at its end go on for ever; none, if left out
 * @param options.stuck who a search has found to be stuck at its end
 */
export function traceOf(
  model: Model,
  property: Property<never>,
  recorder: Recorder,
  options: {
    readonly least: boolean;
    readonly round?: number;
    readonly stuck?: readonly number[] | undefined;
  },
): Trace | undefined {
  const { least, round = 0, stuck } = options;
  // What goes on for ever is not about a state, nor about a step that fails.
  if (round > 0 && !isLiveness(property)) return undefined;
  const { interpreter, run } = recorder;
  const shown = shownBy(interpreter, property, run, { round, stuck });
  if (shown === undefined) return undefined;
  const { reads, unmet, waiting } = shown;
  const witness = property.kind === "reachable" && property.impossible === undefined;
  return {
    ...plainTrace(model, recorder, { round, liveness: isLiveness(property) }),
    property: { name: property.name, kind: property.kind },
    shows: witness ? "witness" : "violation",
    least,
    ...(unmet && { seen: unmet.since, cycle: unmet.cycle }),
    damage: damageOf(run, {
      seen: reads,
      failing: property.kind === "assertion" ? failureIn(run, property.name)?.at : undefined,
      background: model.background,
      breaks: breaking(interpreter, property),
    }),
    waiting: waiting === undefined ? [] : waitingIn(model, run.final, waiting),
  };
}

/** The trace of a run that shows nothing in particular; what is in `cycle` goes on for ever behind it. */
export function recordRun(
  model: Model,
  schedule: readonly Scheduled[],
  cycle: readonly Scheduled[] = [],
): Trace {
  const recorder = runSchedule(model, [...schedule, ...cycle]);
  return {
    ...plainTrace(model, recorder, { round: cycle.length, liveness: cycle.length > 0 }),
    cycle: cycle.length === 0 ? null : { from: schedule.length, processes: [] },
    property: { name: "a run", kind: "run" },
    shows: "run",
  };
}

/**
 * The trace of a schedule, and of what goes on for ever behind it, which is to show `property` broken or met.
 *
 * @param least whether no cheaper run shows the same
 * @throws Error where the run does not show it: the search and the reference semantics disagree
 */
export function recordTrace(
  model: Model,
  property: Property<never>,
  { schedule, cycle = [], stuck }: Omit<Evidence, "property">,
  { least }: { readonly least: boolean },
): Trace {
  const recorder = runSchedule(model, [...schedule, ...cycle]);
  const trace = traceOf(model, property, recorder, { least, round: cycle.length, stuck });
  if (trace !== undefined) return trace;
  throw new Error(
    `the search says that a run shows "${property.name}", the reference semantics that it does not`,
  );
}
