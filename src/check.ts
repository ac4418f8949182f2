/** From a model to its verdicts: decide, explain what was found, run every trace again on the reference semantics. */

import { boundedReport } from "./deciding/bounded.js";
import { dporReport } from "./deciding/dpor.js";
import { groundsOf } from "./deciding/grounds.js";
import { planOf, refuseOfTheGraph, type StrategyOptions } from "./deciding/options.js";
import { sampledReport } from "./deciding/sampled.js";
import { isOfTheGraph, Liveness } from "./liveness/liveness.js";
import type { Model } from "./model/model.js";
import { ModelError, withContext } from "./model/model-error.js";
import { unknownName } from "./model/nearest.js";
import type { Variable } from "./model/variables.js";
import type { Property } from "./property/property.js";
import { Exhaustive } from "./search/exhaustive.js";
import { type Case, judge, type Progress } from "./search/judge.js";
import { LeastCost } from "./search/least-cost.js";
import type { Point } from "./search/reduced/gate.js";
import { Reduced } from "./search/reduced/reduced.js";
import { Audit } from "./semantics/audit.js";
import { Interpreter } from "./semantics/interpreter.js";
import type { JudgedSpace } from "./space/judged-space.js";
import { isReducible } from "./space/reducible-space.js";
import { GhostsNeeded } from "./tables/left-out.js";
import { usualSegments } from "./tables/state-set.js";
import { TableRuns } from "./tables/table-runs.js";
import { TableSpace } from "./tables/table-space.js";
import { recordTrace } from "./trace/record.js";
import { type Grounds, isWanted, type Report, type Verdict, verdictOn } from "./verdict.js";

export type { SamplingOptions, Strategy, StrategyOptions } from "./deciding/options.js";
export type { Point } from "./search/reduced/gate.js";
export type { Reason } from "./search/reduced/needed.js";
export type { Bounds, ExploredRuns, Grounds, PctChance, Report, SampledRuns, Verdict } from "./verdict.js";

/** How to check. */
export interface CheckOptions extends StrategyOptions {
  /** The names of the properties to check; all of them if left out. */
  readonly properties?: readonly string[];
  /** Asked after every batch of states: a reason to stop, or undefined to go on. */
  readonly stop?: (progress: Progress) => string | undefined;
  /** Whether to explain how what is reachable is reached: a search of its own, which may be as large as the space. */
  readonly witnesses?: boolean;
  /** What the searches run on; the tables unless a test says otherwise. */
  readonly space?: (interpreter: Interpreter, leftOut: ReadonlySet<Variable>) => JudgedSpace;
  /** At least so many executions of user code are repeated at the end, to find impure ones. */
  readonly recheck?: number;
}

const none: ReadonlySet<Variable> = new Set();

const goOn = (): undefined => undefined;

const tables = (interpreter: Interpreter, leftOut: ReadonlySet<Variable>): JudgedSpace =>
  new TableSpace(interpreter, usualSegments, leftOut);

function chosenProperties(model: Model, names: readonly string[] | undefined): readonly Property<never>[] {
  if (model.properties.length === 0) {
    throw new ModelError(
      `model "${model.name}" claims nothing: give it properties, such as always(…), never(…), reachable(…) or deadlockFree()`,
    );
  }
  if (names?.length === 0) {
    throw new ModelError(
      `no property is asked for, so nothing would be checked; there is ${model.properties.map(({ name }) => name).join(", ")}`,
    );
  }
  return (names ?? model.properties.map(({ name }) => name)).map((name) => {
    const property = model.properties.find((candidate) => candidate.name === name);
    if (property !== undefined) return property;
    throw new ModelError(
      unknownName(
        "property",
        name,
        model.properties.map((candidate) => candidate.name),
      ),
    );
  });
}

function reducedOn(space: JudgedSpace, model: Model, properties: readonly Property<never>[]): Reduced {
  if (!isReducible(space))
    throw new Error('the strategy "reduced" needs tables, which tell what steps read and write');
  return new Reduced(space, model, { deadlocks: properties.some(({ kind }) => kind === "deadlockFree") });
}

/**
 * Checks a model step by step: yields how far it has come, returns the report. For callers that must stay responsive;
 * everyone else calls {@link check}.
 */
export function* checking(model: Model, options: CheckOptions = {}): Generator<Progress, Report> {
  return yield* named(model, reporting(model, options));
}

