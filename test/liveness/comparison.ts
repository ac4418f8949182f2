/** Compares what `check` says of random models with what brute force says, and runs every trace once more. */

import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { check, type Model, type Report, schedule, type Trace, type Verdict } from "preempt";
import { expect } from "vitest";
import type { Property } from "../../src/property/property.js";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { parseRun, replay, replaySchedule } from "../../src/trace/replay.js";
import { tiny } from "../support/sizes.js";
import { builtModel } from "./built-model.js";
import { canMove, type Explicit, explicitOf } from "./explicit.js";
import { declaredFair, type Fair, ruling, stuckIn } from "./fair-cycles.js";
import { type Cost, leastStem } from "./least-stem.js";
import { type ModelDescription, modelDescription } from "./random-model.js";
import { Tally } from "./tally.js";
import { walked, wrongRun } from "./valid-run.js";

/** A model with more states is passed over: the time is better spent on others. */
const mostStates = 60;
/** A model with more places, counted together, is not even looked at. */
const mostPlaces = 64;
/** One in so many is searched on the reference semantics too, and its claims one by one and with others declared fair. */
const oneInAgain = 5;

/** What came of a property, and at what cost. */
type Line = string;

const line = (name: string, cost: Cost | undefined): Line =>
  `${name} ${cost === undefined ? "holds" : `is violated at ${cost.join(", ")}`}`;

function said(verdict: Verdict): Line {
  if (verdict.kind === "holds") return line(verdict.property, undefined);
  if (verdict.kind !== "violated") return `${verdict.property} is ${verdict.kind}`;
  const { preemptions, events, steps } = verdict.trace.cost;
  return `${line(verdict.property, [preemptions, events, steps])}${verdict.trace.least ? "" : ", or less"}`;
}

/** A verdict with its run, and with what goes on for ever, or without. */
function told(verdict: Verdict, withCycle: boolean): string {
  if (verdict.kind !== "violated") return said(verdict);
  const { steps, cycle } = verdict.trace;
  const stem = { steps: steps.slice(0, cycle?.from), cycle: null };
  return `${said(verdict)} by ${schedule(withCycle ? verdict.trace : stem)}`;
}

/** What is wrong with a trace that is read back and run again. */
function wrongAgain(model: Model, property: Property<never>, trace: Trace): readonly string[] {
  const again = replaySchedule(model, parseRun(model, schedule(trace)));
  const same = again.find((each) => each.property.name === property.name);
  const stored = replay(model, trace);
  return [
    ...(isDeepStrictEqual(same, { ...trace, least: false }) ? [] : ["its schedule shows something else"]),
    ...(stored.kind === "same" ? [] : [`to replay it says ${stored.kind}`]),
  ];
}

/** The number of the state that a trace ends in. */
function endOf({ model, states }: Explicit, trace: Trace): number {
  const last = walked(model, trace).states.at(-1);
  return states.findIndex((state) => state.equals(last));
}

function noteTrace(tally: Tally, explicit: Explicit, trace: Trace): void {
  const { cycle, steps } = trace;
  const end = endOf(explicit, trace);
  const round = cycle === null ? 0 : steps.length - cycle.from;
  const note = (what: string, so: boolean): void => tally.note("broken", what, so);
  tally.count("broken");
  note("by a cycle", cycle !== null);
  note("by a cycle of one step", round === 1);
  note("by a cycle of three steps or more", round > 2);
  for (const how of ["moves", "cannot move", "can never move", "is passed over"] as const)
    note(`somebody ${how}`, cycle?.processes.some((each) => each.how === how) === true);
  note("by an end", cycle === null);
  note("by a halt", cycle === null && trace.halted !== null);
  const surroundings = explicit.model.processes.filter(({ index }) => canMove(explicit, end, index));
  note("by an end at which an environment can move", cycle === null && surroundings.length > 0);
  note("behind a stem", trace.cost.steps > 0);
  note("behind a preemption", trace.cost.preemptions > 0);
  note("pending from later on", trace.seen > 0);
}

/** Whether a claim would fare otherwise if processes were declared fair in another way. */
function fairnessMatters({ explicit, tally }: Compared): void {
  const broken = (property: Property<never>, fair: Fair): boolean =>
    leastStem(explicit, ruling(explicit, property, fair)) !== undefined;
  const claims = explicit.model.properties.filter(({ kind }) => kind !== "neverStuck");
  const declared = declaredFair(explicit);
  const matters = (change: (fair: Fair[number]) => Fair[number]): boolean =>
    claims.some((claim) => broken(claim, declared) !== broken(claim, declared.map(change)));
  const note = (what: string, so: boolean): void => tally.note("models searched again", what, so);
  note(
    "strong fairness matters",
    matters((fair) => (fair === "strong" ? "weak" : fair)),
  );
  note(
    "weak fairness matters",
    matters((fair) => (fair === "weak" ? undefined : fair)),
  );
}

