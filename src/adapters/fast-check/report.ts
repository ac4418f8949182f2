/** What came of a campaign, as text. */

import { lanes } from "../../render/lanes.js";
import { counted, grouped } from "../../render/numbers.js";
import { reportText, searchedText } from "../../render/report.js";
import type { Failure } from "./judged.js";
import type { Counterexample, Outcome, Tally } from "./outcome.js";

/** What is wrong, in a line, and what there is to show of it. */
function failureText(failure: Failure): readonly [heading: string, body: string] {
  switch (failure.kind) {
    case "violated": {
      const { report, property } = failure;
      const traces = report.verdicts.flatMap((verdict) =>
        verdict.kind === "violated" && verdict.property === property ? [verdict.trace] : [],
      );
      const searched = searchedText(report.grounds);
      return [`"${property}" is violated`, traces.map((trace) => lanes([trace], { searched })).join("\n")];
    }
    case "inconclusive": {
      const { report, property, reason } = failure;
      return [
        `"${property}" is inconclusive: ${reason}; draw smaller configurations, or take { inconclusive: "accept" }`,
        reportText(report),
      ];
    }
    case "model error":
      return ["the model is wrong", failure.message];
    case "threw":
      return ["build or check threw an error", failure.message];
    case "no model":
      return ["build made no model", failure.message];
    case "changed":
      return ["build changed its configuration", failure.message];
  }
}

/** What came before the one that failed. */
function beforeText({ drawn, repeated, inconclusive }: Tally): string {
  if (drawn === 1) return "at once";
  const held = inconclusive === 0 ? "that held" : "on which nothing is violated";
  const some = [
    repeated === 0 ? "" : `, ${grouped(repeated)} of them drawn before`,
    inconclusive === 0 ? "" : `, the search of ${grouped(inconclusive)} cut`,
  ].join("");
  return `after ${counted(drawn - 1, "configuration")} ${held}${some}`;
}

/** How it was come upon, and how often it was made smaller. */
function foundText<T>(tally: Tally, { shrinks, tried, cut, failure }: Counterexample<T>): string {
  const before = beforeText(tally);
  if (failure.kind === "inconclusive" || (failure.kind === "changed" && shrinks === 0))
    return `${before}; it is not shrunk`;
  const smaller = `shrunk ${counted(shrinks, "time")}, ${counted(tried, "smaller configuration")} tried`;
  return `${before}; ${smaller}${cut ? "; no more were to be tried (maxShrinks)" : ""}`;
}

/** What has just this configuration drawn again, as options. */
export function againText<T>({ seed }: Tally, { path, failure }: Counterexample<T>): string {
  const properties = failure.kind === "violated" ? `, properties: [${JSON.stringify(failure.property)}]` : "";
  return `{ seed: ${seed}, path: ${JSON.stringify(path)}, endOnFailure: true${properties} }`;
}

/** A text whose further lines stand under its first. */
const hanging = (text: string, by: number): string => text.replaceAll("\n", `\n${" ".repeat(by)}`);

function counterexampleText<T>(
  tally: Tally,
  counterexample: Counterexample<T>,
  show: (configuration: T) => string,
): string {
  const { configuration, failure, also, before } = counterexample;
  const [heading, body] = failureText(failure);
  const lines: readonly (readonly [string, string | undefined])[] = [
    ["found", foundText(tally, counterexample)],
    ["on", show(configuration)],
    ["also", also.length === 0 ? undefined : `${also.map((name) => `"${name}"`).join(", ")}`],
    ["schedule", counterexample.schedule],
    ["again", againText(tally, counterexample)],
    ["before", before.length === 0 ? undefined : before.map(show).join("\n")],
  ];
  const told = lines.flatMap(([name, text]) =>
    text === undefined ? [] : [`  ${name.padEnd(10)}${hanging(text, 12)}`],
  );
  return [heading, ...told, "", body].join("\n");
}

/** What was looked at, in a line. */
export function tallyText(tally: Tally): string {
  const { drawn, repeated, discarded, inconclusive, interrupted, states, transitions, largest, seed } = tally;
  const some = [
    repeated === 0 ? "" : `, ${grouped(repeated)} of them drawn before`,
    discarded === 0 ? "" : `, ${grouped(discarded)} more discarded`,
    inconclusive === 0 ? "" : `, the search of ${grouped(inconclusive)} cut`,
    interrupted ? ", then ended by a time limit" : "",
  ].join("");
  const size = `${counted(states, "state")}, ${counted(transitions, "move")}; the largest has ${counted(largest, "state")}`;
  return `${counted(drawn, "configuration")} (seed ${seed})${some}: ${size}`;
}

/**
 * Writes what came of a campaign. Lines without a final newline.
 *
 * @param show writes a configuration
 */
export function outcomeText<T>(outcome: Outcome<T>, show: (configuration: T) => string): string {
  switch (outcome.kind) {
    case "held":
      return `nothing is violated on ${tallyText(outcome.tally)}`;
    case "vacuous":
      return `nothing is violated, but too little was looked at: ${outcome.because}\n  ${tallyText(outcome.tally)}`;
    case "counterexample":
      return counterexampleText(outcome.tally, outcome.counterexample, show);
  }
}
