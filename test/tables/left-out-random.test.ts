/** Random models without the ghosts that nothing checked depends on, against the reference with all of them. */

import fc from "fast-check";
import {
  type CheckOptions,
  check,
  isModelError,
  type Model,
  type Report,
  schedule,
  type Verdict,
} from "preempt";
import { expect, test } from "vitest";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import { ghostlyModel } from "./ghostly-model.js";
import { description } from "./ghostly-models.js";

const models = 1_500;
const seed = 20_261_001;
/** Beyond these a model is passed over. */
const mostStates = 300;

function said(verdict: Verdict): string {
  const trace =
    verdict.kind === "violated" ? verdict.trace : verdict.kind === "holds" ? verdict.witness : undefined;
  const { preemptions, events, steps } = trace?.cost ?? { preemptions: 0, events: 0, steps: 0 };
  const shown = trace ? ` (${preemptions}, ${events}, ${steps}) ${schedule(trace)}` : "";
  return `${verdict.property}: ${verdict.kind}${shown}`;
}

interface Found {
  readonly lines: readonly string[];
  readonly report: Report | undefined;
}

/** What comes out: verdicts with their traces, or that something was refused. */
function found(model: Model, options: CheckOptions): Found {
  try {
    const report = check(model, { witnesses: true, recheck: 20, ...options });
    return { report, lines: report.verdicts.map(said) };
  } catch (error) {
    if (!isModelError(error)) throw error;
    const what = error.message.includes("decide something real")
      ? "a ghost decides"
      : error.message.includes("this should not be")
        ? "it throws"
        : error.message;
    return { report: undefined, lines: [what] };
  }
}

const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

test(`${models} models: verdicts and traces are those with all ghosts in the state`, () => {
  const all: number[] = [];
  const left: number[] = [];
  const kinds = new Map<string, number>();
  let fewer = 0;
  let without = 0;
  fc.assert(
    fc.property(description, (described) => {
      const { model, properties } = ghostlyModel(described);
      const stop: CheckOptions["stop"] = ({ states }) => (states > mostStates ? "too many" : undefined);
      const reference = found(model, { properties, stop, space: (i) => new ReferenceSpace(i) });
      fc.pre(reference.report?.grounds.exhausted !== false);
      const { lines, report } = found(model, { properties });
      expect(lines).toEqual(reference.lines);
      for (const line of lines) {
        const kind = line.replace(/^.*: (\w+).*$/, "$1");
        kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      }
      if (report === undefined || reference.report === undefined) return;
      all.push(reference.report.grounds.states);
      left.push(report.grounds.states);
      if (report.grounds.states < reference.report.grounds.states) fewer += 1;
      if (report.grounds.leftOut.length > 0) without += 1;
    }),
    { numRuns: models, seed },
  );
  const share = (n: number): string => `${Math.round((100 * n) / all.length)} %`;
  console.log(
    `${models} models, ${all.length} accepted; median states ${median(all)} with all ghosts, ${median(left)} without; ` +
      `some left out in ${share(without)}, fewer states in ${share(fewer)}; ` +
      [...kinds].map(([kind, n]) => `${n} ${kind}`).join(", "),
  );
});
