/** From a model to its verdicts: decide, explain what was found, run every trace again on the reference semantics. */

import type { Explored } from "./certificate/write.js";
import { boundedReport } from "./deciding/bounded.js";
import {
  type Checkpointing,
  leftOutBefore,
  refuseCheckpoint,
  sweepCheckpoint,
} from "./deciding/checkpoint.js";
import { dporReport } from "./deciding/dpor.js";
import { groundsOf } from "./deciding/grounds.js";
import { planOf, refuseOfTheGraph, type StatesPlan, type StrategyOptions } from "./deciding/options.js";
import { sampledReport } from "./deciding/sampled.js";
import { decidedSymmetrically, declaresSymmetry, whyNotSymmetric } from "./deciding/symmetric.js";
import { goOn, named, reducedOn, tables, tablesWithin, usualRecheck, withFewGhosts } from "./engine.js";
import { isOfTheGraph, Liveness } from "./liveness/liveness.js";
import type { Model } from "./model/model.js";
import { isModelError, ModelError } from "./model/model-error.js";
import { unknownName } from "./model/nearest.js";
import type { Variable } from "./model/variables.js";
import type { Property } from "./property/property.js";
import { Exhaustive } from "./search/exhaustive.js";
import type { Exploration } from "./search/exploration.js";
import { type Case, type Evidence, type Judgement, judge, type Progress } from "./search/judge.js";
import { LeastCost } from "./search/least-cost.js";
import { Reduced } from "./search/reduced/reduced.js";
import { judgeSweep } from "./search/sweep.js";
import { Audit } from "./semantics/audit.js";
import { Interpreter } from "./semantics/interpreter.js";
import type { JudgedSpace } from "./space/judged-space.js";
import { isNumbered } from "./space/numbered-space.js";
import { ifThereIsRoom, OutOfMemory } from "./space/out-of-memory.js";
import { isSwept } from "./space/swept-space.js";
import { checkDrawing, type Drawing } from "./spot-check/drawn.js";
import { SpotCheck } from "./spot-check/spot-check.js";
import { TableRuns } from "./tables/table-runs.js";
import { recordTrace } from "./trace/record.js";
import { isWanted, type Report, type Verdict, verdictOn } from "./verdict.js";

export type { Checkpointing, SavedSearch, SearchFacts, SearchSource } from "./deciding/checkpoint.js";
export type { SamplingOptions, Strategy, StrategyOptions } from "./deciding/options.js";
export { OutOfMemory } from "./space/out-of-memory.js";
export { CannotResume } from "./space/saved.js";
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
  /**
   * Told of all states, for a certificate: where an exhaustive search has come to its end, and before what it found is
   * explained.
   */
  readonly explored?: (explored: Explored) => void;
  /**
   * Which share of the states is to be expanded once more on the reference semantics, and compared, while the search goes on:
   * for `exhaustive` and `reduced`. A difference is a fault of preempt, and thrown as an Error that is no ModelError.
   */
  readonly audit?: Drawing | undefined;
  /** So many bytes may be filled by states and by what finds them: a search that needs more is cut. Of strategies that keep states. */
  readonly maxBytes?: number;
  /** When an exhaustive search is written down, and what it goes on from. */
  readonly checkpoint?: Checkpointing;
}

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

/**
 * Checks a model step by step: yields how far it has come, returns the report. For callers that must stay responsive;
 * everyone else calls {@link check}.
 */
export function* checking(model: Model, options: CheckOptions = {}): Generator<Progress, Report> {
  return yield* named(model, reporting(model, options));
}

/** The same, for an exhaustive search. */
function exhaustively(options: CheckOptions): CheckOptions {
  const strategic: ReadonlySet<string> = new Set([
    "strategy",
    "preemptions",
    "steps",
    "sampling",
    "workers",
    "explored",
  ]);
  return Object.fromEntries(Object.entries(options).filter(([name]) => !strategic.has(name)));
}

