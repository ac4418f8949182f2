/**
 * Decides by one run of each trace: of all runs that differ in nothing but the order of independent steps, one is explored. No state is
 * kept. It proves only for models all of whose runs end, and where none was cut. What is found is explained by a search in
 * order of cost, as everywhere.
 */

import type { Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Property } from "../property/property.js";
import { type Algorithm, Dpor, Endless, NeedsSource } from "../search/dpor/dpor.js";
import { countInterleavings } from "../search/dpor/interleavings.js";
import type { Evidence, Progress } from "../search/judge.js";
import { RunJudge } from "../search/run-judge.js";
import type { JudgedRuns } from "../space/runs.js";
import { recordTrace } from "../trace/record.js";
import { type ExploredRuns, isWanted, type Report, verdictOn } from "../verdict.js";
import { type Explaining, explained } from "./explained.js";
import { groundsOf, type Means } from "./grounds.js";
import { refuseOfTheGraph } from "./options.js";

/** What is to be explored. */
export interface DporCase extends Omit<Explaining, "leastWithin">, Pick<Means, "leftOut"> {
  readonly model: Model;
  /** How many steps each process may take, at most; any number, if left out. */
  readonly steps: number | undefined;
  /** Whether every run is gone through, without reduction. */
  readonly brute?: boolean;
}

/**
 * So many nodes are searched for the least trace of what was found where the steps of processes are bounded: those of the search for it
 * are not, and there may be no end of states.
 */
const leastWithinBound = 1_000_000;

/** A property whose predicate looks at states. */
type Looking = Extract<Property<never>, { kind: "always" | "never" | "reachable" }>;

/** How one exploration is made. */
interface Exploring {
  readonly algorithm: Algorithm;
  /** What an observer looks at. */
  readonly watched?: Looking;
  /** Runs of explorations before it, for who watches the progress. */
  readonly runsBefore?: number;
}

/** Interleavings are counted where there are no more states than this. */
const countWithin = 20_000;

/** What an exploration has found. */
interface Findings {
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly stopped: string | undefined;
  readonly progress: Progress;
  readonly explored: ExploredRuns;
}

function rewind(runs: JudgedRuns): void {
  while (runs.length > 0) runs.back();
}

/** Whether states in which only the surroundings can move are looked for: they are no run's end. */
function looksAtSurroundings(model: Model, properties: readonly Property<never>[]): boolean {
  return (
    properties.some(({ kind }) => kind === "deadlockFree") &&
    model.processes.some(({ environment }) => environment)
  );
}

/**
 * One exploration: with an observer of what `watched` looks at, if that is asked for. Everything that is open is judged on the way.
 *
 * @throws NeedsSource; ModelError where a run does not end
 */
function* explored(
  { interpreter, properties, runs, steps, stop }: DporCase,
  { algorithm, watched, runsBefore }: Exploring,
  evidence: Map<string, Evidence>,
): Generator<Progress, { readonly dpor: Dpor; readonly stopped: string | undefined }> {
  rewind(runs);
  if (watched === undefined) runs.unwatch();
  else runs.watch(watched.name, watched.predicate);
  const open = properties.filter(({ name }) => !evidence.has(name));
  const judge = new RunJudge(runs, interpreter, open);
  const visit = (): void => {
    for (const property of judge.look()) evidence.set(property, { property, schedule: runs.schedule });
  };
  const dpor = new Dpor(runs, { algorithm, steps, visit });
  let stopped: string | undefined;
  let ended = 0;
  try {
    for (const _ of dpor.explore()) {
      const progress = progressOf(dpor, runsBefore);
      // Asked only where a run has ended before: a search that comes to its end is not cut.
      stopped = ended > 0 ? stop(progress) : undefined;
      ended += 1;
      if (stopped !== undefined) break;
      yield progress;
      // What is watched has shown, and that was all that was wanted.
      if (watched !== undefined && evidence.has(watched.name)) break;
    }
  } catch (error) {
    if (!(error instanceof Endless)) throw error;
    throw new ModelError(
      `the strategy "dpor" follows runs to their end, and one has not ended within ${error.length} steps: bound the steps ` +
        "of each process (steps, --steps), or decide by states, with another strategy",
      { cause: error },
    );
  }
  return { dpor, stopped };
}

function runsOf({ counts }: Dpor): number {
  return Object.values(counts.endings).reduce((sum, count) => sum + count, 0);
}

function progressOf(dpor: Dpor, runsBefore = 0): Progress {
  const { steps, depth } = dpor.counts;
  const runs = runsBefore + runsOf(dpor);
  return { strategy: "dpor", states: steps + 1, transitions: steps, depth, runs };
}

