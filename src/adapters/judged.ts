/** The one way in which everything for tests checks a model: matchers, `assertHolds`, `explore`, tables. */

import { type CheckOptions, checking, type Report, type Verdict } from "../check.js";
import { ModelError } from "../model/model-error.js";
import { unknownName } from "../model/nearest.js";
import type { Progress } from "../search/judge.js";
import { askedOf, type Claims, explainingForeign } from "./asked.js";
import type { Clock } from "./clock.js";
import { anyOf, inTime, type Stop, within } from "./limits.js";
import { strategyIn, type TestOptions } from "./options.js";
import { replayOfModel, subjectOf } from "./subject.js";

/** What was found out, and how its traces are replayed. */
export interface Judged {
  readonly report: Report;
  readonly replay: (schedule: string) => string;
}

/** How something was asked. */
export interface Asking {
  /** As messages say it: `expect(…).toHold`. */
  readonly asked: string;
  readonly clock: Clock;
  /** Ends the search before the runner ends the test, where that has a limit. */
  readonly limit?: Stop | undefined;
  /** What else may be told to a check. */
  readonly more?: Pick<CheckOptions, "stop" | "witnesses" | "space" | "recheck">;
}

/** Judges `received` step by step: see {@link judged}. */
export function* judging(
  received: unknown,
  claims: Claims | undefined,
  options: TestOptions,
  { asked, clock, limit, more = {} }: Asking,
): Generator<Progress, Judged> {
  const { model, replay } = subjectOf(received, asked);
  const wanted = askedOf(model, claims);
  const { maxStates, timeout } = options;
  const stop = anyOf([
    more.stop,
    maxStates === undefined ? undefined : within(maxStates),
    timeout === undefined ? limit : inTime(clock, timeout),
  ]);
  const search = checking(wanted.model, {
    ...strategyIn(options),
    ...more,
    stop,
    ...(wanted.names === undefined ? {} : { properties: wanted.names }),
  });
  for (;;) {
    const { done, value } = explainingForeign(wanted, () => search.next());
    if (done) return { report: value, replay };
    yield value;
  }
}

/** Whether it is what a check returns. */
export function isReport(thing: unknown): thing is Report {
  return typeof thing === "object" && thing !== null && "verdicts" in thing && "grounds" in thing;
}

/** What a report says on `claims`; all of it, if they are left out. */
function saidBy(report: Report, claims: Claims | undefined, options: TestOptions): Report {
  const idle = Object.keys(options).find((name) => name !== "inconclusive");
  if (idle !== undefined)
    throw new ModelError(`a report is of a search that was made: ${idle} is for what is yet to be checked`);
  if (report.verdicts.length === 0) throw new ModelError("the report has no verdict, so it says nothing");
  if (claims === undefined) return report;
  const names = (Array.isArray(claims) ? claims : [claims]).map((claim: unknown) => {
    if (typeof claim === "string") return claim;
    throw new ModelError(
      "of a report its verdicts are asked for by name; other claims are made of the model",
    );
  });
  const known = report.verdicts.map(({ property }) => property);
  if (names.length === 0) throw new ModelError(`no verdict is asked for; there is ${known.join(", ")}`);
  const verdicts = names.map((name) => {
    const found = report.verdicts.find(({ property }) => property === name);
    if (found === undefined) throw new ModelError(unknownName("verdict of the report on", name, known));
    return found;
  });
  return { ...report, verdicts };
}

/**
 * Checks a model, or an instance of a family; or takes a report for what it is.
 *
 * @throws ModelError for what is none of them, for claims that cannot be made of it, and for mistakes in the model
 */
export function judged(
  received: unknown,
  claims: Claims | undefined,
  options: TestOptions,
  asking: Asking,
): Judged {
  if (isReport(received)) return { report: saidBy(received, claims, options), replay: replayOfModel };
  const search = judging(received, claims, options, asking);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

/** Whether it was found to be other than claimed. */
export const isBroken = ({ kind }: Verdict): boolean => kind === "violated" || kind === "unreached";

/** Whether it is not known. */
export const isOpen = ({ kind }: Verdict): boolean => kind === "inconclusive";