/** Goes through `search`; a ModelError in it names the model. */
function* named<T>(model: Model, search: Generator<Progress, T>): Generator<Progress, T> {
  for (;;) {
    const { done, value } = withContext(
      () => `in model "${model.name}"`,
      () => search.next(),
    );
    if (done) return value;
    yield value;
  }
}

/** The same, for an exhaustive search. */
function exhaustively(options: CheckOptions): CheckOptions {
  const strategic: ReadonlySet<string> = new Set(["strategy", "preemptions", "steps", "sampling"]);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !strategic.has(name)));
}

/** What copies of a variable share: its name without their numbers or names. */
const kindOf = ({ name }: Variable): string => name.replaceAll(/\([^)]*\)/g, "()");

function* reporting(model: Model, options: CheckOptions): Generator<Progress, Report> {
  planOf(options);
  const properties = chosenProperties(model, options.properties);
  if (options.strategy === "reduced") refuseOfTheGraph("reduced", properties);
  const report = yield* checkingWithFewGhosts(model, properties, options);
  return yield* withOwnLassos(model, properties, report, options);
}

/**
 * The report with the lasso of each claim as it is where that is checked alone. A cycle leads back to the state that it began
 * in, and a ghost that only other claims look at would have to come round, too.
 */
function* withOwnLassos(
  model: Model,
  properties: readonly Property<never>[],
  report: Report,
  options: CheckOptions,
): Generator<Progress, Report> {
  const ghosts = model.layout.variables.filter(({ ghost }) => ghost).length;
  if (properties.length === 1 || report.grounds.leftOut.length === ghosts) return report;
  const verdicts: Verdict[] = [];
  // There is a lasso: so a search has come upon all states, and can do so again.
  const alone = exhaustively(options);
  for (const [i, verdict] of report.verdicts.entries()) {
    const property = properties[i];
    const isLasso = verdict.kind === "violated" && verdict.trace.cycle !== null;
    const own =
      isLasso && property ? (yield* checkingWithFewGhosts(model, [property], alone)).verdicts[0] : undefined;
    if (own?.kind === "holds") throw new Error(`"${verdict.property}" holds where it is checked alone`);
    // Not where that was cut.
    verdicts.push(own?.kind === "violated" ? own : verdict);
  }
  return { ...report, verdicts };
}

function checkingWithFewGhosts(
  model: Model,
  properties: readonly Property<never>[],
  options: CheckOptions,
): Generator<Progress, Report> {
  return withFewGhosts(model, (leftOut) => searching(model, properties, leftOut, options));
}

/** What comes of a search in whose states there are those ghosts alone that something looks at. */
function* withFewGhosts<T>(
  model: Model,
  search: (leftOut: ReadonlySet<Variable>) => Generator<Progress, T>,
): Generator<Progress, T> {
  const leftOut = new Set(model.layout.variables.filter(({ ghost }) => ghost));
  for (;;) {
    try {
      return yield* search(leftOut);
    } catch (error) {
      if (!(error instanceof GhostsNeeded)) throw error;
      // Who is looked at in one copy of a group will be in the others: begin again once, and not once for each.
      const kinds = new Set([...error.ghosts].map(kindOf));
      for (const ghost of [...leftOut].filter((each) => kinds.has(kindOf(each)))) leftOut.delete(ghost);
    }
  }
}

