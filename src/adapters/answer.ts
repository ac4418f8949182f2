/** What a matcher answers, and what a failing one says. */

import { reportText } from "../render/report.js";
import type { Style } from "../render/style.js";
import { isBroken, isOpen, type Judged } from "./judged.js";
import type { TestOptions } from "./options.js";

/** Of a matcher: whether it passes, and what is said where it was to be otherwise. */
export interface Answer {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What is said first, and then what `check` prints. */
export function failureText(
  first: string,
  { report, replay }: Judged,
  { style, witnesses = false }: { readonly style?: Style | undefined; readonly witnesses?: boolean } = {},
): string {
  return `${first}\n\n${reportText(report, { ...(style && { style }), replay, witnesses })}`;
}

const goOn =
  'Give it more time or room (the limit of the test, or timeout and maxStates); or go on for long by "await explore(model)"; ' +
  'or bound it, as in { preemptions: 2 }, and take what that says for enough by { inconclusive: "accept" }.';

/**
 * Refuses an answer where nothing is known: it is neither a yes nor a no, whichever of the two was wanted.
 *
 * @throws Error saying why the search was cut, and what to do
 */
export function refuseOpen(judged: Judged, { inconclusive = "fail" }: TestOptions, style?: Style): void {
  if (inconclusive === "accept" || !judged.report.verdicts.some(isOpen)) return;
  throw new Error(`${failureText("inconclusive: neither shown nor refuted", judged, { style })}\n\n${goOn}`);
}

/** Whether all that was asked for holds; what is not known does not count as known. */
export function holding(judged: Judged, options: TestOptions, style?: Style): Answer {
  if (judged.report.verdicts.some(isBroken))
    return { pass: false, message: () => failureText("not every property holds", judged, { style }) };
  refuseOpen(judged, options, style);
  // Whatever was accepted, it is no run on which that was seen.
  if (judged.report.verdicts.some((verdict) => verdict.kind === "inconclusive" && verdict.unseen))
    throw new Error(
      `${failureText("inconclusive: what is to be reachable was not seen", judged, { style })}\n\n${goOn}`,
    );
  return {
    pass: true,
    message: () => failureText("nothing is violated, and something was to be", judged, { style }),
  };
}