/** How many interleavings there are, as far as they can be counted. */
function* interleavingsOf(
  { runs, steps, stop }: DporCase,
  progress: Progress,
): Generator<Progress, string | undefined> {
  rewind(runs);
  runs.unwatch();
  const counting = countInterleavings(runs, { steps, most: countWithin });
  for (;;) {
    const { done, value } = counting.next();
    if (done) return value === undefined ? undefined : String(value);
    if (stop(progress) !== undefined) return undefined;
    yield progress;
  }
}

/** The properties whose predicates look at states, but for those that were shown already. */
function lookedAt(
  properties: readonly Property<never>[],
  evidence: ReadonlyMap<string, Evidence>,
): readonly Looking[] {
  return properties.flatMap((property) =>
    (property.kind === "always" || property.kind === "never" || property.kind === "reachable") &&
    !evidence.has(property.name)
      ? [property]
      : [],
  );
}

/**
 * Explores by the optimal algorithm where that can, and else by the source algorithm: first the model alone, and then once more for
 * each predicate that nothing was found of, with an observer.
 */
function* findings(asked: DporCase): Generator<Progress, Findings> {
  const { model, properties, runs, steps } = asked;
  if (looksAtSurroundings(model, properties)) runs.orderSurroundings();
  const evidence = new Map<string, Evidence>();
  let algorithm: Algorithm = asked.brute ? "brute" : "optimal";
  let because: string | undefined;
  for (;;) {
    try {
      const { dpor, stopped: stoppedAlone } = yield* explored(asked, { algorithm }, evidence);
      let stopped = stoppedAlone;
      let looking = 0;
      for (const watched of lookedAt(properties, evidence)) {
        if (stopped !== undefined) break;
        if (evidence.has(watched.name)) continue;
        const runsBefore = runsOf(dpor) + looking;
        const more = yield* explored(asked, { algorithm, watched, runsBefore }, evidence);
        looking += runsOf(more.dpor);
        stopped = more.stopped;
      }
      const { counts } = dpor;
      const progress = progressOf(dpor, looking);
      const counted = stopped === undefined && algorithm !== "brute";
      const interleavings = counted ? yield* interleavingsOf(asked, progress) : undefined;
      const { cut } = counts.endings;
      const ran: ExploredRuns = {
        algorithm,
        ...(because === undefined ? {} : { because }),
        ...counts.endings,
        reversed: counts.reversed,
        looking,
        ...(steps === undefined ? {} : { steps }),
        ...(interleavings === undefined ? {} : { interleavings }),
      };
      const bounded =
        cut === 0
          ? undefined
          : `runs were cut where a process had taken ${steps} ${steps === 1 ? "step" : "steps"} (--steps)`;
      return { evidence, stopped: stopped ?? bounded, progress, explored: ran };
    } catch (error) {
      if (!(error instanceof NeedsSource)) throw error;
      algorithm = "source";
      because = error.because;
    }
  }
}

/** Why a property that no run has shown is not decided. */
function reasonOf(property: Property<never>, stopped: string): string {
  return `${isWanted(property) ? "not reached" : "no violation"} so far; ${stopped}; not a proof`;
}

/**
 * Explores; purity is left to the caller.
 *
 * @throws ModelError for properties that single runs do not decide, and where a run does not end
 */
export function* dporReport(asked: DporCase): Generator<Progress, Report> {
  const { model, properties, witnesses, runs, leftOut } = asked;
  refuseOfTheGraph("dpor", properties);
  const found = yield* findings(asked);
  const leastWithin = asked.steps === undefined ? Number.POSITIVE_INFINITY : leastWithinBound;
  const best = yield* explained({ ...asked, leastWithin }, found);
  const { stopped, explored: ran } = found;
  const { runs: _, ...size } = found.progress;
  const verdicts = properties.map((property) =>
    verdictOn(
      property,
      { stopped: stopped === undefined ? undefined : reasonOf(property, stopped) },
      {
        evidence: best.get(property.name) ?? found.evidence.get(property.name),
        witnesses,
        vacuous: false,
        trace: (evidence) =>
          recordTrace(model, property, evidence, { least: best.get(property.name)?.least ?? false }),
      },
    ),
  );
  const means = { space: { views: runs.views, bytes: 0 }, exploration: { bytes: 0 }, leftOut };
  return { verdicts, grounds: { ...groundsOf(model, { progress: size, stopped }, means), explored: ran } };
}
