/**
 * Explains what single runs have shown: by the least trace, where a search in order of cost comes to it soon enough, and else by a
 * run made cheaper by trying.
 */

import type { Property } from "../property/property.js";
import { type Evidence, judge, type Progress } from "../search/judge.js";
import { LeastCost } from "../search/least-cost.js";
import { type Failed, shrinking } from "../search/sampling/shrink.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { JudgedSpace } from "../space/judged-space.js";
import type { JudgedRuns } from "../space/runs.js";
import { isWanted } from "../verdict.js";
import { attempting } from "./attempts.js";

/** What is to be explained, and by which means. */
export interface Explaining {
  readonly interpreter: Interpreter;
  readonly properties: readonly Property<never>[];
  /** Whether to explain how what is reachable is reached. */
  readonly witnesses: boolean;
  readonly runs: JudgedRuns;
  /** A space to look for least traces in. */
  readonly space: () => JudgedSpace;
  readonly stop: (progress: Progress) => string | undefined;
  /** So many nodes are searched for the least trace, at most; 0 for none. */
  readonly leastWithin: number;
}

/** A view takes as long as so many states: where each state is a view of its own, there is likely no end of them. */
const statesOfView = 50;

/** A trace is made cheaper by trying for so many steps, at most. */
const stepsOfTrying = 3_000_000;

/** Makes a run that shows `property` cheaper, by trying. */
function* shrunk(
  asked: Explaining,
  property: Property<never>,
  schedule: Evidence["schedule"],
  progress: Progress,
): Generator<Progress, Failed> {
  const { runs, interpreter, stop } = asked;
  const attempt = attempting(runs, interpreter, property, schedule.length);
  const found = attempt(schedule);
  if (found === undefined) throw new Error(`a run that showed "${property.name}" does not show it again`);
  let best = found;
  let steps = 0;
  for (const cheaper of shrinking(found, attempt)) {
    best = cheaper ?? best;
    steps += 1 + schedule.length;
    if (steps > stepsOfTrying || stop(progress) !== undefined) break;
    yield progress;
  }
  return best;
}

/** What is known of the cheapest run that shows a property. */
export interface Explained extends Evidence {
  readonly least: boolean;
}

/** The least traces of what was found, as far as a search in order of cost comes to them within its limit. */
function* leastOf(
  asked: Explaining,
  properties: readonly Property<never>[],
): Generator<Progress, ReadonlyMap<string, Evidence>> {
  const { interpreter, leastWithin } = asked;
  if (properties.length === 0 || leastWithin === 0) return new Map();
  const space = asked.space();
  const isEnough = ({ states }: Progress): boolean =>
    states >= leastWithin || space.views >= leastWithin / statesOfView;
  const stop = (sofar: Progress): string | undefined => (isEnough(sofar) ? "enough" : asked.stop(sofar));
  const exploration = new LeastCost(space);
  const { evidence } = yield* judge({
    interpreter,
    space,
    exploration,
    properties,
    untilFound: true,
    stop,
  });
  space.recheck();
  return evidence;
}

/** Cheap runs that show what was found: the least, or else what trying comes to. */
export function* explained(
  asked: Explaining,
  { evidence, progress }: { readonly evidence: ReadonlyMap<string, Evidence>; readonly progress: Progress },
): Generator<Progress, ReadonlyMap<string, Explained>> {
  const found = asked.properties.filter(
    (property) => evidence.has(property.name) && (asked.witnesses || !isWanted(property)),
  );
  const least = yield* leastOf(asked, found);
  const cheap = new Map<string, Explained>();
  for (const property of found) {
    const { name } = property;
    const best = least.get(name);
    const { schedule = [] } = evidence.get(name) ?? {};
    const minimising = { ...progress, strategy: "minimising" };
    const run = best ?? (yield* shrunk(asked, property, schedule, minimising));
    cheap.set(name, { property: name, schedule: run.schedule, least: best !== undefined });
  }
  return cheap;
}
