/** Compares what the searches say of a model with what all of its runs say. */

import fc from "fast-check";
import { check, type Model, type Report, schedule, type Trace, type Verdict } from "preempt";
import { expect } from "vitest";
import type { Property } from "../../src/property/property.js";
import { Exhaustive } from "../../src/search/exhaustive.js";
import { type Case, type Judgement, judge } from "../../src/search/judge.js";
import { LeastCost } from "../../src/search/least-cost.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import type { Scheduled } from "../../src/space/space.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { parseSchedule } from "../../src/trace/replay.js";
import { tiny } from "../support/sizes.js";
import { bruteForce, countRuns, type Findings, type Run, Situations, scheduleOf } from "./brute-force.js";
import { builtModel } from "./built-model.js";
import { type Flavour, type ModelDescription, modelDescription } from "./random-model.js";
import { ReorderedSpace } from "./reordered-space.js";

/** So many models of each flavour are compared. */
export const models = 2_000;
/** Beyond these a model is passed over: the time is better spent on others. */
const mostPlaces = 100;
const mostStates = 100;
const mostRuns = 10_000;

/** What a property comes to, in a line. */
type Line = string;

function expected(model: Model, { best }: Findings): readonly Line[] {
  const names = model.processes.map(({ name }) => name);
  return model.properties.map((property) => {
    const run = best.get(property.name);
    const moves = run && scheduleOf(run).map(({ process, outcome }) => `${names[process]}/${outcome}`);
    const text = run && `(${run.cost.join(", ")}) ${moves?.join(" ")}`;
    return `${property.name}: ${kindExpected(property, run)} ${text ?? ""}`;
  });
}

function kindExpected(property: Property<never>, run: Run | undefined): string {
  const wanted = property.kind === "reachable" && property.impossible === undefined;
  if (run === undefined) return wanted ? "unreached" : "holds";
  return wanted ? "holds" : "violated";
}

function reported(verdicts: Report["verdicts"]): readonly Line[] {
  return verdicts.map((verdict) => `${verdict.property}: ${said(verdict)}`);
}

function said(verdict: Verdict): string {
  switch (verdict.kind) {
    case "holds":
      return `holds ${verdict.witness ? traced(verdict.witness) : ""}`;
    case "violated":
      return `violated ${traced(verdict.trace)}`;
    case "unreached":
      return "unreached ";
    case "inconclusive":
      return `inconclusive, ${verdict.reason}`;
  }
}

function traced(trace: Trace): string {
  const { preemptions, events, steps } = trace.cost;
  const cost = trace.least ? `(${preemptions}, ${events}, ${steps})` : "of a cost that may not be the least";
  return `${cost} ${trace.steps.map(({ process, outcome }) => `${process}/${outcome}`).join(" ")}`;
}

/** The moves of a verdict's trace, by way of its one-line schedule. */
function readBack(model: Model, verdict: Verdict): readonly (readonly Scheduled[])[] {
  const trace = verdict.kind === "violated" ? verdict.trace : verdict.kind === "holds" && verdict.witness;
  return trace ? [parseSchedule(model, schedule(trace))] : [];
}

