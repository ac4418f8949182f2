/** Compares a sweep, which looks up a part of the moves, with the plain search that looks up all, state by state. */

import { isModelError, type Model } from "preempt";
import { expect } from "vitest";
import { type KernelSizes, usualSizes } from "../../../src/kernel/sizes.js";
import { isOfTheGraph } from "../../../src/liveness/liveness.js";
import { Exhaustive } from "../../../src/search/exhaustive.js";
import { type Judgement, judge, type Progress } from "../../../src/search/judge.js";
import { judgeSweep } from "../../../src/search/sweep.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import { stateKey } from "../../../src/semantics/state.js";
import { Moves, type Scheduled, type StateId } from "../../../src/space/space.js";
import type { StateQuestion, Sweep } from "../../../src/space/swept-space.js";
import { TableSpace } from "../../../src/tables/table-space.js";

/** Sizes at which every space has borders everywhere, and states that have the same hash. */
export const tiny: KernelSizes = { segmentBits: 2, tableBits: 4, moves: 1, hashMask: 0xfff };

/** Goes through a search to its end, or until it has seen more than `most` states. */
function ended(
  search: Generator<Progress, Judgement>,
  most = Number.POSITIVE_INFINITY,
): Judgement | undefined {
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
    if (value.states > most) return undefined;
  }
}

const stop = (): undefined => undefined;

/** A space that keeps the sweep of it. */
class Watched extends TableSpace {
  swept: Sweep | undefined;

  override sweep(questions: readonly StateQuestion[]): Sweep {
    this.swept = super.sweep(questions);
    return this.swept;
  }
}

/** All states as text, in no order. */
function keysOf(model: Model, space: TableSpace): readonly string[] {
  return Array.from({ length: space.size }, (_, id) => stateKey(model, space.state(id))).sort();
}

/** The state that a schedule leads to. */
function endOf(space: TableSpace, schedule: readonly Scheduled[]): StateId {
  const moves = new Moves();
  return schedule.reduce((at, { process, outcome }) => {
    space.expand(Int32Array.of(at), 1, moves);
    for (let m = 0; m < moves.length; m++) {
      if (moves.process[m] === process && moves.outcome[m] === outcome) return moves.target[m] as StateId;
    }
    throw new Error(`nobody takes outcome ${outcome} of process ${process} in state ${at}`);
  }, space.initial);
}

/** By property, how long the schedule is that shows it. */
function lengths({ evidence }: Judgement): ReadonlyMap<string, number> {
  return new Map([...evidence].map(([name, { schedule }]) => [name, schedule.length] as const).sort());
}

/** What a sweep came to, once it has agreed with the plain search. */
export interface Compared {
  readonly states: number;
  readonly transitions: number;
  readonly lookups: number;
}

/**
 * Compares both searches on a model; undefined where it has more than `most` states, or is refused.
 *
 * @param paths whether every state and its path are looked at, which takes the square of their number
 */
export function compareSweep(
  build: () => Model,
  {
    most = 400,
    sizes = usualSizes,
    paths = true,
  }: { most?: number; sizes?: KernelSizes; paths?: boolean } = {},
): Compared | undefined {
  const model = unlessRefused(build);
  if (model === undefined) return undefined;
  const properties = model.properties.filter((property) => !isOfTheGraph(property));
  const plainSpace = new TableSpace(new Interpreter(model), sizes);
  const exploration = new Exhaustive(plainSpace);
  const interpreter = new Interpreter(model);
  const plain = unlessRefused(() =>
    ended(judge({ interpreter, space: plainSpace, stop, exploration, properties, untilFound: false }), most),
  );
  if (plain === undefined) return undefined;

  const space = new Watched(new Interpreter(model), sizes);
  const judged = ended(judgeSweep({ space, properties, stop }));
  const { swept, lookups } = space;
  if (judged === undefined || swept === undefined) throw new Error("there was no sweep");
  const { states, transitions } = judged.progress;
  const counts = ({ progress }: Judgement): unknown => ({ ...progress, bytes: 0, frontier: 0 });
  expect(counts(judged)).toEqual(counts(plain));
  expect(space.size).toBe(plainSpace.size);
  expect(lookups).toBeLessThanOrEqual(transitions);
  expect(lookups).toBeGreaterThanOrEqual(states - 1);
  expect(lengths(judged)).toEqual(lengths(plain));
  // Moves lead to states of the model alone: where there are as many of them, they are the same.
  if (!paths) return { states, transitions, lookups };
  expect(keysOf(model, space)).toEqual(keysOf(model, plainSpace));
  for (let state = 0; state < states; state++) {
    const path = swept.pathTo(state);
    const there = endOf(plainSpace, path);
    expect(stateKey(model, plainSpace.state(there))).toBe(stateKey(model, space.state(state)));
    expect(path.length).toBe(exploration.pathTo(there).length);
  }
  return { states, transitions, lookups };
}

/** What a run comes to; undefined where it shows a mistake in the model. */
function unlessRefused<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (isModelError(error)) return undefined;
    throw error;
  }
}
