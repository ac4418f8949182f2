/** Verdicts in a line each, for tables of exact answers. */

import { type CheckOptions, check, type Model, type Trace, type Verdict } from "preempt";

function traced(trace: Trace | undefined): string {
  if (trace === undefined) return "";
  const { preemptions, events, steps } = trace.cost;
  const moves = trace.steps.map(({ switch: how, process, outcome }) => {
    const move = outcome === 0 ? process : `${process}/${outcome}`;
    return how === "preempted" ? `~ ${move}` : move;
  });
  const cost = trace.least ? "" : ", may not be least";
  return `${[` (${preemptions}, ${events}, ${steps})`, ...moves].join(" ")}${cost}`;
}

function said(verdict: Verdict): string {
  switch (verdict.kind) {
    case "holds":
      return `holds${traced(verdict.witness)}`;
    case "violated":
      return `violated${traced(verdict.trace)}`;
    case "unreached":
      return "unreached";
    case "inconclusive":
      return `inconclusive: ${verdict.reason}`;
  }
}

/** By property: what came out, the cost of its trace, and its schedule, in which `~` stands before a preemption. */
export function found(model: Model, options: CheckOptions = {}): Readonly<Record<string, string>> {
  const { verdicts } = check(model, { recheck: 0, witnesses: true, ...options });
  return Object.fromEntries(verdicts.map((verdict) => [verdict.property, said(verdict)]));
}