function run(judged: Case): Judgement {
  const search = judge(judged);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

function schedules({ evidence }: Judgement): ReadonlyMap<string, readonly Scheduled[]> {
  return new Map([...evidence].map(([name, { schedule }]) => [name, schedule]));
}

/** Both searches in other ways: deciding on the reference semantics and on tables of tiny segments, explaining by batches of
 * any size over states that are numbered at random. */
function searched(situations: Situations, found: ReadonlyMap<string, Run>, seed: number) {
  const { model, interpreter } = situations;
  const stop = () => undefined;
  const decide = (space: ReferenceSpace | TableSpace): Judgement =>
    run({
      interpreter,
      space,
      stop,
      properties: model.properties,
      exploration: new Exhaustive(space),
      untilFound: false,
    });
  const space = new ReorderedSpace(situations, seed);
  const explained = run({
    interpreter,
    space,
    stop,
    properties: model.properties.filter(({ name }) => found.has(name)),
    exploration: new LeastCost(space, { batch: 1 + (Math.abs(seed) % 7) }),
    untilFound: true,
  });
  return {
    decided: decide(new ReferenceSpace(interpreter)),
    packed: decide(new TableSpace(new Interpreter(model), tiny)),
    explained,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** What the models were like, so that it shows if they no longer try anything. */
export class Tally {
  readonly #states: number[] = [];
  readonly #shown: { readonly kind: Property<never>["kind"]; readonly run: Run | undefined }[] = [];

  add({ model, all }: Situations, { best }: Findings): void {
    this.#states.push(all.length);
    for (const { name, kind } of model.properties) this.#shown.push({ kind, run: best.get(name) });
  }

  get models(): number {
    return this.#states.length;
  }

  get medianStates(): number {
    return [...this.#states].sort((a, b) => a - b)[this.#states.length >> 1] ?? 0;
  }

  /** The share of properties that some run shows broken, or met. */
  get shown(): number {
    return this.count(() => true) / this.#shown.length;
  }

  /** Of how many properties `is` is true of the run that shows them. */
  count(is: (cost: Run["cost"], kind: Property<never>["kind"]) => boolean): number {
    return this.#shown.filter(({ run, kind }) => run !== undefined && is(run.cost, kind)).length;
  }
}

/** A model with few enough runs, and all that can happen in it. */
export function small(description: ModelDescription): Situations | undefined {
  const model = builtModel(description);
  const places = model.processes.map(({ program }) => program.locations.filter(({ inner }) => !inner).length);
  if (places.reduce((product, count) => product * count, 1) > mostPlaces) return undefined;
  const situations = Situations.of(model, { most: mostStates });
  return situations !== undefined && countRuns(situations.start) <= mostRuns ? situations : undefined;
}

/**
 * Compares verdicts, costs and traces of random models with those of all their runs, through `check`, and through both
 * searches with everything in another order.
 */
export function compareRandomModels(flavour: Flavour): Tally {
  const tally = new Tally();
  fc.assert(
    fc.property(modelDescription(flavour), fc.integer(), (description, seed) => {
      const situations = small(description);
      fc.pre(situations !== undefined && situations.model.declaresCosts === (flavour === "declared"));
      if (situations === undefined) return;
      const { model, all } = situations;
      const findings = bruteForce(situations);
      const { best, depth } = findings;
      tally.add(situations, findings);
      const counted = { states: all.length, transitions: sum(all.map(({ moves }) => moves.length)), depth };

      const { verdicts, grounds } = check(model, {
        recheck: 0,
        witnesses: true,
        space: (interpreter) => new TableSpace(interpreter),
      });
      expect(reported(verdicts)).toEqual(expected(model, findings));
      expect(verdicts.flatMap((verdict) => readBack(model, verdict))).toEqual(
        model.properties.flatMap(({ name }) => [best.get(name) ?? []].flat().map(scheduleOf)),
      );
      expect(grounds).toMatchObject({ ...counted, exhausted: true });
      // Without the ghosts that nothing checked depends on.
      expect(reported(check(model, { recheck: 0, witnesses: true }).verdicts)).toEqual(reported(verdicts));

      const { decided, packed, explained } = searched(situations, best, seed);
      expect(decided.progress).toMatchObject(counted);
      expect([...decided.evidence.keys()].sort()).toEqual([...best.keys()].sort());
      expect([...packed.evidence]).toEqual([...decided.evidence]);
      // They take different room.
      expect({ ...packed.progress, bytes: 0 }).toEqual({ ...decided.progress, bytes: 0 });
      expect(schedules(explained)).toEqual(new Map([...best].map(([name, run]) => [name, scheduleOf(run)])));
    }),
    { numRuns: models, seed: 20_240_229 },
  );
  return tally;
}
