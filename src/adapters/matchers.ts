/** The matchers, free of any runner: what was received and asked, and whether that passes. */

import { ModelError } from "../model/model-error.js";
import { deadlockFree, type Property, reachable } from "../property/property.js";
import { costText } from "../render/cost.js";
import type { Style } from "../render/style.js";
import type { TraceCost } from "../search/cost.js";
import type { Trace } from "../trace/trace.js";
import { type Answer, failureText, holding, refuseOpen } from "./answer.js";
import type { Claim, Claims } from "./asked.js";
import type { Clock } from "./clock.js";
import { isReport, type Judged, judged } from "./judged.js";
import type { Stop } from "./limits.js";
import { checkNames, checkValues, type TestOptions, testOptions } from "./options.js";
import { subjectOf } from "./subject.js";

/** What a matcher knows of where it is called. */
export interface Where {
  /** Whether it stands behind `.not`. */
  readonly negated: boolean;
  readonly style: Style;
  readonly clock: Clock;
  /** Ends a search before the runner ends the test. */
  readonly limit: Stop | undefined;
}

/** What the least trace that violates a property is to cost: what is given is exact, what is left out may be anything. */
export type Figures = Partial<TraceCost>;

const figureNames: readonly (keyof Figures)[] = ["preemptions", "events", "steps"];

/** @throws ModelError for what is no option, or no value of one */
function checkOptions(matcher: string, options: TestOptions): void {
  checkNames(`option of ${matcher}`, options, testOptions);
  checkValues(options);
}

const called = (matcher: string, { negated }: Where): string =>
  `expect(…)${negated ? ".not" : ""}.${matcher}`;

function asking(matcher: string, where: Where): { asked: string; clock: Clock; limit: Stop | undefined } {
  return { asked: called(matcher, where), clock: where.clock, limit: where.limit };
}

/** Whether all of `claims` hold; every property of the model, if they are left out. */
export function toHold(
  received: unknown,
  claims: Claims | undefined,
  options: TestOptions = {},
  where: Where,
): Answer {
  checkOptions("toHold", options);
  return holding(judged(received, claims, options, asking("toHold", where)), options, where.style);
}

/** @throws ModelError where the figures are none, or asked for behind `.not` */
function checkFigures(figures: Figures, { negated }: Where): void {
  checkNames("figure of toViolate", figures, figureNames);
  const given = figureNames.filter((name) => figures[name] !== undefined);
  const wrong = given.find((name) => !(Number.isSafeInteger(figures[name]) && Number(figures[name]) >= 0));
  if (wrong !== undefined)
    throw new ModelError(`${wrong} is to be a whole number from 0 on; it is ${String(figures[wrong])}`);
  if (negated && given.length > 0)
    throw new ModelError(
      `.not.toViolate with ${given.join(", ")} could mean that it holds, or that it costs something else: say which`,
    );
}

/** How the cost of `trace` differs from the figures, in words: `3 steps, not 2`. */
function differing({ cost }: Trace, figures: Figures): readonly string[] {
  return figureNames.flatMap((name) => {
    const wanted = figures[name];
    return wanted === undefined || wanted === cost[name] ? [] : [`${name}: ${cost[name]}, not ${wanted}`];
  });
}

/** Whether a property is violated; and, where figures are given, whether its least trace costs that. */
export function toViolate(
  received: unknown,
  claim: Claim,
  given: { readonly figures?: Figures | undefined; readonly options?: TestOptions | undefined },
  where: Where,
): Answer {
  const { figures = {}, options = {} } = given;
  const { style } = where;
  checkFigures(figures, where);
  checkOptions("toViolate", options);
  if (claim === undefined || Array.isArray(claim))
    throw new ModelError("toViolate is asked of one property: its name, or a property");
  const found = judged(received, [claim], options, asking("toViolate", where));
  const [verdict] = found.report.verdicts;
  const answer = (pass: boolean, first: string): Answer => ({
    pass,
    message: () => failureText(first, found, { style }),
  });
  switch (verdict?.kind) {
    case undefined:
    case "holds":
      return answer(false, "the property holds, and was to be violated");
    case "unreached":
      return answer(
        false,
        "nothing reaches what was to be reached: there is no trace that shows it; ask for .not.toHold",
      );
    case "inconclusive":
      refuseOpen(found, options, style);
      return answer(false, "the property was to be violated, and was not seen to be");
    case "violated": {
      const { trace } = verdict;
      const differs = differing(trace, figures);
      const figured = Object.values(figures).some((figure) => figure !== undefined);
      if (figured && !trace.least && options.inconclusive !== "accept")
        throw new Error(
          failureText("inconclusive: it is violated, and at what least cost is not known", found, { style }),
        );
      if (differs.length === 0) return answer(true, "the property is violated, and was not to be");
      return answer(false, `the property is violated at ${costText(trace)} (${differs.join("; ")})`);
    }
  }
}

/** What is asked for by `predicate`, called like it where no property of `received` is. */
function reaching(predicate: (state: never) => boolean, received: unknown): Property<never> {
  if (typeof predicate !== "function")
    throw new ModelError(
      `toReach takes a predicate of the state: a function; it was given ${typeof predicate}`,
    );
  const properties = isReport(received) ? [] : subjectOf(received, "expect(…).toReach").model.properties;
  const taken = properties.some(({ name }) => name === predicate.name);
  return reachable(predicate.name === "" || taken ? "what toReach asks for" : predicate.name, predicate);
}

/** Whether some reachable state satisfies `predicate`. */
export function toReach(
  received: unknown,
  predicate: (state: never) => boolean,
  options: TestOptions = {},
  where: Where,
): Answer {
  checkOptions("toReach", options);
  const { negated, style } = where;
  // How it is reached is worth a search of its own only where it is not to be.
  const how = { ...asking("toReach", where), more: { witnesses: negated } };
  const found: Judged = judged(received, [reaching(predicate, received)], options, how);
  refuseOpen(found, options, style);
  const pass = found.report.verdicts.every(({ kind }) => kind === "holds");
  const first = pass
    ? "a reachable state satisfies the predicate, and none was to"
    : "no reachable state satisfies the predicate";
  return { pass, message: () => failureText(first, found, { style, witnesses: negated }) };
}

/** Whether nothing ever stops for good while a process waits that may not wait for ever. */
export function toBeDeadlockFree(received: unknown, options: TestOptions = {}, where: Where): Answer {
  checkOptions("toBeDeadlockFree", options);
  const how = asking("toBeDeadlockFree", where);
  const { properties } = subjectOf(received, how.asked).model;
  const own = properties.find(({ kind }) => kind === "deadlockFree");
  const found = judged(received, [own ?? deadlockFree()], options, how);
  return holding(found, options, where.style);
}
