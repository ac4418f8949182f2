/** Whether a location needs a preemption point before it, and why. */

import type { Model, ModelProcess } from "../../model/model.js";
import type { KnownViews } from "../../space/known-views.js";
import type { Meanwhile } from "./meanwhile.js";
import type { OwnSteps } from "./own-steps.js";

/** Why others must be let in before the steps at a location; names are those of variables, processes and properties. */
export type Reason =
  | { readonly kind: "surroundings" }
  | { readonly kind: "costs" }
  | { readonly kind: "halts" }
  | { readonly kind: "finishes" }
  | { readonly kind: "may wait" }
  | { readonly kind: "gate"; readonly variable: string }
  | { readonly kind: "place"; readonly question: string; readonly by: string }
  | { readonly kind: "reads" | "overwrites"; readonly variable: string; readonly writer: string }
  | { readonly kind: "writes"; readonly variable: string; readonly reader: string }
  | { readonly kind: "asks"; readonly process: string; readonly question: string }
  | { readonly kind: "cycle" };

/** What is asked about: the steps of a process at a location. */
export interface Asked {
  readonly model: Model;
  readonly knownViews: KnownViews;
  readonly process: ModelProcess;
  readonly location: number;
  readonly steps: OwnSteps;
  /** Everything that the guard of the process was ever seen to read. */
  readonly gate: { readonly variables: ReadonlySet<number>; readonly places: ReadonlySet<number> };
  /** Whether it is asked for deadlocks. */
  readonly deadlocks: boolean;
}

function mustWait({ process }: Asked, at: number): boolean {
  const steps = process.program.locations[at]?.steps ?? [];
  return !process.mayWait && !steps.every((step) => step.mayWait);
}

/** What there is against leaving others out that asks nothing of what they do. */
export function reasonInItself(asked: Asked): Reason | undefined {
  const { model, process, location, steps, deadlocks, knownViews, gate } = asked;
  // Whether anything but the surroundings moves is what tells a deadlock.
  if (deadlocks && process.environment) return { kind: "surroundings" };
  if (steps.costs) return { kind: "costs" };
  if (steps.writes.has(model.layout.halted.index)) return { kind: "halts" };
  for (const to of steps.to) {
    const ends = process.program.locations[to]?.steps.length === 0;
    // Who waits for ever is to be found before its step as well as behind it.
    if (deadlocks && mustWait(asked, location) && !mustWait(asked, to))
      return { kind: ends ? "finishes" : "may wait" };
    for (const question of gate.places) {
      if (knownViews.classOf(question, location) !== knownViews.classOf(question, to))
        return { kind: "place", question: knownViews.questionOf(question), by: process.name };
    }
  }
  for (const variable of steps.writes) {
    if (gate.variables.has(variable) && !knownViews.isConstant(variable))
      return { kind: "gate", variable: nameOf(asked, variable) };
  }
  return undefined;
}

function nameOf({ model }: Asked, variable: number): string {
  return model.layout.variables[variable]?.name ?? String(variable);
}

/** Properties are told from processes by quotation marks. */
function quoted(property: string): string {
  return `"${property}"`;
}

/** What others do meanwhile that does not commute with the steps. */
export function conflictWith(asked: Asked, others: Meanwhile): Reason | undefined {
  return placeSeen(asked, others) ?? valueRead(asked, others) ?? valueWritten(asked, others);
}

function placeSeen({ model, knownViews, location, steps }: Asked, { askers }: Meanwhile): Reason | undefined {
  for (const [question, who] of askers) {
    for (const to of steps.to) {
      if (knownViews.classOf(question, location) === knownViews.classOf(question, to)) continue;
      const by = typeof who === "string" ? quoted(who) : (model.processes[who]?.name ?? "");
      return { kind: "place", question: knownViews.questionOf(question), by };
    }
  }
  return undefined;
}

function valueRead(asked: Asked, { writers, moves }: Meanwhile): Reason | undefined {
  const { model, knownViews, process, steps } = asked;
  for (const variable of steps.reads) {
    const writer = model.processes[writers.get(variable) ?? -1]?.name;
    if (writer !== undefined) return { kind: "reads", variable: nameOf(asked, variable), writer };
  }
  for (const [question, variable] of steps.asks) {
    if (variable === process.location.index) continue;
    const other = model.processes.find((each) => each.location.index === variable);
    const changes = (moves.get(other?.index ?? -1) ?? []).some(
      ([from, to]) => knownViews.classOf(question, from) !== knownViews.classOf(question, to),
    );
    if (other !== undefined && changes)
      return { kind: "asks", process: other.name, question: knownViews.questionOf(question) };
  }
  return undefined;
}

function valueWritten(asked: Asked, { writers, readers, judges }: Meanwhile): Reason | undefined {
  const { model, knownViews, steps } = asked;
  for (const index of steps.writes) {
    if (knownViews.isConstant(index)) continue;
    const variable = nameOf(asked, index);
    const judge = judges.get(index);
    const reader = model.processes[readers.get(index) ?? -1]?.name ?? (judge && quoted(judge));
    if (reader !== undefined) return { kind: "writes", variable, reader };
    const writer = model.processes[writers.get(index) ?? -1]?.name;
    if (writer !== undefined) return { kind: "overwrites", variable, writer };
  }
  return undefined;
}
