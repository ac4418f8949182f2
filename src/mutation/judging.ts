/** What becomes of one mutant: which property kills it, and at what cost; or why none does. */

import { type CheckOptions, checking, type Report, type Verdict } from "../check.js";
import type { Model } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import type { Progress } from "../search/judge.js";
import type { Trace } from "../trace/trace.js";
import { compared } from "./equivalence.js";
import { type Graph, graphOf, Texts } from "./graph.js";
import type { Mutant } from "./mutants.js";

/** A property that holds of the model and not of the mutant. */
export type Kill =
  /** The trace breaks it. */
  | { readonly property: string; readonly verdict: "violated"; readonly trace: Trace }
  /** What must be reachable is not any more. */
  | { readonly property: string; readonly verdict: "unreached" };

/** What became of a mutant. */
export type Fate =
  /** The cheapest trace first, then what is unreached. */
  | { readonly kind: "killed"; readonly by: readonly [Kill, ...Kill[]] }
  /** It cannot be laid out, or user code, or what is built in, says that it is no model: no property was needed for that. */
  | { readonly kind: "does not run"; readonly why: string }
  /** All properties hold, and no other could tell: see `equivalence.ts`. */
  | { readonly kind: "equivalent" }
  /**
   * All properties hold. `same states`: of variables, attributes and who has finished it comes to the same states, so that no claim about
   * these could kill it; `unknown`: the graphs were too large to be compared.
   */
  | { readonly kind: "survived"; readonly states: "other" | "same" | "unknown" }
  /** The search was cut before anything was found. */
  | { readonly kind: "inconclusive"; readonly why: string };

/** How mutants are judged. */
export interface JudgingOptions extends Pick<CheckOptions, "properties" | "stop"> {
  /**
   * A search of a mutant is cut at so many states, or as often as needed by the model itself, whichever is more: a mutant may have no
   * end of them.
   */
  readonly mutantStates?: number;
}

/** So many states are searched, of however small a model. */
const usualStates = 2_000;

/** So many times the states of the model itself are searched. */
const usualGrowth = 5;

/** A search for least cost may go through each state once for each process. */
const explainingGrowth = 4;

/** What came before the model's own search is the same for all of its mutants. */
export class Judge {
  readonly #model: Model;
  readonly #options: JudgingOptions;
  readonly #most: number;
  readonly #texts = new Texts();
  #graph: Graph | string | undefined;

  /** @param base what a check of the model itself has found: that all of it holds */
  constructor(model: Model, base: Report, options: JudgingOptions) {
    const { mutantStates = usualStates } = options;
    this.#model = model;
    this.#options = options;
    this.#most = Math.max(mutantStates, usualGrowth * base.grounds.states);
  }

  /** @throws ModelError never of the mutant: that is what becomes of it */
  *fateOf(mutant: Mutant): Generator<Progress, Fate> {
    try {
      const model = mutant.model();
      const { properties } = this.#options;
      const stop = (progress: Progress): string | undefined => this.#stop(progress);
      // Its code is the model's own, which was tested for purity.
      const report = yield* checking(model, { stop, recheck: 0, ...(properties && { properties }) });
      return fateByVerdicts(report) ?? (yield* this.#survivor(model));
    } catch (error) {
      if (!isModelError(error)) throw error;
      return { kind: "does not run", why: error.message };
    }
  }

  #stop(progress: Progress): string | undefined {
    const most = progress.strategy === "least-cost" ? explainingGrowth * this.#most : this.#most;
    const enough = progress.states >= most ? `it has ${most} states or more` : undefined;
    return this.#options.stop?.(progress) ?? enough;
  }

  *#survivor(model: Model): Generator<Progress, Fate> {
    const stop = (progress: Progress): string | undefined => this.#stop(progress);
    this.#graph ??= yield* graphOf(this.#model, this.#texts, stop);
    const other = typeof this.#graph === "string" ? this.#graph : yield* graphOf(model, this.#texts, stop);
    if (typeof this.#graph === "string" || typeof other === "string")
      return { kind: "survived", states: "unknown" };
    switch (compared(this.#graph, other)) {
      case "equivalent":
        return { kind: "equivalent" };
      case "same states":
        return { kind: "survived", states: "same" };
      case "different":
        return { kind: "survived", states: "other" };
    }
  }
}

const costOf = ({ cost: { preemptions, events, steps } }: Trace): readonly number[] => [
  preemptions,
  events,
  steps,
];

/** Cheaper first; what has no trace last. */
function byCost(a: Kill, b: Kill): number {
  if (a.verdict === "unreached" || b.verdict === "unreached")
    return Number(a.verdict === "unreached") - Number(b.verdict === "unreached");
  const [of, other] = [costOf(a.trace), costOf(b.trace)];
  return of.reduce((sofar, cost, i) => sofar || cost - (other[i] ?? 0), 0);
}

/** A verdict that kills, if it does. */
function killBy(verdict: Verdict): Kill | undefined {
  const { property } = verdict;
  switch (verdict.kind) {
    case "violated":
      return { property, verdict: "violated", trace: verdict.trace };
    case "unreached":
      return { property, verdict: "unreached" };
    case "holds":
    case "inconclusive":
      return undefined;
  }
}

/** What the verdicts say; undefined where all hold. */
function fateByVerdicts({ verdicts }: Report): Fate | undefined {
  const kills = verdicts.map(killBy).filter((kill) => kill !== undefined);
  const [first, ...more] = kills.sort(byCost);
  if (first !== undefined) return { kind: "killed", by: [first, ...more] };
  const open = verdicts.find((verdict) => verdict.kind === "inconclusive");
  return open && { kind: "inconclusive", why: open.reason };
}
