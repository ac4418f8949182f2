/** What a check comes to: a verdict on each property, and what they rest on. */

import type { Parameter } from "./model/model.js";
import type { Property } from "./property/property.js";
import type { Evidence, Judgement } from "./search/judge.js";
import type { Trace } from "./trace/trace.js";

/** What was found out about one property. */
export type Verdict =
  /** The space was exhausted, and nothing broke it; or, of a reachability claim, it was met: how, if that was asked for. */
  | {
      readonly kind: "holds";
      readonly property: string;
      readonly witness?: Trace;
      /** Of `leadsTo`: `from` is never true, so that nothing was ever waited for. */
      readonly vacuous?: true;
      readonly impossible?: string;
    }
  /** The trace breaks it. */
  | { readonly kind: "violated"; readonly property: string; readonly trace: Trace }
  /** The space was exhausted without a witness. */
  | { readonly kind: "unreached"; readonly property: string }
  /** The search was cut: neither shown nor refuted. */
  | { readonly kind: "inconclusive"; readonly property: string; readonly reason: string };

/** What verdicts rest on. */
export interface Grounds {
  readonly model: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly assumptions: readonly string[];
  readonly strategy: string;
  /** Whether every reachable state was judged. */
  readonly exhausted: boolean;
  /** Why the search was cut, if it was. */
  readonly stopped?: string;
  /** Distinct states reached and expanded. */
  readonly states: number;
  /** Moves between them: every outcome of every process in every state. */
  readonly transitions: number;
  /** Steps to the state that is farthest from the initial one. */
  readonly depth: number;
  /** How often user code was run for a view of the variables that was not known: once for each. */
  readonly views: number;
  /** Bytes allocated for states, for the table that finds them, and for how they were reached. */
  readonly bytes: number;
  /** Ghosts that no step and nothing checked looks at, which are not in the states that were counted. */
  readonly leftOut: readonly string[];
}

/** What a check found. */
export interface Report {
  readonly verdicts: readonly Verdict[];
  readonly grounds: Grounds;
}

/** Whether to be met is what the property wants. */
export function isWanted(property: Property<never>): boolean {
  return property.kind === "reachable" && property.impossible === undefined;
}

export function verdictOn(
  property: Property<never>,
  decided: Pick<Judgement, "stopped">,
  {
    evidence,
    trace,
    witnesses,
    vacuous,
  }: {
    readonly evidence: Evidence | undefined;
    readonly trace: (evidence: Evidence) => Trace;
    readonly witnesses: boolean;
    readonly vacuous: boolean;
  },
): Verdict {
  const { name } = property;
  const impossible = property.kind === "reachable" ? property.impossible : undefined;
  if (evidence !== undefined && isWanted(property)) {
    return { kind: "holds", property: name, ...(witnesses ? { witness: trace(evidence) } : {}) };
  }
  if (evidence !== undefined) return { kind: "violated", property: name, trace: trace(evidence) };
  if (decided.stopped !== undefined) return { kind: "inconclusive", property: name, reason: decided.stopped };
  if (isWanted(property)) return { kind: "unreached", property: name };
  return {
    kind: "holds",
    property: name,
    ...(impossible === undefined ? {} : { impossible }),
    ...(vacuous ? { vacuous } : {}),
  };
}