/** A model, all that can happen in it, and what was said of it. */
interface Compared {
  readonly explicit: Explicit;
  readonly report: Report;
  readonly tally: Tally;
  /** Whether any step writes a ghost. */
  readonly hasGhosts: boolean;
  /** Whether there is time for more. */
  readonly again: boolean;
}

function compareOne({ explicit, report, tally, again }: Compared, property: Property<never>): void {
  const { model } = explicit;
  const verdict = report.verdicts.find((each) => each.property === property.name);
  if (verdict === undefined) throw new Error(`there is no verdict on "${property.name}"`);
  const least = leastStem(explicit, ruling(explicit, property));
  expect(said(verdict)).toBe(line(property.name, least));
  tally.count(property.kind);
  tally.note(property.kind, `${property.kind} is broken`, verdict.kind === "violated");
  tally.note(property.kind, `${property.kind} holds`, verdict.kind === "holds");
  if (verdict.kind !== "violated") return;
  const { trace } = verdict;
  if (again) expect(wrongAgain(model, property, trace)).toEqual([]);
  if (property.kind !== "neverStuck") {
    expect(wrongRun(model, property, trace)).toEqual([]);
    noteTrace(tally, explicit, trace);
    return;
  }
  const stuck = stuckIn(explicit, endOf(explicit, trace)).map((index) => model.processes[index]?.name);
  expect(trace.waiting.map(({ process }) => process)).toEqual(stuck);
}

/** The same, from the reference semantics in place of tables, from large tables, and of each claim by itself. */
function compareAgain({ explicit: { model }, report: { verdicts }, hasGhosts }: Compared): void {
  const plain = check(model, { recheck: 0, space: (interpreter) => new ReferenceSpace(interpreter) });
  const alone = model.properties.flatMap(
    ({ name }) => check(model, { recheck: 0, properties: [name] }).verdicts,
  );
  // A ghost that is left out need not come round: the cycle is shorter without it.
  const lines = (found: readonly Verdict[]) => found.map((verdict) => told(verdict, !hasGhosts));
  for (const found of [plain.verdicts, check(model).verdicts, alone])
    expect(lines(found)).toEqual(lines(verdicts));
}

function compare(description: ModelDescription, tally: Tally): void {
  const model = builtModel(description);
  const places = model.processes.reduce((product, { program }) => product * program.locations.length, 1);
  fc.pre(places <= mostPlaces);
  const explicit = explicitOf(model, mostStates);
  if (explicit === undefined) tally.count("models too large");
  fc.pre(explicit !== undefined);
  if (explicit === undefined) return;
  // Small tables: large ones are mostly there to be thrown away.
  const report = check(model, {
    recheck: 0,
    space: (interpreter, leftOut) => new TableSpace(interpreter, tiny, leftOut),
  });
  tally.count("models");
  const { processes } = description;
  const hasGhosts = JSON.stringify(processes).includes('"count"');
  const note = (what: string, so: boolean): void => tally.note("models", what, so);
  note("declaring costs", model.declaresCosts);
  note("leaving ghosts out that are written", hasGhosts && report.grounds.leftOut.length > 0);
  note("looking at ghosts that are written", hasGhosts && report.grounds.leftOut.length === 0);
  note(
    "with an environment",
    processes.some(({ environment }) => environment),
  );
  note(
    "with a fair environment",
    processes.some(({ environment, fair }) => environment && fair !== undefined),
  );
  note("with two that are strongly fair", processes.filter(({ fair }) => fair === "strong").length > 1);
  note("of twenty states or more", explicit.states.length >= 20);
  const again = tally.of("models") % oneInAgain === 0;
  const compared = { explicit, report, tally, hasGhosts, again };
  for (const property of model.properties) compareOne(compared, property);
  if (!again) return;
  tally.count("models searched again");
  fairnessMatters(compared);
  compareAgain(compared);
}

/** Compares so many models. */
export function compareRandomModels(models: number, seed: number): Tally {
  const tally = new Tally();
  fc.assert(
    fc.property(modelDescription, (description) => compare(description, tally)),
    { numRuns: models, seed },
  );
  return tally;
}
