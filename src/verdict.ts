/** What a check comes to: a verdict on each property, and what they rest on. */

import type { Parameter } from "./model/model.js";
import type { Property } from "./property/property.js";
import type { Evidence, Judgement } from "./search/judge.js";
import type { Audited } from "./spot-check/spot-check.js";
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
  | {
      readonly kind: "inconclusive";
      readonly property: string;
      readonly reason: string;
      /** Where the property says that something is reachable: it was not seen. */
      readonly unseen?: true;
    };

/** What a bounded search was bounded by. */
export interface Bounds {
  /**
   * Every run of at most so many preemptions was gone through; -1 where not even those of none were. Where the space was
   * exhausted, each of its states is reached with so many.
   */
  readonly preemptions: number;
  /** What was expanded: states, once for each process that moved last where costs are counted from switches. */
  readonly nodes: number;
}

/** The chance that probabilistic concurrency testing finds a bug [BKMN10]. */
export interface PctChance {
  /** How many orders between two steps the bug asks for. */
  readonly depth: number;
  /** How many processes there are. */
  readonly processes: number;
  /** The bug shows within so many steps. */
  readonly steps: number;
  /** That one run shows it, at least. */
  readonly chance: number;
  /** That one of all the runs that were made does, at least. */
  readonly overall: number;
}

/** What was drawn at random. */
export interface SampledRuns {
  /** Whoever uses it again gets the same runs. */
  readonly seed: number;
  /** Runs made. */
  readonly runs: number;
  /** The most steps that a run may have. */
  readonly steps: number;
  /** Runs that could have gone on. */
  readonly cut: number;
  readonly pct?: PctChance;
}

/** What dynamic partial order reduction explored. */
export interface ExploredRuns {
  /** Optimal where that can: each trace once, and no run in vain. `brute` is no reduction: every run. */
  readonly algorithm: "optimal" | "source" | "brute";
  /** Why it was not the optimal one. */
  readonly because?: string;
  /** Traces at whose end every process is finished, or the run was halted. */
  readonly complete: number;
  /** Traces at whose end some process waits, and nothing can move. */
  readonly blocked: number;
  /** Runs that turned out to have been explored in another order. */
  readonly asleep: number;
  /** Runs in which a process stopped waiting for what came true later: none of the model's. */
  readonly abandoned: number;
  /** Runs that were cut where a process had taken as many steps as it may. */
  readonly cut: number;
  /** Races that called for a run of their own. */
  readonly reversed: number;
  /** Runs more, in which an observer looks at what a predicate does: of claims that the others did not settle. */
  readonly looking: number;
  /** How many steps each process might take, if that was bounded. */
  readonly steps?: number;
  /** How many runs there are, interleavings all told, in decimal; left out where there are too many states to count them. */
  readonly interleavings?: string;
}

/** What became of a declaration of symmetry. */
export interface Alike {
  /**
   * What was taken to be alike, and was checked to be: each state that was counted stands for all that exchanges of these make
   * of it. Nothing, where all states were searched.
   */
  readonly alike: readonly { readonly what: string; readonly elements: readonly (number | string)[] }[];
  /** What is declared to be alike, and is told apart by a claim that was checked. */
  readonly apart: readonly {
    readonly what: string;
    readonly between: readonly [number | string, number | string];
    readonly property: string;
  }[];
  /** Why it was not used at all. */
  readonly unused?: string;
}

/** What verdicts rest on. */
export interface Grounds {
  readonly model: string;
  readonly parameters: Readonly<Record<string, Parameter>>;
  readonly assumptions: readonly string[];
  readonly strategy: string;
  /** Whether every reachable state was judged, or by `reduced` one that stands for it. */
  readonly exhausted: boolean;
  /** Why the search was cut, if it was. */
  readonly stopped?: string;
  /** Of a bounded search. */
  readonly bound?: Bounds;
  /** Of runs that were drawn at random. */
  readonly sampling?: SampledRuns;
  /** Of dynamic partial order reduction. */
  readonly explored?: ExploredRuns;
  /** Distinct states reached and expanded; of single runs, for which no states are kept, each as often as it was come to. */
  readonly states: number;
  /** Of a search that was cut: states that it had come upon, and not expanded. */
  readonly frontier?: number;
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
  /** Of a model that declares symmetry: what came of that. */
  readonly symmetry?: Alike;
  /** By `reduced`: how many locations need a preemption point, of how many at which a process could move. */
  readonly points?: { readonly left: number; readonly of: number };
  /** What was checked against the reference semantics meanwhile, where that was asked for. */
  readonly audited?: Audited;
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
  if (decided.stopped !== undefined) {
    const unseen = isWanted(property) ? { unseen: true as const } : {};
    return { kind: "inconclusive", property: name, reason: decided.stopped, ...unseen };
  }
  if (isWanted(property)) return { kind: "unreached", property: name };
  return {
    kind: "holds",
    property: name,
    ...(impossible === undefined ? {} : { impossible }),
    ...(vacuous ? { vacuous } : {}),
  };
}
