/** What a certificate was found to show, as text: a line a property, and what it rests on. */

import type { Verified } from "../certificate/verify.js";
import type { Verdict } from "../verdict.js";
import { counted, grouped } from "./numbers.js";
import { exchangedText, verdictText } from "./report.js";
import type { Style } from "./style.js";

/** A run in a certificate shows what it shows; that no cheaper one does is not claimed. */
function byRun(verdict: Verdict): string | undefined {
  if (verdict.kind === "violated") return `by a run of ${counted(verdict.trace.steps.length, "step")}`;
  return verdict.kind === "holds" && verdict.witness
    ? `by a run of ${counted(verdict.witness.steps.length, "step")}`
    : undefined;
}

/** What was looked at, in a line. */
function lookedText({ states, transitions, symmetry, stopped }: Verified): string {
  const standFor =
    symmetry === undefined
      ? ""
      : ` and all ${grouped(symmetry.images)} that exchanges of ${exchangedText(symmetry.alike)} make of them`;
  const size = `${counted(states, "state")}${standFor}, ${counted(transitions, "move")}`;
  const among = symmetry === undefined ? "them" : "these";
  return stopped === undefined
    ? `all ${size}: the initial state is among ${among}, and every move leads to one of ${among}`
    : `only ${size}; cut: ${stopped}`;
}

/**
 * Writes it. Lines without a final newline.
 *
 * @param options.words what names the model on the command line: whose verdicts these are is not the file's to say
 */
export function verifiedText(
  verified: Verified,
  { style, words }: { readonly style: Style; readonly words: string },
): string {
  const { model, parameters, verdicts, leftOut, assumptions } = verified;
  const set = Object.entries(parameters).map(([name, value]) => ` ${name}=${value}`);
  const longest = Math.max(...verdicts.map(({ property }) => property.length));
  return [
    style.strong(`${model}${set.join("")}`),
    ...verdicts.map((verdict) => {
      const { word, detail } = verdictText(verdict, style);
      return `  ${word}  ${verdict.property.padEnd(longest)}  ${byRun(verdict) ?? detail}`.trimEnd();
    }),
    `verified: ${lookedText(verified)} (reference semantics alone, of ${words})`,
    ...(leftOut.length === 0
      ? []
      : [`left out: ${leftOut.join(", ")}; nothing that was looked at looks at them`]),
    `assumed: ${assumptions.join("; ")}`,
  ].join("\n");
}
