/** Compares what the reduced search decides with what the exhaustive one does. */

import type { Model } from "preempt";
import { expect } from "vitest";
import type { Property } from "../../../src/property/property.js";
import { Exhaustive } from "../../../src/search/exhaustive.js";
import type { Exploration } from "../../../src/search/exploration.js";
import { type Judgement, judge } from "../../../src/search/judge.js";
import { LeastCost } from "../../../src/search/least-cost.js";
import type { Point } from "../../../src/search/reduced/gate.js";
import { Reduced } from "../../../src/search/reduced/reduced.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import type { JudgedSpace } from "../../../src/space/judged-space.js";
import type { KnownView } from "../../../src/space/known-views.js";
import type { Alone } from "../../../src/space/reducible-space.js";
import { Moves, preemptionUnit, type Scheduled, type Space, type StateId } from "../../../src/space/space.js";
import { TableSpace } from "../../../src/tables/table-space.js";

function judged(
  space: JudgedSpace,
  model: Model,
  exploration: Exploration,
  properties: readonly Property<never>[],
  untilFound = false,
): Judgement {
  const shared = { interpreter: new Interpreter(model), space, stop: () => undefined };
  const search = judge({ ...shared, exploration, properties, untilFound });
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** What was found of each property. */
function found({ evidence }: Judgement, properties: readonly Property<never>[]): readonly string[] {
  return properties.map(({ name }) => `${name}: ${evidence.has(name) ? "found" : "not found"}`);
}

/** A step that was executed, whatever the guard of its process read. */
function executed({ process, location, own, outcomes }: KnownView): string {
  return JSON.stringify([process, location, own, outcomes]);
}

/** How large the searches were. */
export interface Sizes {
  readonly states: number;
  readonly reduced: number;
  readonly points: number;
  readonly left: number;
}

/** A space in which the given processes are expanded alone where they are to be, as the gate leaves it in the end. */
class GatedSpace implements JudgedSpace {
  readonly #inner: TableSpace;
  readonly #alone: Alone;

  constructor(inner: TableSpace, alone: Alone) {
    this.#inner = inner;
    this.#alone = alone;
  }

  get initial() {
    return this.#inner.initial;
  }
  get names() {
    return this.#inner.names;
  }
  get declaresCosts() {
    return this.#inner.declaresCosts;
  }
  get size() {
    return this.#inner.size;
  }
  get views() {
    return this.#inner.views;
  }
  get bytes() {
    return this.#inner.bytes;
  }

  expand(states: Int32Array, count: number, into: Moves): void {
    const chosen = new Int32Array(count);
    this.#inner.choose(states, count, this.#alone, chosen);
    this.#inner.expandChosen(states, count, chosen, into);
  }

  failures(set: number) {
    return this.#inner.failures(set);
  }
  state(id: StateId) {
    return this.#inner.state(id);
  }
  firstWhere(...question: Parameters<JudgedSpace["firstWhere"]>) {
    return this.#inner.firstWhere(...question);
  }
  recheck(): void {
    this.#inner.recheck();
  }
}

/** What a run costs by what its steps declare, steps apart. */
function costOf(space: Space, schedule: readonly Scheduled[]): string {
  const moves = new Moves();
  let at = space.initial;
  let cost = 0;
  for (const { process, outcome } of schedule) {
    space.expand(Int32Array.of(at), 1, moves);
    const all = [...moves.process.subarray(0, moves.length)];
    const m = all.findIndex((p, i) => p === process && moves.outcome[i] === outcome);
    cost += moves.cost[m] as number;
    at = moves.target[m] as number;
  }
  return `${Math.floor(cost / preemptionUnit)}, ${cost % preemptionUnit}`;
}

/** By property: what its least run costs in `space`. */
function leastCosts(
  space: JudgedSpace,
  model: Model,
  properties: readonly Property<never>[],
): readonly string[] {
  const { evidence } = judged(space, model, new LeastCost(space), properties, true);
  return properties.map(({ name }) => {
    const schedule = evidence.get(name)?.schedule;
    return `${name}: ${schedule === undefined ? "not found" : costOf(space, schedule)}`;
  });
}

function aloneOf(model: Model, points: readonly Point[]): Alone {
  const alone = model.processes.map(({ program }) => new Uint8Array(program.locations.length));
  for (const { process, location, reason } of points) {
    const bits = alone[process];
    if (bits !== undefined && reason === undefined) bits[location] = 1;
  }
  return alone;
}

/** How many states there are, or undefined where there are more than `most`. */
export function sizeOf(model: Model, most: number): number | undefined {
  const space = new TableSpace(new Interpreter(model));
  for (const _ of new Exhaustive(space).batches()) if (space.size > most) return undefined;
  return space.size;
}

/**
 * Decides `properties` by the reduced search and by one of all states, and compares what is found, which steps were ever
 * executed to which effect, and, where steps declare costs, at what least cost each property is broken.
 */
export function compareReduced(model: Model, properties: readonly Property<never>[]): Sizes {
  const space = new TableSpace(new Interpreter(model));
  const reduced = new Reduced(space, model, {
    deadlocks: properties.some(({ kind }) => kind === "deadlockFree"),
  });
  const small = judged(space, model, reduced, properties);
  const knownViews = space.knownViews();
  const known = new Set(knownViews.views.filter(({ outcomes }) => outcomes.length > 0).map(executed));
  const seen = knownViews.views.length;
  const points = reduced.points();
  const sizes = { reduced: space.size, points: points.length, left: points.filter((p) => p.reason).length };
  // On the same space, so that views can be compared by number; Exhaustive would need one of its own.
  const large = judged(space, model, new LeastCost(space), properties);
  expect(found(small, properties)).toEqual(found(large, properties));
  const news = knownViews.views.slice(seen).filter(({ outcomes }) => outcomes.length > 0);
  expect(news.filter((view) => !known.has(executed(view)))).toEqual([]);
  if (model.declaresCosts) {
    const gated = new TableSpace(new Interpreter(model));
    const left = leastCosts(new GatedSpace(gated, aloneOf(model, points)), model, properties);
    expect(left).toEqual(leastCosts(space, model, properties));
  }
  return { states: space.size, ...sizes };
}
