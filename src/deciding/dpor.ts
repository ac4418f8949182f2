/**
 * Decides by one run of each trace: of all runs that differ in nothing but the order of independent steps, one is explored. No state is
 * kept. It proves only for models all of whose runs end, and where none was cut. What is found is explained by a search in
 * order of cost, as everywhere.
 */

import { isOfTheGraph } from "../liveness/liveness.js";
import type { Model } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Property } from "../property/property.js";
import { type Algorithm, Dpor, Endless, NeedsSource } from "../search/dpor/dpor.js";
import { countInterleavings } from "../search/dpor/interleavings.js";
import type { Evidence, Progress } from "../search/judge.js";
import { RunJudge } from "../search/run-judge.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { JudgedRuns } from "../space/runs.js";
import type { ExploredRuns } from "../verdict.js";

/** What is to be explored. */
export interface DporCase {
  readonly model: Model;
  readonly interpreter: Interpreter;
  readonly properties: readonly Property<never>[];
  readonly runs: JudgedRuns;
  /** How many steps each process may take, at most; any number, if left out. */
  readonly steps: number | undefined;
  readonly stop: (progress: Progress) => string | undefined;
  /** Interleavings are counted where there are no more states than this. */
  readonly countWithin: number;
}

/** What was found. */
export interface DporFindings {
  readonly evidence: ReadonlyMap<string, Evidence>;
  readonly stopped: string | undefined;
  readonly progress: Progress;
  readonly explored: ExploredRuns;
}

/** @throws ModelError naming the properties that single runs do not decide */
export function refuseOfTheGraph(properties: readonly Property<never>[]): void {
  const names = properties.filter(isOfTheGraph).map(({ name, kind }) => `"${name}" (${kind})`);
  if (names.length === 0) return;
  throw new ModelError(
    `the strategy "dpor" goes from run to run, and ${names.join(", ")} can be decided on the graph of all states alone: ` +
      "check that without it, or name the other properties",
  );
}

/** Thrown where a property comes to look at more than it did: steps depend on each other that did not, and all begins again. */
class Again extends Error {}

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
 * One exploration.
 *
 * @throws Again, NeedsSource
 */
function* explored(
  { interpreter, properties, runs, steps, stop }: DporCase,
  algorithm: Algorithm,
  evidence: Map<string, Evidence>,
): Generator<Progress, { readonly dpor: Dpor; readonly stopped: string | undefined }> {
  rewind(runs);
  const open = properties.filter(({ name }) => !evidence.has(name));
  const judge = new RunJudge(runs, interpreter, open);
  const { epoch } = runs;
  const visit = (): void => {
    for (const property of judge.look()) evidence.set(property, { property, schedule: runs.schedule });
    if (runs.epoch !== epoch) throw new Again();
  };
  const dpor = new Dpor(runs, { algorithm, steps, visit });
  let stopped: string | undefined;
  let ended = 0;
  try {
    for (const _ of dpor.explore()) {
      const progress = progressOf(dpor);
      // Asked only where a run has ended before: a search that comes to its end is not cut.
      stopped = ended > 0 ? stop(progress) : undefined;
      ended += 1;
      if (stopped !== undefined) break;
      yield progress;
    }
  } catch (error) {
    if (!(error instanceof Endless)) throw error;
    stopped =
      `a run of ${error.length} steps did not end, and dpor follows runs to their end: ` +
      "bound the steps of each process (--steps), or decide by states";
  }
  return { dpor, stopped };
}

function progressOf({ counts }: Dpor): Progress {
  const runs = Object.values(counts.endings).reduce((sum, count) => sum + count, 0);
  return { strategy: "dpor", states: counts.steps + 1, transitions: counts.steps, depth: counts.depth, runs };
}

/** Explores, by the optimal algorithm where that can. */
export function* exploredByDpor(asked: DporCase): Generator<Progress, DporFindings> {
  const { model, properties, runs, steps } = asked;
  refuseOfTheGraph(properties);
  if (looksAtSurroundings(model, properties)) runs.orderSurroundings();
  const evidence = new Map<string, Evidence>();
  let algorithm: Algorithm = "optimal";
  let because: string | undefined;
  for (;;) {
    try {
      const { dpor, stopped } = yield* explored(asked, algorithm, evidence);
      const { cut } = dpor.counts.endings;
      const bounded =
        cut === 0
          ? undefined
          : `${cut} of the runs were cut where a process had taken ${steps} steps (--steps)`;
      rewind(runs);
      const counting = countInterleavings(runs, { steps, most: asked.countWithin });
      let counted = counting.next();
      for (; !counted.done && stopped === undefined; counted = counting.next()) yield progressOf(dpor);
      rewind(runs);
      return {
        evidence,
        stopped: stopped ?? bounded,
        progress: progressOf(dpor),
        explored: {
          algorithm,
          ...(because === undefined ? {} : { because }),
          ...dpor.counts.endings,
          reversed: dpor.counts.reversed,
          ...(steps === undefined ? {} : { steps }),
          ...(counted.done && counted.value !== undefined ? { interleavings: String(counted.value) } : {}),
        },
      };
    } catch (error) {
      if (error instanceof Again) continue;
      if (!(error instanceof NeedsSource)) throw error;
      algorithm = "source";
      because = error.because;
    }
  }
}
