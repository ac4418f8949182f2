/**
 * Decides by runs of at most so many preemptions. The search is in order of cost, so it explains as well: what it finds
 * first is least. It proves only where nothing was left out.
 */

import { isOfTheGraph } from "../liveness/liveness.js";
import type { Model } from "../model/model.js";
import type { Property } from "../property/property.js";
import { Bounded } from "../search/bounded.js";
import { type Case, type Judgement, judge, type Progress } from "../search/judge.js";
import { recordTrace } from "../trace/record.js";
import { isWanted, type Report, type Verdict, verdictOn } from "../verdict.js";
import { groundsOf, type Means } from "./grounds.js";

/** What is to be decided. */
export interface BoundedCase extends Pick<Case, "interpreter" | "space" | "stop">, Pick<Means, "leftOut"> {
  readonly model: Model;
  readonly properties: readonly Property<never>[];
  /** The most preemptions of a run; undefined for a bound that rises until something is violated. */
  readonly preemptions: number | undefined;
  /** Whether to explain how what is reachable is reached. */
  readonly witnesses: boolean;
  /** A check of those properties that every run has a say in: asked for where it turns out that there is no other run. */
  readonly unbounded: (properties: readonly Property<never>[]) => Generator<Progress, Report>;
}

const preemptionsText = (count: number): string =>
  `at most ${count} ${count === 1 ? "preemption" : "preemptions"}`;

/** Why a property that nothing was found of is not decided. */
function reasonOf(property: Property<never>, stopped: string | undefined, completed: number): string {
  const cut = stopped === undefined ? "" : `${stopped}; `;
  if (isOfTheGraph(property)) return `${cut}it takes every run to decide this, and a bound leaves runs out`;
  if (completed < 0) return stopped ?? "not even the runs without a preemption were gone through";
  const what = isWanted(property) ? "not reached" : "no violation";
  return `${cut}${what} with ${preemptionsText(completed)}; not a proof`;
}

/** Decides under a bound; purity is left to the caller. */
export function* boundedReport(asked: BoundedCase): Generator<Progress, Report> {
  const { model, interpreter, space, stop, properties, preemptions, witnesses, leftOut } = asked;
  const claims = new Set(properties.filter((property) => !isWanted(property)).map(({ name }) => name));
  let violated = false;
  // A bound that was asked for is gone through to its end, as an exhaustive search is.
  const enough = (): boolean => violated && preemptions === undefined;
  const exploration = new Bounded(space, { preemptions, enough });
  const found = (name: string): void => {
    violated ||= claims.has(name);
  };
  const shared = { interpreter, space, stop, properties, exploration, found };
  const decided = yield* judge({ ...shared, untilFound: false });
  const { completed, unsettled, level, nodes } = exploration;
  // Where it was cut, the states that it had come upon last were not judged.
  const exhausted = exploration.exhausted && decided.stopped === undefined;
  const ofTheGraph = exhausted ? properties.filter(isOfTheGraph) : [];
  const whole = ofTheGraph.length === 0 ? undefined : yield* asked.unbounded(ofTheGraph);
  const verdicts = properties.map((property): Verdict => {
    const onGraph = whole?.verdicts.find((verdict) => verdict.property === property.name);
    if (onGraph !== undefined) return onGraph;
    const isOpen = !exhausted || unsettled.has(property.name);
    const reason = isOpen ? reasonOf(property, decided.stopped, completed) : undefined;
    return verdictOn(
      property,
      { stopped: reason },
      {
        evidence: decided.evidence.get(property.name),
        witnesses,
        vacuous: false,
        trace: (evidence) => recordTrace(model, property, evidence, { least: true }),
      },
    );
  });
  const cut = exhausted ? undefined : (decided.stopped ?? "runs of more preemptions were left out");
  const judgement: Pick<Judgement, "progress" | "stopped"> = { progress: decided.progress, stopped: cut };
  return {
    verdicts,
    grounds: {
      ...groundsOf(model, judgement, { space, exploration, leftOut }),
      ...(whole && { assumptions: whole.grounds.assumptions }),
      bound: { preemptions: exhausted ? level : completed, nodes },
    },
  };
}
