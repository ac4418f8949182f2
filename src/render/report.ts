/** A report as text: a line a property, then each counterexample in lanes. */

import type { Grounds, Report, Verdict } from "../check.js";
import { schedule, type Trace } from "../trace/trace.js";
import { costText, roundOf } from "./cost.js";
import { lanes } from "./lanes.js";
import { counted } from "./numbers.js";
import { plainStyle, type Style } from "./style.js";

/** How to write a report. */
export interface ReportOptions {
  readonly style?: Style;
  readonly width?: number | undefined;
  /** The command that replays a trace of this model, without the schedule. */
  readonly replay?: string | undefined;
  /** Whether to draw the witnesses of reachability claims too. */
  readonly witnesses?: boolean;
}

/** What was searched, in a line. */
export function searchedText({ exhausted, states, transitions, depth, stopped, strategy }: Grounds): string {
  const size = `${counted(states, "state")}, ${counted(transitions, "move")}, depth ${depth}`;
  return exhausted
    ? `all ${size} (${strategy}, any number of preemptions)`
    : `only ${size} (${strategy}); cut: ${stopped ?? "no reason given"}`;
}

/** What a trace costs, and what goes on for ever behind it. */
function detailOf(trace: Trace): string {
  const round = roundOf(trace);
  return `${costText(trace)}${round === 0 ? "" : `, then ${counted(round, "step")} for ever`}`;
}

/** What a verdict says, in a word or two, and what it rests on. */
export function verdictText(
  verdict: Verdict,
  style: Style,
): { readonly word: string; readonly detail: string } {
  switch (verdict.kind) {
    case "holds": {
      const reached = verdict.witness === undefined ? "" : costText(verdict.witness);
      const plain = verdict.vacuous ? "what it begins with never comes: nothing is waited for" : reached;
      const never = verdict.impossible === undefined ? plain : `never reached, because ${verdict.impossible}`;
      return { word: style.good("holds       "), detail: never };
    }
    case "violated":
      return { word: style.bad("VIOLATED    "), detail: detailOf(verdict.trace) };
    case "unreached":
      return {
        word: style.bad("UNREACHED   "),
        detail: "nothing reachable satisfies it: is the model too small?",
      };
    case "inconclusive":
      return { word: style.strong("inconclusive"), detail: verdict.reason };
  }
}

/** The traces to draw, those of one run together. */
function runs(report: Report, witnesses: boolean): readonly (readonly [Trace, ...Trace[]])[] {
  const traces = report.verdicts.flatMap((verdict) =>
    verdict.kind === "violated"
      ? [verdict.trace]
      : witnesses && verdict.kind === "holds" && verdict.witness !== undefined
        ? [verdict.witness]
        : [],
  );
  const byRun = new Map<string, [Trace, ...Trace[]]>();
  for (const trace of traces) {
    const key = `${trace.shows} ${schedule(trace)}`;
    const same = byRun.get(key);
    if (same === undefined) byRun.set(key, [trace]);
    else same.push(trace);
  }
  return [...byRun.values()];
}

/** Writes a report. Lines without a final newline. */
export function reportText(report: Report, options: ReportOptions = {}): string {
  const { style = plainStyle(), width, replay, witnesses = false } = options;
  const { grounds, verdicts } = report;
  const parameters = Object.entries(grounds.parameters).map(([name, value]) => ` ${name}=${value}`);
  const longest = Math.max(...verdicts.map(({ property }) => property.length));
  const lines = verdicts.map((verdict) => {
    const { word, detail } = verdictText(verdict, style);
    return `  ${word}  ${verdict.property.padEnd(longest)}  ${detail}`.trimEnd();
  });
  const searched = searchedText(grounds);
  const drawn = runs(report, witnesses).map((traces) => lanes(traces, { style, width, replay, searched }));
  return [
    style.strong(`${grounds.model}${parameters.join("")}`),
    ...lines,
    // Each trace says it again, so that it can be pasted by itself.
    ...(drawn.length > 0 ? [] : [`searched: ${searched}`, `assumed: ${grounds.assumptions.join("; ")}`]),
    ...drawn.flatMap((text) => ["", text]),
  ].join("\n");
}
