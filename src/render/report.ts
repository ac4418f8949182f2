/** A report as text: a line a property, then each counterexample in lanes. */

import type { Alike, ExploredRuns, Grounds, Report, SampledRuns, Verdict } from "../check.js";
import { schedule, type Trace } from "../trace/trace.js";
import { costText, roundOf } from "./cost.js";
import { type LanesOptions, lanes } from "./lanes.js";
import { counted, grouped } from "./numbers.js";
import { plainStyle, type Style } from "./style.js";

/** How to write a report. */
export interface ReportOptions {
  readonly style?: Style;
  readonly width?: number | undefined;
  /** How a trace of this model is replayed: see {@link LanesOptions}. */
  readonly replay?: LanesOptions["replay"];
  /** Whether to draw the witnesses of reachability claims too. */
  readonly witnesses?: boolean;
}

/** Of which runs a search was, in so many words. */
function runsText({ exhausted, bound }: Grounds): string {
  if (bound === undefined) return exhausted ? ", any number of preemptions" : "";
  const atMost = `at most ${counted(bound.preemptions, "preemption")}`;
  if (exhausted) return `, any number of preemptions; each is reached with ${atMost}`;
  return bound.preemptions < 0 ? "" : `, every run with ${atMost}`;
}

/** A chance that is at least `chance`: never said to be more. */
function chanceText(chance: number): string {
  if (chance >= 0.9999) return "99.99 %";
  if (chance >= 0.0001) return `${Math.floor(chance * 10_000) / 100} %`;
  if (chance === 0) return "0 %";
  const exponent = Math.floor(Math.log10(chance));
  return `${Math.max(1, Math.floor(chance / 10 ** exponent))}e${exponent}`;
}

/** How runs were drawn, and what that promises. */
function drawnText({ strategy }: Grounds, { seed, runs, pct }: SampledRuns): string {
  const drawn = `${strategy}, seed ${seed}`;
  if (pct === undefined) return `${drawn}: in each state, every move has the same chance`;
  const { depth, processes, steps, chance, overall } = pct;
  const bug = `a bug of depth ${depth} that shows within ${counted(steps, "step")} of ${counted(processes, "process", "processes")}`;
  const each = `is found by a run with a chance of at least 1/(n·k^(d-1)) = ${chanceText(chance)}`;
  return `${drawn}: ${bug} ${each}, by ${grouped(runs)} of at least ${chanceText(overall)}`;
}

/** What was drawn at random, in a line. */
function sampledText(grounds: Grounds, sampling: SampledRuns): string {
  const { transitions, depth, stopped } = grounds;
  const { runs, cut, steps } = sampling;
  const size = `${counted(runs, "random run")}, ${counted(transitions, "step")}, the longest run of ${depth}`;
  const short = cut === 0 ? "" : `; ${grouped(cut)} could have gone on behind ${counted(steps, "step")}`;
  const end = stopped === undefined ? "" : `; cut: ${stopped}`;
  return `only ${size} (${drawnText(grounds, sampling)})${short}${end}`;
}

/** A whole number in decimal: rounded where it has more digits than one reads. */
function roughly(digits: string): string {
  if (digits.length <= 12) return grouped(Number(digits));
  return `some ${digits[0]}.${digits[1]}e${digits.length - 1}`;
}

/** How many runs stand for all that there are, in a line. */
function exploredText({ exhausted, stopped }: Grounds, explored: ExploredRuns): string {
  const { algorithm, because, complete, blocked, asleep, abandoned, cut, steps, looking, interleavings } =
    explored;
  const traces = complete + blocked + cut;
  const runs = traces + asleep + abandoned;
  const bound = steps === undefined ? "" : ` with at most ${counted(steps, "step")} of each process`;
  const all = interleavings === undefined ? "" : ` of ${roughly(interleavings)} interleavings`;
  const taken = runs === traces ? "" : `, in ${counted(runs, "run")}`;
  const more = looking === 0 ? "" : `, and ${grouped(looking)} more to see what claims look at`;
  const how = `${algorithm === "brute" ? "every run" : `dpor, ${algorithm}`}${because === undefined ? "" : ` as ${because}`}`;
  const what = `${counted(traces, algorithm === "brute" ? "interleaving" : "trace")}${all}${bound}${taken}${more}`;
  return exhausted
    ? `all ${what} (${how}; any number of preemptions)`
    : `only ${what} (${how}); cut: ${stopped ?? "no reason given"}`;
}

/** The words with commas and `and`. */
function series(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}

/** What was taken to be alike: `CPUs 0 and 1 and tasks B, C and D`. */
export function exchangedText(alike: Alike["alike"]): string {
  return series(alike.map(({ what, elements }) => `${what} ${series(elements.map(String))}`));
}

/** What was taken to be alike, so that a state stands for others; or why nothing was. */
function alikeText({ symmetry }: Grounds): { readonly upTo: string; readonly behind: string } {
  if (symmetry === undefined) return { upTo: "", behind: "" };
  const { alike, apart, unused } = symmetry;
  const upTo = exchangedText(alike);
  const told = apart.map(
    ({ what, between: [a, b], property }) => `"${property}" tells ${what} ${a} and ${b} apart`,
  );
  const why = [...(unused === undefined ? [] : [`symmetry was not used: ${unused}`]), ...told];
  return {
    upTo: upTo === "" ? "" : ` up to exchanges of ${upTo}`,
    behind: why.map((each) => `; ${each}`).join(""),
  };
}

/** What was searched, in a line. */
export function searchedText(grounds: Grounds): string {
  const { exhausted, states, transitions, depth, stopped, strategy, sampling, explored, points } = grounds;
  if (sampling !== undefined) return sampledText(grounds, sampling);
  if (explored !== undefined) return exploredText(grounds, explored);
  const { upTo, behind } = alikeText(grounds);
  const size = `${counted(states, "state")}${upTo}, ${counted(transitions, "move")}, depth ${depth}`;
  if (exhausted && points !== undefined)
    return (
      `all that ${counted(states, "state")} stand for (${strategy}, ${counted(transitions, "move")}, depth ${depth}; ` +
      `${points.left} of ${counted(points.of, "location")} need a preemption point; any number of preemptions)${behind}`
    );
  const how = `${size} (${strategy}${runsText(grounds)})`;
  return exhausted ? `all ${how}${behind}` : `only ${how}; cut: ${stopped ?? "no reason given"}${behind}`;
}

/** How much of a search was checked on the reference semantics, in lines. */
function auditedLines({ audited, states }: Grounds): readonly string[] {
  if (audited === undefined) return [];
  const { share, seed, states: looked, moves, choices } = audited;
  const left = choices === 0 ? "" : `, and ${counted(choices, "choice")} to expand one process alone`;
  return [
    `audited: ${grouped(looked)} of ${counted(states, "state")} with ${counted(moves, "move")}${left}, on the reference semantics (share ${share}, seed ${seed})`,
  ];
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
    ...auditedLines(grounds),
    // Each trace says it again, so that it can be pasted by itself.
    ...(drawn.length > 0 ? [] : [`searched: ${searched}`, `assumed: ${grounds.assumptions.join("; ")}`]),
    ...drawn.flatMap((text) => ["", text]),
  ].join("\n");
}
