/** Verdicts in a line each, for tables of exact answers. */

import { type CheckOptions, check, type Model, schedule, type Trace } from "preempt";

function traced(trace: Trace | undefined): string {
  if (trace === undefined) return "";
  const { preemptions, events, steps } = trace.cost;
  return ` (${preemptions}, ${events}, ${steps}) ${schedule(trace)}${trace.least ? "" : ", may not be least"}`;
}

/** By property: what came out, the cost of its trace, and its schedule. */
export function found(model: Model, options: CheckOptions = {}): Readonly<Record<string, string>> {
  const { verdicts } = check(model, { recheck: 0, ...options });
  return Object.fromEntries(
    verdicts.map((verdict) => {
      switch (verdict.kind) {
        case "holds":
          return [verdict.property, `holds${traced(verdict.witness)}`];
        case "violated":
          return [verdict.property, `violated${traced(verdict.trace)}`];
        case "unreached":
          return [verdict.property, "unreached"];
        case "inconclusive":
          return [verdict.property, `inconclusive: ${verdict.reason}`];
      }
    }),
  );
}
