/** What verdicts rest on, put together from what a search has found out about itself. */

import type { Model } from "../model/model.js";
import type { Variable } from "../model/variables.js";
import type { Judgement } from "../search/judge.js";
import type { Point } from "../search/reduced/gate.js";
import type { Grounds } from "../verdict.js";

/** What a search ran on, and with. */
export interface Means {
  readonly space: { readonly views: number; readonly bytes: number };
  readonly exploration: { readonly bytes: number; readonly points?: () => readonly Point[] };
  readonly leftOut: ReadonlySet<Variable>;
  readonly graph?: { readonly isFair: boolean; readonly bytes: number } | undefined;
}

function numberOf(points: readonly Point[]): NonNullable<Grounds["points"]> {
  return { left: points.filter(({ reason }) => reason !== undefined).length, of: points.length };
}

export function groundsOf(
  model: Model,
  { progress: { frontier, bytes, ...progress }, stopped }: Pick<Judgement, "progress" | "stopped">,
  { space, exploration, leftOut, graph }: Means,
): Grounds {
  return {
    model: model.name,
    parameters: model.parameters,
    assumptions: graph?.isFair ? [...model.assumptions, ...model.fairness] : model.assumptions,
    exhausted: stopped === undefined,
    ...(stopped === undefined ? {} : { stopped }),
    ...progress,
    ...(stopped === undefined || frontier === undefined ? {} : { frontier }),
    views: space.views,
    bytes: space.bytes + exploration.bytes + (graph?.bytes ?? 0),
    leftOut: [...leftOut].map(({ name }) => name),
    ...(exploration.points && { points: numberOf(exploration.points()) }),
  };
}
