/** What two ways to check a model say of its properties, side by side. */

import { type CheckOptions, checking, type Report, type Verdict } from "../../src/check.js";
import type { Model } from "../../src/model/model.js";
import { schedule } from "../../src/trace/trace.js";

/** A way to check, and what messages call it. */
export interface Way {
  readonly model: Model;
  readonly options: CheckOptions;
  readonly called: string;
}

/** The report on the properties of a model, of a search that stops behind `most` states. */
function reportOn({ model, options }: Way, most: number): Report {
  const stop: CheckOptions["stop"] = ({ states }) =>
    states > most ? "enough has been looked at" : undefined;
  const search = checking(model, { recheck: 0, ...options, stop });
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** A verdict in words. The trace of a lasso is left out: how long it is may depend on which ghosts are in the states. */
function said(verdict: Verdict): string {
  if (verdict.kind !== "violated") return verdict.kind;
  const { trace } = verdict;
  return trace.cycle === null ? `violated by "${schedule(trace)}"` : "violated";
}

/** The first property of which two ways say different things; where either search was cut, nothing is compared. */
export function disagreement(one: Way, other: Way, most: number): string | undefined {
  if (one.model.properties.length === 0) return undefined;
  const [mine, its] = [reportOn(one, most), reportOn(other, most)];
  for (const [i, verdict] of mine.verdicts.entries()) {
    const against = its.verdicts[i];
    if (against === undefined || verdict.kind === "inconclusive" || against.kind === "inconclusive") continue;
    if (said(verdict) !== said(against))
      return `"${verdict.property}" is ${said(verdict)} ${one.called} and ${said(against)} ${other.called}`;
  }
  return undefined;
}
