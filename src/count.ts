/** From a model to how large it is. */

import { type CheckOptions, toldByOne } from "./check.js";
import { dporReport } from "./deciding/dpor.js";
import { groundsOf } from "./deciding/grounds.js";
import { planOf } from "./deciding/options.js";
import { goOn, named, reducedOn, tables, usualRecheck, withFewGhosts } from "./engine.js";
import { isOfTheGraph } from "./liveness/liveness.js";
import type { Model } from "./model/model.js";
import type { Variable } from "./model/variables.js";
import { Exhaustive } from "./search/exhaustive.js";
import { judge, type Progress } from "./search/judge.js";
import type { Point } from "./search/reduced/gate.js";
import { judgeSweep } from "./search/sweep.js";
import { Audit } from "./semantics/audit.js";
import { Interpreter } from "./semantics/interpreter.js";
import type { JudgedSpace } from "./space/judged-space.js";
import { isSwept } from "./space/swept-space.js";
import { TableRuns } from "./tables/table-runs.js";
import type { Grounds } from "./verdict.js";

export type { Point } from "./search/reduced/gate.js";
export type { Reason } from "./search/reduced/needed.js";

const none: ReadonlySet<Variable> = new Set();

/** How to count. */
export type CountOptions = Pick<CheckOptions, "stop" | "space" | "steps" | "workers"> & {
  /**
   * By states: all of them, or the part that decides those properties which can be decided so. Or by runs: one of each trace, or
   * every one.
   */
  readonly strategy?: "exhaustive" | "reduced" | "dpor" | "brute";
};

/** Explores a model and judges nothing, step by step: how large is it? Needs no properties. */
export function* counting(model: Model, options: CountOptions = {}): Generator<Progress, Grounds> {
  const { strategy = "exhaustive", steps, workers } = options;
  const bound = { ...(steps === undefined ? {} : { steps }), ...(workers === undefined ? {} : { workers }) };
  const plan = planOf({ strategy: strategy === "brute" ? "dpor" : strategy, ...bound });
  if (plan.kind === "reduced") return (yield* reducing(model, options)).grounds;
  return yield* named(
    model,
    plan.kind === "dpor"
      ? countingRuns(model, options)
      : toldByOne(options, (asked) => countingStates(model, asked)),
  );
}

function* countingStates(
  model: Model,
  { stop = goOn, space: spaceOf = tables, workers = 1 }: CountOptions,
): Generator<Progress, Grounds> {
  const audit = new Audit();
  const interpreter = new Interpreter(model, audit.observe);
  const space = spaceOf(interpreter, none);
  const properties = [] as const;
  const exploration = new Exhaustive(space);
  const counted = isSwept(space)
    ? yield* judgeSweep({ space, properties, stop, workers })
    : yield* judge({ interpreter, space, stop, exploration, properties, untilFound: false });
  audit.recheck(usualRecheck, counted.stopped !== undefined);
  space.recheck();
  return groundsOf(model, counted, { space, exploration, leftOut: none });
}

function* countingRuns(model: Model, options: CountOptions): Generator<Progress, Grounds> {
  const { stop = goOn, space: spaceOf = tables, strategy, steps } = options;
  const audit = new Audit();
  const interpreter = new Interpreter(model, audit.observe);
  const runs = TableRuns.of(interpreter);
  const space = (): JudgedSpace => spaceOf(interpreter, none);
  const shared = { model, interpreter, properties: [], witnesses: false, runs, space, leftOut: none, stop };
  const { grounds } = yield* dporReport({ ...shared, steps, brute: strategy === "brute" });
  audit.recheck(usualRecheck, !grounds.exhausted);
  runs.recheck();
  return grounds;
}

/** What `reduced` made of a model. */
export interface Reduction {
  readonly grounds: Grounds;
  /** The locations that were come upon, and which of them need a preemption point. */
  readonly points: readonly Point[];
}

/**
 * Explores the part of a model that decides its properties, step by step: all but those that need the whole graph. Where do
 * others need to be let in?
 */
export function* reducing(
  model: Model,
  options: Pick<CheckOptions, "stop"> = {},
): Generator<Progress, Reduction> {
  const search = withFewGhosts(model, (leftOut) => measuringReduced(model, leftOut, options));
  return yield* named(model, search);
}

function* measuringReduced(
  model: Model,
  leftOut: ReadonlySet<Variable>,
  { stop = goOn }: Pick<CheckOptions, "stop">,
): Generator<Progress, Reduction> {
  const audit = new Audit();
  const interpreter = new Interpreter(model, audit.observe);
  const space = tables(interpreter, leftOut);
  const properties = model.properties.filter((property) => !isOfTheGraph(property));
  const exploration = reducedOn(space, model, properties);
  const judged = yield* judge({ interpreter, space, stop, exploration, properties, untilFound: false });
  audit.recheck(usualRecheck, judged.stopped !== undefined);
  space.recheck();
  return { grounds: groundsOf(model, judged, { space, exploration, leftOut }), points: exploration.points() };
}
