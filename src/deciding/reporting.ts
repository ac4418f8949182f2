/** From a model to its report: decide, explain what was found, run every trace again on the reference semantics. */

import { goOn, tables, tablesWithin, usualRecheck, withFewGhosts } from "../engine.js";
import type { Model } from "../model/model.js";
import { isModelError, ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { Variable } from "../model/variables.js";
import type { Property } from "../property/property.js";
import { type Case, judge, type Progress } from "../search/judge.js";
import { LeastCost } from "../search/least-cost.js";
import { Audit } from "../semantics/audit.js";
import { Interpreter } from "../semantics/interpreter.js";
import type { JudgedSpace } from "../space/judged-space.js";
import { ifThereIsRoom, OutOfMemory } from "../space/out-of-memory.js";
import { checkDrawing } from "../spot-check/drawn.js";
import { TableRuns } from "../tables/table-runs.js";
import { recordTrace } from "../trace/record.js";
import { isWanted, type Report, type Verdict, verdictOn } from "../verdict.js";
import { type FiledOptions, ofEveryState } from "./asked.js";
import { boundedReport } from "./bounded.js";
import { leftOutBefore, refuseCheckpoint } from "./checkpoint.js";
import { dporReport } from "./dpor.js";
import { planOf, refuseOfTheGraph } from "./options.js";
import { sampledReport } from "./sampled.js";
import { decidedWhere } from "./states.js";

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

/** The same, for an exhaustive search. */
function exhaustively(options: FiledOptions): FiledOptions {
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

/**
 * Refuses what a search up to exchanges cannot do yet.
 *
 * @throws ModelError saying what was asked for beside it
 */
function refuseWithSymmetry(options: FiledOptions): void {
  const asked = options.symmetry === true ? ofEveryState(options) : undefined;
  if (asked === undefined) return;
  throw new ModelError(
    `${asked} is of a search of every state, and symmetry keeps one for many: ask for one or the other`,
  );
}

/** The report on `model`, step by step. */
export function* reporting(model: Model, options: FiledOptions): Generator<Progress, Report> {
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
  options: FiledOptions,
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
  options: FiledOptions,
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
export function* toldByOne<O extends Pick<FiledOptions, "workers">, T>(
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

/** @throws GhostsNeeded where something looks at a ghost that is left out */
function* searching(
  model: Model,
  properties: readonly Property<never>[],
  leftOut: ReadonlySet<Variable>,
  options: FiledOptions,
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
  const deciding = { model, interpreter, properties, leftOut, stop, space, spaceOf, plan, options };
  const { decided, grounds, broken, vacuous, recheck: recheckMore } = yield* decidedWhere(deciding);
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
