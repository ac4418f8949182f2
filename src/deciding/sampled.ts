/**
 * Looks for violations by random runs. No state is kept, so the space may be of any size; and nothing is proved. What is found is
 * minimised: exactly where a search in order of cost comes to it soon enough, and else by trying.
 */

import { isOfTheGraph } from "../liveness/liveness.js";
import type { Model } from "../model/model.js";
import type { Property } from "../property/property.js";
import type { Progress } from "../search/judge.js";
import { RunJudge } from "../search/run-judge.js";
import { chanceOfRun, chanceOfRuns, Pct } from "../search/sampling/pct.js";
import { Random } from "../search/sampling/random.js";
import { RandomWalk } from "../search/sampling/random-walk.js";
import { type Sampled, sample } from "../search/sampling/sample.js";
import type { Sampler } from "../search/sampling/sampler.js";
import type { Interpreter } from "../semantics/interpreter.js";
import type { JudgedSpace } from "../space/judged-space.js";
import type { JudgedRuns } from "../space/runs.js";
import { recordTrace } from "../trace/record.js";
import { isWanted, type PctChance, type Report, verdictOn } from "../verdict.js";
import { explained } from "./explained.js";
import { groundsOf, type Means } from "./grounds.js";
import { longestRun } from "./longest-run.js";
import type { SamplingOptions } from "./options.js";

/** What is to be sampled, and how. */
export interface SampledCase extends Pick<Means, "leftOut"> {
  readonly model: Model;
  readonly interpreter: Interpreter;
  readonly properties: readonly Property<never>[];
  readonly strategy: "random-walk" | "pct";
  readonly sampling: Required<SamplingOptions>;
  /** Whether to explain how what is reachable is reached. */
  readonly witnesses: boolean;
  readonly runs: JudgedRuns;
  /** A space to look for least traces in. */
  readonly space: () => JudgedSpace;
  readonly stop: (progress: Progress) => string | undefined;
}

/** What draws the runs, and what that promises of each of them. */
function samplerOf(asked: SampledCase): {
  readonly sampler: Sampler;
  readonly pct: Omit<PctChance, "overall"> | undefined;
} {
  const { model, sampling, strategy } = asked;
  const random = Random.seeded(sampling.seed);
  if (strategy === "random-walk") return { sampler: new RandomWalk(random), pct: undefined };
  const processes = model.processes.length;
  const options = {
    depth: sampling.bugDepth,
    steps: Math.max(1, Math.min(sampling.steps, longestRun(model))),
  };
  const chance = chanceOfRun(options, processes);
  return { sampler: new Pct(random, options), pct: { ...options, processes, chance } };
}

/** Why a property that no run has shown is not decided. */
function reasonOf(property: Property<never>, { runs, stopped }: Sampled): string {
  const cut = stopped === undefined ? "" : `${stopped}; `;
  if (isOfTheGraph(property))
    return `${cut}it takes every run to decide this, and these were drawn at random`;
  const what = isWanted(property) ? "not reached" : "no violation";
  return `${cut}${what} in ${runs.toLocaleString("en-US")} random ${runs === 1 ? "run" : "runs"}; not a proof`;
}

/** Samples; purity is left to the caller. */
export function* sampledReport(asked: SampledCase): Generator<Progress, Report> {
  const { model, interpreter, properties, witnesses, runs, sampling, leftOut, stop } = asked;
  const { sampler, pct } = samplerOf(asked);
  const judge = new RunJudge(runs, interpreter, properties);
  const sampled = yield* sample(runs, { sampler, judge, sampling: { ...sampling, stop } });
  const best = yield* explained({ ...asked, leastWithin: sampling.leastWithin }, sampled);
  const verdicts = properties.map((property) =>
    verdictOn(
      property,
      { stopped: reasonOf(property, sampled) },
      {
        evidence: best.get(property.name) ?? sampled.evidence.get(property.name),
        witnesses,
        vacuous: false,
        trace: (evidence) =>
          recordTrace(model, property, evidence, { least: best.get(property.name)?.least ?? false }),
      },
    ),
  );
  const { progress, stopped, cut } = sampled;
  const { runs: made = 0, ...size } = progress;
  const promised = pct && { pct: { ...pct, overall: chanceOfRuns(pct.chance, made) } };
  const means = { space: { views: runs.views, bytes: 0 }, exploration: { bytes: 0 }, leftOut };
  return {
    verdicts,
    grounds: {
      ...groundsOf(model, { progress: size, stopped }, means),
      exhausted: false,
      sampling: { runs: made, cut, steps: sampling.steps, seed: sampling.seed, ...promised },
    },
  };
}
