/** Compares what is said of random rich models on tables with what is said on the reference semantics. */

import fc from "fast-check";
import { check, type Model, type Trace, type Verdict } from "preempt";
import { expect } from "vitest";
import { Exhaustive } from "../../../src/search/exhaustive.js";
import { type Case, type Judgement, judge } from "../../../src/search/judge.js";
import { LeastCost } from "../../../src/search/least-cost.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import type { JudgedSpace } from "../../../src/space/judged-space.js";
import { TableSpace } from "../../../src/tables/table-space.js";
import { tiny } from "../../support/sizes.js";
import type { Flavour, ModelDescription } from "./description.js";
import { builtModel } from "./model.js";
import { combinations, fewestPlaces } from "./places.js";
import { modelDescription } from "./random-models.js";
import { RememberingSpace, RestartingTables } from "./spaces.js";
import { Tally } from "./tally.js";

/** So many models of each flavour are compared. */
export const models = 2_000;
/** A model with more states is passed over: the time is better spent on others. */
const mostStates = 360;
/** One in so many may have more: tables of usual sizes grow only then. */
const oneInLarge = 64;
const mostOfLarge = 1_400;
/** `check` itself is asked about one in so many: it takes longer, and searches in the same way. */
const oneInCheck = 8;

/** A property, what came of it, and by which moves. */
type Line = string;

function traced({ steps, least }: Trace): string {
  const moves = steps.map(({ process, outcome }) => `${process}/${outcome}`);
  return `${least ? "" : "perhaps not the least: "}${moves.join(" ")}`;
}

/** What `check` says. */
function told(verdict: Verdict): Line {
  const { property, kind } = verdict;
  switch (verdict.kind) {
    case "violated":
      return `${property}: violated ${traced(verdict.trace)}`;
    case "holds":
      return `${property}: holds ${verdict.witness ? traced(verdict.witness) : ""}`;
    case "unreached":
    case "inconclusive":
      return `${property}: ${kind} `;
  }
}

interface Searched {
  readonly decided: Judgement;
  readonly explained: Judgement | undefined;
}

function judged(of: Case): Judgement {
  const search = judge(of);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** How many states there are, or undefined where there are too many. They are expanded, and no claim is judged. */
function sizeOf(space: JudgedSpace, most: number): number | undefined {
  for (const _ of new Exhaustive(space).batches()) if (space.size > most) return undefined;
  return space.size;
}

/** Does what `check` does, but for looking out for impure code, and recording traces. */
function searched(model: Model, space: JudgedSpace): Searched {
  const shared = { interpreter: new Interpreter(model), space, stop: () => undefined };
  const { properties } = model;
  const exploration = new Exhaustive(space);
  const decided = judged({ ...shared, properties, exploration, untilFound: false });
  const found = properties.filter(({ name }) => decided.evidence.has(name));
  if (found.length === 0) return { decided, explained: undefined };
  const least = new LeastCost(space);
  return {
    decided,
    explained: judged({ ...shared, properties: found, exploration: least, untilFound: true }),
  };
}

/** What `check` must say. */
function expected({ properties, processes }: Model, { explained }: Searched): readonly Line[] {
  return properties.map((property) => {
    const { name, kind } = property;
    const wanted = kind === "reachable" && property.impossible === undefined;
    const evidence = explained?.evidence.get(name);
    if (evidence === undefined) return `${name}: ${wanted ? "unreached" : "holds"} `;
    const moves = evidence.schedule.map(({ process, outcome }) => `${processes[process]?.name}/${outcome}`);
    return `${name}: ${wanted ? "holds" : "violated"} ${moves.join(" ")}`;
  });
}

function compare(description: ModelDescription, flavour: Flavour, tally: Tally): void {
  fc.pre(combinations(description.processes) >= fewestPlaces);
  const { model, marks, settle } = builtModel(description);
  fc.pre(model.declaresCosts === (flavour === "declared"));
  const tables = new RestartingTables(new Interpreter(model));
  const smallTables = new TableSpace(new Interpreter(model), tiny);
  const most = tally.models % oneInLarge === 0 ? mostOfLarge : mostStates;
  const size = sizeOf(tables, most);
  if (size === undefined) tally.passOver();
  fc.pre(size !== undefined);

  const referenceSpace = new RememberingSpace(model, marks);
  expect(sizeOf(referenceSpace, 2 * most)).toBeDefined();
  settle(
    Array.from({ length: referenceSpace.size }, (_, id) => referenceSpace.state(id)),
    new Interpreter(model),
  );
  referenceSpace.restart();
  tables.restart();
  const reference = searched(model, referenceSpace);
  const lines = expected(model, reference);
  const { progress, evidence } = reference.decided;
  for (const space of [tables, smallTables]) {
    const onTables = searched(model, space);
    // They take different room.
    expect({ ...onTables.decided.progress, bytes: 0 }).toEqual({ ...progress, bytes: 0 });
    expect([...onTables.decided.evidence]).toEqual([...evidence]);
    expect(expected(model, onTables)).toEqual(lines);
  }
  if (!description.readsGhosts || tally.models % oneInCheck === 0) {
    const { verdicts, grounds } = check(model, { witnesses: true, recheck: 0 });
    expect(verdicts.map(told)).toEqual(lines);
    const { states, transitions, depth } = progress;
    if (grounds.leftOut.length === 0) expect(grounds).toMatchObject({ states, transitions, depth });
    expect(grounds.states).toBeLessThanOrEqual(states);
    if (description.readsGhosts) expect(grounds.leftOut).toEqual([]);
    if (grounds.states < states) marks.note("ghosts left out");
  }
  tally.add(description, model, reference.decided, marks);
}

export function compareRichModels(flavour: Flavour): Tally {
  const tally = new Tally(flavour);
  fc.assert(
    fc.property(modelDescription(flavour), (description) => compare(description, flavour, tally)),
    { numRuns: models, seed: 20_260_301 },
  );
  return tally;
}
