/** The matrix of a family as data: an entry for each instance. */

import type { Verdict } from "../check.js";
import type { Family } from "../model/family.js";
import type { Parameter } from "../model/model.js";
import { schedule, type Trace } from "../trace/trace.js";
import { type EventCounts, eventsIn, roundOf } from "./cost.js";
import { type Checked, expectedOf, surprises } from "./matrix.js";

/** What was found out about one property of one instance. */
export interface MatrixCell {
  readonly property: string;
  readonly kind: string;
  readonly verdict: Verdict["kind"];
  readonly expected: Verdict["kind"];
  readonly surprising: boolean;
  /** Why it is rightly never reached, of a claim that was turned round and holds. */
  readonly impossible: string | null;
  /** How many steps go on for ever at its end, of a lasso. */
  readonly cycle: number | null;
  /** Of the least trace of what is violated. */
  readonly cost: (Trace["cost"] & { readonly switches: number; readonly kinds: EventCounts }) | null;
  /** That trace in a line, for `replay`. */
  readonly schedule: string | null;
}

/** What was found out about one instance. */
export interface MatrixRow {
  readonly family: string;
  readonly variant: string;
  readonly about: string;
  readonly commit: string | null;
  readonly kernel: string | null;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly properties: readonly MatrixCell[];
  /** Whether the search went through all states. */
  readonly exhausted: boolean;
  readonly states: number;
  readonly transitions: number;
}

/** One instance of `family`, as data. */
export function matrixRow(family: Family, checked: Checked): MatrixRow {
  const { instance, report } = checked;
  const { variant, parameters, model } = instance;
  const { about = "", commit = null, kernel = null } = family.variants[variant] ?? {};
  const { exhausted, states, transitions } = report.grounds;
  const odd = surprises(checked);
  const properties = report.verdicts.map((verdict): MatrixCell => {
    const { property } = verdict;
    const trace = verdict.kind === "violated" ? verdict.trace : undefined;
    return {
      property,
      kind: model.properties.find(({ name }) => name === property)?.kind ?? "",
      verdict: verdict.kind,
      expected: expectedOf(instance, property),
      surprising: odd.includes(property),
      impossible: (verdict.kind === "holds" ? verdict.impossible : undefined) ?? null,
      cycle: trace === undefined || trace.cycle === null ? null : roundOf(trace),
      cost: trace === undefined ? null : { ...trace.cost, switches: trace.switches, kinds: eventsIn(trace) },
      schedule: trace === undefined ? null : schedule(trace),
    };
  });
  return {
    family: family.name,
    variant,
    about,
    commit,
    kernel,
    parameters,
    properties,
    exhausted,
    states,
    transitions,
  };
}
