/** A trace: a run from the initial state, as data. Values are in plain JSON, so that a trace can be stored. */

import type { Source } from "../model/code.js";
import type { Cost } from "../model/context.js";
import type { Parameter } from "../model/model.js";
import type { Fairness } from "../model/process.js";
import type { TraceCost } from "../search/cost.js";
import type { Json } from "./json-value.js";

/** The version of the schema in docs/trace-schema.md. */
export const traceSchema = "preempt-trace/2";

/** One write to a variable; `from` and `to` are equal where it wrote what was there. */
export interface Change {
  readonly variable: string;
  readonly from: Json;
  readonly to: Json;
}

/** One execution of a step; an atomic block has several. */
export interface TraceAct {
  readonly label: string;
  /** The routine that it stands in, innermost. */
  readonly source: Source | null;
  /** The sections and modes that it stands in. */
  readonly under: readonly string[];
  readonly changes: readonly Change[];
  /** The assertions that it failed. */
  readonly failures: readonly { readonly property: string; readonly why: string | null }[];
}

/** How the process that moves came to be the one: what the step before left behind. */
export type Switch =
  /** The same process goes on, or it is the first step. */
  | "none"
  /** The one before could have gone on. */
  | "preempted"
  /** The one before was blocked. */
  | "blocked"
  /** The one before had come to its end. */
  | "finished";

/** Where a step was taken, in a model whose processes say on which CPU they are and for which task they run. */
export interface TracePlace {
  readonly cpu: string | null;
  readonly task: string | null;
  /** The task that its CPU runs after it: another one where the step was a context switch. */
  readonly next: string | null;
}

/** One step of one process. */
export interface TraceStep {
  readonly process: string;
  readonly place: TracePlace;
  /** Which of its outcomes in that state. */
  readonly outcome: number;
  readonly switch: Switch;
  /** What it declares that it costs, or what it costs as a preemption. */
  readonly cost: {
    readonly preemptions: number;
    readonly events: number;
    readonly kinds: readonly Cost[];
  };
  /** What makes several acts one step. */
  readonly atomic: string | null;
  readonly acts: readonly TraceAct[];
}

/** A process that waits where a run has stopped. */
export interface Waiting {
  readonly process: string;
  /** The labels of the steps that it would take. */
  readonly steps: readonly string[];
  /** What those looked at when they found themselves blocked: a mutex and who holds it, the variables of a guard. */
  readonly reads: readonly { readonly variable: string; readonly value: Json }[];
}

/** What a cycle has to do with one process. */
export interface CycleProcess {
  readonly process: string;
  /** What is assumed of it. */
  readonly fair: Fairness | null;
  /** `is passed over`: it could move, never does, and nothing is assumed of it. */
  readonly how: "moves" | "cannot move" | "can never move" | "is passed over";
  /** The step by which it moves, or behind which it cannot, or could. */
  readonly step: number;
}

/** What goes on for ever at the end of a run. */
export interface Cycle {
  /** The steps behind the one of this number: the last of them leads back to where the first began. */
  readonly from: number;
  /** Why that is fair to who is declared fair, and who is passed over. */
  readonly processes: readonly CycleProcess[];
}

/** A run, what it shows, and how sure that is. */
export interface Trace {
  readonly schema: typeof traceSchema;
  readonly model: {
    readonly name: string;
    /** In the order of declaration, which is the order of the lanes. */
    readonly processes: readonly string[];
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly assumptions: readonly string[];
    /** The variables that drawings leave out. */
    readonly background: readonly string[];
  };
  /** The property that this run is about. */
  readonly property: { readonly name: string; readonly kind: string };
  /** A run replayed from a schedule may show nothing in particular. */
  readonly shows: "violation" | "witness" | "run";
  readonly initial: readonly { readonly variable: string; readonly value: Json }[];
  readonly steps: readonly TraceStep[];
  /** Of a claim about whole runs: what goes on for ever; null where the run ends, and of any other claim. */
  readonly cycle: Cycle | null;
  /** Of the steps up to the cycle, if there is one. */
  readonly cost: TraceCost;
  /**
   * Switches from one process to another, whether they cost anything or not; in a model with tasks, context switches: from
   * one task to another on the same CPU. Up to the cycle, if there is one.
   */
  readonly switches: number;
  /** Whether no cheaper run shows the same. */
  readonly least: boolean;
  /**
   * The number of the step in which it shows (the first is 1); 0 for the initial state. Of a claim about whole runs, the
   * step behind which what is never met is pending.
   */
  readonly seen: number;
  /** The last step that changed what was then seen, or else wrote it, and the variables, where there is one. */
  readonly damage: { readonly step: number; readonly variables: readonly string[] } | null;
  /** Where it shows that somebody waits for ever: who, and for what; else empty. */
  readonly waiting: readonly Waiting[];
  /** Why the run has ended for good, where it has. */
  readonly halted: string | null;
}

/**
 * The one-line schedule of a trace: `A*2 B ~ A/1`. A process stands for its next step, `*2` for two in a row, `/1` for
 * the outcome numbered 1, `~` before a step that costs a preemption, and `[…]` for what goes on for ever.
 */
export function schedule({ steps, cycle }: Pick<Trace, "steps" | "cycle">): string {
  if (cycle === null) return words(steps);
  return [words(steps.slice(0, cycle.from)), `[${words(steps.slice(cycle.from))}]`].filter(Boolean).join(" ");
}

function words(steps: Trace["steps"]): string {
  const words: { word: string; times: number }[] = [];
  for (const { process, outcome, cost } of steps) {
    const word = `${process}${outcome === 0 ? "" : `/${outcome}`}`;
    const last = words.at(-1);
    if (cost.preemptions > 0) words.push({ word: "~", times: 1 }, { word, times: 1 });
    else if (last?.word === word) last.times += 1;
    else words.push({ word, times: 1 });
  }
  return words.map(({ word, times }) => (times === 1 ? word : `${word}*${times}`)).join(" ");
}