function* reporting(model: Model, options: CheckOptions): Generator<Progress, Report> {
  checkDrawing(options.audit, planOf(options).kind);
  refuseWithSymmetry(options);
  const properties = chosenProperties(model, options.properties);
  if (options.strategy === "reduced") refuseOfTheGraph("reduced", properties);
  if (options.checkpoint !== undefined) refuseCheckpoint(planOf(options), properties);
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
  const { checkpoint } = options;
  const known = checkpoint && leftOutBefore(checkpoint, model, properties);
  return withFewGhosts(
    model,
    (leftOut) => toldByOne(options, (asked) => searching(model, properties, leftOut, asked)),
    known,
  );
}

/**
 * What comes of a search. A mistake in the model is told as one worker tells it: several come upon the states in an order that differs from
 * run to run, and of several mistakes on another first.
 */
export function* toldByOne<O extends Pick<CheckOptions, "workers">, T>(
  options: O,
  search: (options: O) => Generator<Progress, T>,
): Generator<Progress, T> {
  try {
    return yield* search(options);
  } catch (error) {
    if ((options.workers ?? 1) === 1 || !isModelError(error)) throw error;
    return yield* search({ ...options, workers: 1 });
  }
}

/** What a search that goes through states is to decide, and where. */
interface Deciding extends Pick<Case, "interpreter" | "properties" | "stop" | "space"> {
  readonly model: Model;
  readonly leftOut: ReadonlySet<Variable>;
  readonly plan: StatesPlan;
  readonly options: CheckOptions;
}

/** What it has found. */
interface Decided {
  readonly decided: Judgement;
  readonly grounds: Report["grounds"];
  /** Claims about whole runs. */
  readonly broken: readonly (Evidence & { readonly least: boolean })[];
  readonly vacuous: readonly string[];
  /** Asks once more what user code was asked, beside what the space and the observer do. */
  readonly recheck?: () => void;
}

/** By a search that tells of every move: the reduced one, and the exhaustive one where somebody needs the whole graph. */
function* explored(
  { model, plan, ...shared }: Deciding,
  liveness: Liveness | undefined,
  spot: SpotCheck | undefined,
): Generator<Progress, { readonly decided: Judgement; readonly exploration: Exploration }> {
  const { space, properties } = shared;
  const deciding = plan.kind === "reduced" ? reducedOn(space, model, properties) : new Exhaustive(space);
  const exploration = liveness?.listeningTo(deciding) ?? deciding;
  const listened = spot?.listeningTo(exploration, { leavesOut: plan.kind === "reduced" }) ?? exploration;
  const decided = yield* judge({ ...shared, exploration: listened, untilFound: false });
  if (deciding instanceof Reduced && decided.stopped === undefined && spot !== undefined) {
    for (const _ of spot.recheck(deciding, deciding.points(), decided.evidence)) yield decided.progress;
  }
  return { exploration, decided };
}

function* plainlyDecided(asked: Deciding): Generator<Progress, Decided> {
  const { model, leftOut, plan, options, interpreter, space, properties, stop } = asked;
  const { checkpoint } = options;
  const ofTheGraph = properties.filter(isOfTheGraph);
  const liveness = ofTheGraph.length === 0 ? undefined : new Liveness(interpreter, space, ofTheGraph);
  const spot =
    options.audit && new SpotCheck({ interpreter, space, leftOut, properties, drawing: options.audit });
  const { decided, exploration } =
    plan.kind === "exhaustive" && liveness === undefined && isSwept(space)
      ? {
          decided: yield* judgeSweep({
            space,
            properties,
            stop,
            workers: plan.workers,
            completed: spot?.watching(space),
            ...(checkpoint && { checkpoint: sweepCheckpoint(checkpoint, model, { properties, leftOut }) }),
          }),
          exploration: { bytes: 0 },
        }
      : yield* explored(asked, liveness, spot);
  const broken = decided.stopped === undefined && liveness ? yield* liveness.broken(stop) : [];
  if (decided.stopped === undefined && plan.kind === "exhaustive" && isNumbered(space))
    options.explored?.({ model, space, leftOut, properties, evidence: decided.evidence });
  const searched = groundsOf(model, decided, { space, exploration, leftOut, graph: liveness });
  const grounds = spot === undefined ? searched : { ...searched, audited: spot.audited };
  return { decided, grounds, broken, vacuous: liveness?.vacuous ?? [] };
}

