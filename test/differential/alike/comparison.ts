/** Searches a model in several ways, and compares what comes of each. */

import { type CheckOptions, check, isModelError, type Model, type Report, type Verdict } from "preempt";
import { expect } from "vitest";
import { Brute, type Counts, exchangesOf } from "./orbits.js";
import { plainly, type Way } from "./ways.js";

/** What came of a check: a report, or why the model was refused. */
export type Came = { readonly report: Report } | { readonly refused: string };

export function cameOf(model: Model, options: CheckOptions): Came {
  try {
    return { report: check(model, options) };
  } catch (error) {
    if (isModelError(error)) return { refused: error.message };
    throw error;
  }
}

/** Verdicts with their traces, byte for byte; or the refusal. */
function saidOf(came: Came): readonly string[] {
  return "refused" in came ? [came.refused] : came.report.verdicts.map((verdict) => JSON.stringify(verdict));
}

function lengthOf(verdict: Verdict): string {
  const trace =
    verdict.kind === "violated" ? verdict.trace : verdict.kind === "holds" ? verdict.witness : undefined;
  return `${verdict.property}: ${verdict.kind}${trace === undefined ? "" : `, ${trace.steps.length} steps`}`;
}

/**
 * What a search finds that has no time to look for the least traces, and shows the path that it came by: one of the fewest steps that there
 * are, which is recorded on the reference semantics.
 */
function foundInHaste(model: Model, options: CheckOptions): readonly string[] {
  const stop: CheckOptions["stop"] = ({ strategy }) => (strategy === "least-cost" ? "no time" : undefined);
  const came = cameOf(model, { ...options, stop });
  return "refused" in came ? [came.refused] : came.report.verdicts.map(lengthOf);
}

function countsOf({ grounds: { states, transitions, depth } }: Report): Counts {
  return { states, transitions, depth };
}

/** A model, with what came of the search of every state by one thread. */
export class Comparison {
  readonly model: Model;
  readonly plain: Came;
  readonly #most: number;
  readonly #brutes = new Map<string, Brute>();
  #inHaste: readonly string[] | undefined;
  /** By what is counted: how many views the first way that counts it came upon. */
  readonly #views = new Map<Way["counts"], number>();

  /** @param most the model has no more states than this */
  constructor(model: Model, most: number) {
    this.model = model;
    this.#most = most;
    this.plain = cameOf(model, plainly);
    if (!("report" in this.plain)) return;
    const { report } = this.plain;
    expect({ ...countsOf(report), exhausted: report.grounds.exhausted }).toEqual({
      ...this.bruteOf(report).counts(),
      exhausted: true,
    });
  }

  /** The states that a report is about: without the ghosts that were left out. */
  bruteOf({ grounds: { leftOut } }: Report): Brute {
    const name = leftOut.join(", ");
    const brute = this.#brutes.get(name) ?? new Brute(this.model, { leftOut, most: this.#most });
    this.#brutes.set(name, brute);
    return brute;
  }

  /**
   * Compares what `way` comes to: verdicts and traces with those of the search of every state, numbers of states and moves with what brute
   * force counts, and numbers of views with each other. A model with a mistake in it is refused in the same words; where states are left out, if at all.
   */
  compare(way: Way): Came {
    const { name, options, counts } = way;
    const came = cameOf(this.model, options);
    if ("refused" in this.plain && counts === "its own") return came;
    expect({ name, said: saidOf(came) }).toEqual({ name, said: saidOf(this.plain) });
    if (!("report" in came)) return came;
    const { report } = came;
    expect({ name, exhausted: report.grounds.exhausted }).toEqual({ name, exhausted: true });
    if (counts === "its own") return came;
    const { alike = [] } = report.grounds.symmetry ?? {};
    const expected = this.bruteOf(report).counts(exchangesOf(this.model, alike));
    expect({ name, ...countsOf(report) }).toEqual({ name, ...expected });
    const { views } = report.grounds;
    const first = this.#views.get(counts) ?? views;
    this.#views.set(counts, first);
    expect({ name, views }).toEqual({ name, views: first });
    return came;
  }

  /** Compares the paths that `way` finds without a look for the least. */
  compareInHaste({ name, options }: Way): void {
    this.#inHaste ??= foundInHaste(this.model, plainly);
    expect({ name, found: foundInHaste(this.model, options) }).toEqual({ name, found: this.#inHaste });
  }

  /** The claims that were not shown by some state: a search had to ask them of every one. */
  open({ verdicts }: Report): Model["properties"] {
    const open = verdicts.filter(({ kind, property }) => {
      const of = this.model.properties.find(({ name }) => name === property);
      const wanted = of?.kind === "reachable" && of.impossible === undefined;
      return kind === (wanted ? "unreached" : "holds");
    });
    return this.model.properties.filter(({ name }) => open.some(({ property }) => property === name));
  }
}
