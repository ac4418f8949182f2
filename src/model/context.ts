/** What user code is handed: variables by name, and a few tools. */

import type { ContentsQuestions, ContentsTools } from "./contents.js";
import type { Draft, Indexed, LeafNames, View } from "./variables.js";

/** A question about where a process is, answered by the attributes of its location. */
export interface Rule {
  /** As `show` says it; rules of one name are one rule. */
  readonly name: string;
  /** Whether a process is at a location of the kind that is asked about, by the attributes of that location. */
  readonly of: (attributes: readonly string[]) => boolean;
}

/** Another process, as seen from outside. */
export interface ProcessView<L = unknown> {
  /** Whether it has reached the end of its program. */
  readonly finished: boolean;
  /** Whether a step labelled `label` is among those that it would take next. Throws for a label it does not have. */
  at(label: string): boolean;
  /** Whether its location has the attribute, such as `guest mode`. */
  in(attribute: string): boolean;
  /** Whether its location satisfies the rule. */
  under(rule: Rule): boolean;
  /** Its local variables. */
  readonly my: View<L>;
}

/** What reading code may ask for beside variables. */
export interface Questions {
  /** The process named `name`; `L` are its locals. Throws for a process that the model does not have. */
  process<L = unknown>(name: string): ProcessView<L>;
  /** Why the run has ended for good, or null while it goes on. */
  readonly halted: string | null;
  /** What is to be known of contents. */
  readonly contents: ContentsQuestions;
}

/** What a step's body may do beside assigning. */
export interface Tools extends Questions {
  /** What is to be known of contents, and new ones. */
  readonly contents: ContentsTools;
  /**
   * Assigns to the variable called `name` in `group` what `change` makes of its value, and does not look at that: what else
   * the step does cannot depend on it, so that the step has one view for all values of the variable. `change` is run once
   * for each value and sees nothing else: whatever it needs beside it is read before. The same function object for the same
   * variable is asked for the same value once, so a constant function is best.
   *
   * @example k.update(k.vcpu, "guestFpu", stale);  // k.vcpu.guestFpu = stale(k.vcpu.guestFpu), in fewer views
   */
  update<G, N extends LeafNames<G>>(group: G, name: N, change: (value: G[N]) => G[N]): void;
  /** One of `options`: the step has an outcome for each, in their order. Throws where there are none. */
  choose<const T>(options: readonly T[]): T;
  /** Fails the assertion named `property`; the step's writes stand and the run goes on. */
  fail(property: string, why?: string): void;
  /** Fails the assertion named `property` unless `condition`. */
  assert(property: string, condition: boolean, why?: string): void;
  /** Ends the run for good, as a panic does: there is no later step, and no deadlock. */
  halt(why: string): void;
}

/** `here`, the variables of this process' CPU, in a model that declares `cpu: indexed(…)`. */
type Here<V, Mode extends "draft" | "view"> = V extends { readonly cpu: Indexed<infer G, number | string> }
  ? { readonly here: Mode extends "draft" ? Draft<G> : View<G> }
  : unknown;

/** `current`, the variables of this process' task, in a model that declares `task: indexed(…)`. */
type Current<V, Mode extends "draft" | "view"> = V extends {
  readonly task: Indexed<infer G, number | string>;
}
  ? { readonly current: Mode extends "draft" ? Draft<G> : View<G> }
  : unknown;

/** What the body of a step sees: shared variables `V`, its process' locals `L` as `my`, and the tools. */
export type Context<V, L = unknown> = Draft<V> &
  Here<V, "draft"> &
  Current<V, "draft"> & { readonly my: Draft<L> } & Tools;

/** What a guard, a condition or a declared cost sees: what a body sees, to read. */
export type Reader<V, L = unknown> = View<V> &
  Here<V, "view"> &
  Current<V, "view"> & { readonly my: View<L> } & Questions;

/** What a property's predicate sees: the whole state, from outside every process. */
export type StateView<V> = View<V> & Questions;

/** Names that no variable may take, with what they mean instead. */
export const reservedNames: Readonly<Record<string, string>> = {
  here: "this CPU's variables",
  current: "this task's variables",
  my: "a process' own variables",
  process: "the question about another process",
  update: "the update of a variable by a function of its value",
  choose: "the choice that a step makes",
  fail: "the failing of an assertion",
  assert: "the test of an assertion",
  halt: "the end of a run",
  halted: "why a run has ended",
  contents: "the question whose some contents are",
};

/** What one step costs a trace, beside the step itself. */
export type Cost = "nothing" | "preemption" | "interrupt" | "migration" | "sleep";

/** A body returns nothing: `undefined` and not `void`, which would admit async functions. */
export type Body<C> = (context: C) => undefined;

/** A guard or a condition. */
export type Guard<R> = (reader: R) => boolean;
