/** Checks a model on tables and on the reference semantics, which must agree in everything that can be asked. */

import { type CheckOptions, check, type Model, type Report } from "preempt";
import { expect } from "vitest";
import { type KernelSizes, usualSizes } from "../../src/kernel/sizes.js";
import type { Interpreter } from "../../src/semantics/interpreter.js";
import { type State, stateKey } from "../../src/semantics/state.js";
import type { JudgedSpace } from "../../src/space/judged-space.js";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { tiny } from "../support/sizes.js";

/** Segments so small that every space has many. */
export { tiny };

interface Checked {
  readonly report: Report;
  readonly states: readonly State[];
  readonly views: number;
}

function checked(model: Model, spaceOf: (interpreter: Interpreter) => JudgedSpace): Checked {
  const spaces: JudgedSpace[] = [];
  const keeping: CheckOptions["space"] = (interpreter) => {
    const made = spaceOf(interpreter);
    spaces.push(made);
    return made;
  };
  const report = check(model, { witnesses: true, recheck: 0, space: keeping });
  const [space] = spaces;
  if (space === undefined || spaces.length > 1) throw new Error(`the check made ${spaces.length} spaces`);
  const states = Array.from({ length: space.size }, (_, id) => space.state(id));
  return { report, states, views: space.views };
}

/** The check on tables alone. */
export function onTables(model: Model, sizes: KernelSizes = usualSizes): Checked {
  return checked(model, (interpreter) => new TableSpace(interpreter, sizes));
}

/** States, transitions, and steps to the farthest state. */
export type Counts = readonly [states: number, transitions: number, depth: number];

export function countsOf({ grounds: { states, transitions, depth } }: Report): Counts {
  return [states, transitions, depth];
}

/** By property: what came out, and what it costs to see it. */
export function verdictsOf({ verdicts }: Report): Readonly<Record<string, string>> {
  const lines = verdicts.map((verdict) => {
    const trace =
      verdict.kind === "violated" ? verdict.trace : verdict.kind === "holds" ? verdict.witness : undefined;
    if (trace === undefined) return [verdict.property, verdict.kind];
    const { preemptions, events, steps } = trace.cost;
    return [verdict.property, `${verdict.kind} (${preemptions}, ${events}, ${steps})`];
  });
  return Object.fromEntries(lines);
}

/** All that a report says of the model; the rest of it is about the search. */
function said({ verdicts, grounds }: Report): string {
  const { exhausted, strategy, states, transitions, depth } = grounds;
  return JSON.stringify({ verdicts, exhausted, strategy, states, transitions, depth });
}

/** What tables say of `model`, after the reference semantics has said the same, state by state. */
export function agreed(model: Model, sizes: readonly KernelSizes[] = [usualSizes]): Checked {
  const reference = checked(model, (interpreter) => new ReferenceSpace(interpreter));
  const keys = reference.states.map((state) => stateKey(model, state)).sort();
  const [first, ...others] = sizes.map((size) => onTables(model, size));
  if (first === undefined) throw new Error("no size of segments to try");
  for (const { report, states } of [first, ...others]) {
    expect(said(report)).toBe(said(reference.report));
    // A sweep comes upon the states of a level in an order of its own.
    expect(states.map((state) => stateKey(model, state)).sort()).toEqual(keys);
  }
  return first;
}