/** The same on representatives, as far as that can be. */
function* symmetricallyDecided(asked: Deciding): Generator<Progress, Decided> {
  const whyNot = whyNotSymmetric(asked.plan.kind, asked.properties);
  const { decided, symmetry } =
    whyNot === undefined
      ? yield* decidedSymmetrically(asked)
      : { symmetry: { alike: [], apart: [], unused: whyNot } };
  if (decided !== undefined) {
    const { judgement, grounds, recheck } = decided;
    return { decided: judgement, grounds, broken: [], vacuous: [], recheck };
  }
  const plain = yield* plainlyDecided(asked);
  return { ...plain, grounds: { ...plain.grounds, symmetry } };
}

/**
 * Refuses what a search up to exchanges cannot do yet.
 *
 * @throws ModelError saying what was asked for beside it
 */
function refuseWithSymmetry({ symmetry, audit, explored, checkpoint, workers = 1 }: CheckOptions): void {
  if (symmetry !== true) return;
  const of = {
    "an audit": audit !== undefined,
    "a certificate": explored !== undefined,
    "a checkpoint": checkpoint !== undefined,
    "more than one worker": workers > 1,
  };
  const asked = Object.entries(of).find(([, is]) => is)?.[0];
  if (asked === undefined) return;
  throw new ModelError(
    `${asked} is of a search of every state, and symmetry keeps one for many: ask for one or the other`,
  );
}

/** @throws GhostsNeeded where something looks at a ghost that is left out */
function* searching(
  model: Model,
  properties: readonly Property<never>[],
  leftOut: ReadonlySet<Variable>,
  options: CheckOptions,
): Generator<Progress, Report> {
  const { stop = goOn, recheck = usualRecheck, witnesses = false, maxBytes } = options;
  const { space: spaceOf = maxBytes === undefined ? tables : tablesWithin(maxBytes) } = options;
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
  const deciding = { model, interpreter, properties, leftOut, stop, space, plan, options };
  // Who brings a space of his own has it searched as it is.
  const wanted = options.symmetry === true && options.space === undefined && declaresSymmetry(model);
  const {
    decided,
    grounds,
    broken,
    vacuous,
    recheck: recheckMore,
  } = yield* wanted ? symmetricallyDecided(deciding) : plainlyDecided(deciding);
  const ofRuns = new Map(broken.map((each) => [each.property, each]));
  const found = properties.filter(
    (property) => decided.evidence.has(property.name) && (witnesses || !isWanted(property)),
  );
  const explained =
    found.length === 0
      ? undefined
      : yield* judge({ ...shared, properties: found, exploration: new LeastCost(space), untilFound: true });
  audit.recheck(recheck, decided.stopped !== undefined);
  space.recheck();
  recheckMore?.();
  const verdicts = properties.map((property) => {
    const best = explained?.evidence.get(property.name);
    const ofRun = ofRuns.get(property.name);
    const verdict = (): Verdict =>
      verdictOn(property, decided, {
        evidence: ofRun ?? decided.evidence.get(property.name),
        witnesses,
        vacuous: vacuous.includes(property.name),
        trace: (evidence) =>
          recordTrace(model, property, best ?? evidence, { least: ofRun?.least ?? best !== undefined }),
      });
    return withRoom(verdict, property);
  });
  return { verdicts, grounds };
}

/** The verdict; or, where there is no room to find the path to what was found, that there is none. */
function withRoom(verdict: () => Verdict, { name }: Property<never>): Verdict {
  const first = ifThereIsRoom(verdict);
  if (!(first instanceof OutOfMemory)) return first;
  // There may be some that was kept back for this.
  const second = ifThereIsRoom(verdict);
  if (!(second instanceof OutOfMemory)) return second;
  const reason = `it was seen broken, and there is no room to find the path that leads there: ${second.message}`;
  return { kind: "inconclusive", property: name, reason };
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