/** @throws GhostsNeeded where something looks at a ghost that is left out */
function* searching(
  model: Model,
  properties: readonly Property<never>[],
  leftOut: ReadonlySet<Variable>,
  options: CheckOptions,
): Generator<Progress, Report> {
  const { stop = goOn, recheck = 500, witnesses = false, space: spaceOf = tables } = options;
  const audit = new Audit();
  const interpreter = new Interpreter(model, audit.observe);
  const plan = planOf(options);
  if (plan.kind === "sampled" || plan.kind === "dpor") {
    const runs = TableRuns.of(interpreter, leftOut);
    const space = (): JudgedSpace => spaceOf(interpreter, leftOut);
    const shared = { model, interpreter, properties, witnesses, runs, space, leftOut, stop };
    const report =
      plan.kind === "dpor"
        ? yield* dporReport({ ...shared, ...plan })
        : yield* sampledReport({ ...shared, ...plan });
    audit.recheck(recheck, !report.grounds.exhausted);
    runs.recheck();
    return report;
  }
  const space = spaceOf(interpreter, leftOut);
  const shared: Omit<Case, "exploration" | "properties" | "untilFound"> = { interpreter, space, stop };
  if (plan.kind === "bounded") {
    const { preemptions } = plan;
    const unbounded = (ofTheGraph: readonly Property<never>[]): Generator<Progress, Report> =>
      searching(model, ofTheGraph, leftOut, exhaustively(options));
    const asked = { ...shared, model, properties, preemptions, witnesses, leftOut, unbounded };
    const report = yield* boundedReport(asked);
    audit.recheck(recheck, !report.grounds.exhausted);
    space.recheck();
    return report;
  }
  const deciding = plan.kind === "reduced" ? reducedOn(space, model, properties) : new Exhaustive(space);
  const ofTheGraph = properties.filter(isOfTheGraph);
  const liveness = ofTheGraph.length === 0 ? undefined : new Liveness(interpreter, space, ofTheGraph);
  const exploration = liveness?.listeningTo(deciding) ?? deciding;
  const decided = yield* judge({ ...shared, properties, exploration, untilFound: false });
  const broken = decided.stopped === undefined && liveness ? yield* liveness.broken(stop) : [];
  const ofRuns = new Map(broken.map((each) => [each.property, each]));
  const grounds = groundsOf(model, decided, { space, exploration, leftOut, graph: liveness });
  const found = properties.filter(
    (property) => decided.evidence.has(property.name) && (witnesses || !isWanted(property)),
  );
  const explained =
    found.length === 0
      ? undefined
      : yield* judge({ ...shared, properties: found, exploration: new LeastCost(space), untilFound: true });
  audit.recheck(recheck, decided.stopped !== undefined);
  space.recheck();
  const verdicts = properties.map((property) => {
    const best = explained?.evidence.get(property.name);
    const ofRun = ofRuns.get(property.name);
    return verdictOn(property, decided, {
      evidence: ofRun ?? decided.evidence.get(property.name),
      witnesses,
      vacuous: liveness?.vacuous.includes(property.name) ?? false,
      trace: (evidence) =>
        recordTrace(model, property, best ?? evidence, { least: ofRun?.least ?? best !== undefined }),
    });
  });
  return { verdicts, grounds };
}

/** How to count. */
export type CountOptions = Pick<CheckOptions, "stop" | "space" | "steps"> & {
  /**
   * By states: all of them, or the part that decides those properties which can be decided so. Or by runs: one of each trace, or
   * every one.
   */
  readonly strategy?: "exhaustive" | "reduced" | "dpor" | "brute";
};

/** Explores a model and judges nothing, step by step: how large is it? Needs no properties. */
export function* counting(model: Model, options: CountOptions = {}): Generator<Progress, Grounds> {
  const { strategy, ...others } = options;
  return strategy === "reduced"
    ? (yield* reducing(model, options)).grounds
    : yield* named(model, measuring(model, { ...others, ...(strategy && { strategy }) }));
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
  const interpreter = new Interpreter(model, new Audit().observe);
  const space = tables(interpreter, leftOut);
  const properties = model.properties.filter((property) => !isOfTheGraph(property));
  const exploration = reducedOn(space, model, properties);
  const judged = yield* judge({ interpreter, space, stop, exploration, properties, untilFound: false });
  return { grounds: groundsOf(model, judged, { space, exploration, leftOut }), points: exploration.points() };
}

function* measuring(
  model: Model,
  {
    stop = goOn,
    space: spaceOf = tables,
    strategy,
    steps,
  }: CountOptions & {
    readonly strategy?: "exhaustive" | "dpor" | "brute";
  },
): Generator<Progress, Grounds> {
  const brute = strategy === "brute";
  const bound = steps === undefined ? {} : { steps };
  const plan = planOf({ ...(strategy && { strategy: brute ? "dpor" : strategy }), ...bound });
  const audit = new Audit();
  const interpreter = new Interpreter(model, audit.observe);
  if (plan.kind === "dpor") {
    const runs = TableRuns.of(interpreter);
    const space = (): JudgedSpace => spaceOf(interpreter, none);
    const shared = { model, interpreter, runs, space, leftOut: none, stop, brute };
    const { grounds } = yield* dporReport({ ...shared, ...plan, properties: [], witnesses: false });
    return grounds;
  }
  const space = spaceOf(interpreter, none);
  const exploration = new Exhaustive(space);
  const counted = yield* judge({ interpreter, space, stop, exploration, properties: [], untilFound: false });
  return groundsOf(model, counted, { space, exploration, leftOut: none });
}

/**
 * Explores every interleaving of `model` and judges its properties: for each a proof, or a trace of least cost.
 *
 * @throws ModelError for a mistake in the model, with the schedule that led to it
 */
export function check(model: Model, options: CheckOptions = {}): Report {
  const search = checking(model, options);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}
