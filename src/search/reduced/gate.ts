/**
 * The static gate: before which locations of a process nobody else needs to be let in.
 *
 * Where a process stands at a location that needs no preemption point, and can move, it is expanded alone. What the others
 * would have done first they can do behind its step, to the same effect: so every run has one like it in which that step comes
 * first. What this asks of a location, over all its known views, is in `needed.ts`; what others may do while the process
 * stays there is in `meanwhile.ts`; and that the locations which need no point form no cycle, so that the others are let in
 * at last, is checked here.
 *
 * Kept are: which state claims are broken or met and which assertions fail, and whether there is a deadlock; and, where
 * steps declare their costs, the least declared cost of each, as a step that costs anything needs a point. Where no step
 * does, a switch is what costs, and a run with the step moved to its front may have more of them: there no cost is kept.
 * Not kept are the number of steps, and in a deadlock what private steps write. So traces are explained by a search without
 * the gate.
 *
 * What steps read and write is learnt while the search goes on, and so is this: a location is taken to need no point until something
 * speaks against it, and then it needs one for good. What was expanded through it is expanded again; see `reduced.ts`. The
 * argument for the locations that are left rests on all that is known in the end: by induction over the length of a run, and
 * for one length over how far the processes stand from a location with a point, each view that a real run has is known, as
 * an explored state has it too.
 */

import type { Model, ModelProcess } from "../../model/model.js";
import type { KnownView, KnownViews } from "../../space/known-views.js";
import type { Alone } from "../../space/reducible-space.js";
import { type Meanwhile, meanwhile } from "./meanwhile.js";
import { type Asked, conflictWith, type Reason, reasonInItself } from "./needed.js";
import { ownSteps, wayKey } from "./own-steps.js";

/** A location at which its process was seen able to move, and why it needs a preemption point, if it does. */
export interface Point {
  readonly process: number;
  readonly location: number;
  readonly reason: Reason | undefined;
}

/** What is known of a process: its views, by location. */
interface Known {
  readonly views: KnownView[];
  readonly byLocation: Map<number, KnownView[]>;
  readonly gate: { readonly variables: Set<number>; readonly places: Set<number> };
}

export class Gate {
  /** Which processes are to be expanded alone, and where. */
  readonly alone: Alone;
  readonly #model: Model;
  readonly #knownViews: KnownViews;
  readonly #deadlocks: boolean;
  readonly #known: readonly Known[];
  /** How many of the views are sorted into {@link #known}. */
  #sorted = 0;
  /** What was known when it was last asked what needs a point. */
  #asked = 0;

  constructor(model: Model, knownViews: KnownViews, { deadlocks }: { readonly deadlocks: boolean }) {
    this.#model = model;
    this.#knownViews = knownViews;
    this.#deadlocks = deadlocks;
    this.#known = model.processes.map(() => ({
      views: [],
      byLocation: new Map(),
      gate: { variables: new Set(), places: new Set() },
    }));
    this.alone = model.processes.map(({ program, environment }) =>
      Uint8Array.from(program.locations, ({ steps }) =>
        Number(steps.length > 0 && !(deadlocks && environment)),
      ),
    );
  }

  /**
   * Asks again which locations need a point, where so much more is known that it is worth while, or anything more at all.
   * Says whether any was found.
   */
  learn(worthwhile: "much" | "anything"): boolean {
    const { knowledge } = this.#knownViews;
    const enough = worthwhile === "much" ? this.#asked * 1.2 + 8 : this.#asked;
    if (knowledge <= enough) return false;
    this.#asked = knowledge;
    this.#sort();
    const lost = this.#model.processes.filter((process) => this.#close(process));
    return lost.length > 0;
  }

  /** Every location at which its process was seen able to move. */
  points(): readonly Point[] {
    this.#sort();
    return this.#model.processes.flatMap((process) => {
      const reasons = this.#reasons(process, () => true);
      return [...reasons].map(([location, reason]) => {
        const alone = this.#aloneAt(process.index)[location] === 1;
        return {
          process: process.index,
          location,
          reason: alone ? undefined : (reason ?? ({ kind: "cycle" } as const)),
        };
      });
    });
  }

  #aloneAt(process: number): Uint8Array {
    return this.alone[process] ?? new Uint8Array();
  }

  #sort(): void {
    const { views } = this.#knownViews;
    const fresh = views.slice(this.#sorted);
    this.#sorted = views.length;
    for (const view of fresh) {
      const known = this.#known[view.process];
      if (known === undefined) continue;
      known.views.push(view);
      const here = known.byLocation.get(view.location) ?? [];
      here.push(view);
      known.byLocation.set(view.location, here);
      const own = this.#model.processes[view.process]?.location.index;
      for (const { variable, projection } of view.gate) {
        if (variable === own) known.gate.places.add(projection);
        else known.gate.variables.add(variable);
      }
    }
  }

  /** Finds which locations of `process` need a point by now; says whether there are more than before. */
  #close(process: ModelProcess): boolean {
    const alone = this.#aloneAt(process.index);
    let lost = false;
    for (const [location, reason] of this.#reasons(process, (at) => alone[at] === 1)) {
      if (reason === undefined) continue;
      alone[location] = 0;
      lost = true;
    }
    return this.#breakCycles(process) || lost;
  }

  /** By location among the `wanted` at which the process was seen able to move: the reason for a point there. */
  #reasons(
    process: ModelProcess,
    wanted: (location: number) => boolean,
  ): ReadonlyMap<number, Reason | undefined> {
    const known = this.#known[process.index];
    const reasons = new Map<number, Reason | undefined>();
    if (known === undefined) return reasons;
    const others = this.#known.flatMap(({ views }, index) => (index === process.index ? [] : views));
    const memory = new Map<string, Meanwhile>();
    for (const location of [...known.byLocation.keys()].sort((a, b) => a - b)) {
      if (!wanted(location)) continue;
      for (const steps of ownSteps(known.byLocation.get(location) ?? [])) {
        if (steps.to.size === 0) continue;
        const asked: Asked = {
          model: this.#model,
          knownViews: this.#knownViews,
          process,
          location,
          steps,
          gate: known.gate,
          deadlocks: this.#deadlocks,
        };
        const reason = reasonInItself(asked) ?? this.#conflict(asked, others, memory);
        reasons.set(location, reason);
        if (reason !== undefined) break;
      }
    }
    return reasons;
  }

  #conflict(asked: Asked, others: readonly KnownView[], memory: Map<string, Meanwhile>): Reason | undefined {
    const { steps, process, location, knownViews } = asked;
    const at = new Set([location, ...steps.to]);
    const key = `${wayKey(steps.gate)}; ${this.#placeKey(process, at)}`;
    const staying = { process: process.index, variable: process.location.index, at, gate: steps.gate };
    const made = memory.get(key) ?? meanwhile(knownViews, staying, others);
    memory.set(key, made);
    return conflictWith(asked, made);
  }

  /** A text that two sets of locations share if nobody else tells them apart. */
  #placeKey(process: ModelProcess, at: ReadonlySet<number>): string {
    const questions = new Set<number>();
    const ask = ({
      variable,
      projection,
    }: {
      readonly variable: number;
      readonly projection: number;
    }): void => {
      if (variable === process.location.index) questions.add(projection);
    };
    for (const { reads } of this.#knownViews.views) reads.forEach(ask);
    for (const { reads } of this.#knownViews.predicates) reads.forEach(ask);
    if (questions.has(-1)) return [...at].join(" ");
    return [...questions]
      .map((question) => {
        const classes = new Set([...at].map((location) => this.#knownViews.classOf(question, location)));
        return `${question}: ${[...classes].sort((a, b) => a - b).join(",")}`;
      })
      .join("; ");
  }

  /** Gives a point to each location from which steps without one lead back to it, the last of a cycle first. */
  #breakCycles(process: ModelProcess): boolean {
    const alone = this.#aloneAt(process.index);
    const known = this.#known[process.index];
    const to = new Map<number, ReadonlySet<number>>();
    for (const [location, views] of known?.byLocation ?? []) {
      if (alone[location] === 1)
        to.set(location, new Set(views.flatMap(({ outcomes }) => outcomes.map((outcome) => outcome.to))));
    }
    const acyclic = new Set<number>();
    let lost = false;
    for (const location of [...to.keys()].sort((a, b) => a - b)) {
      if (leadsBack(location, to, acyclic)) {
        alone[location] = 0;
        lost = true;
      } else acyclic.add(location);
    }
    return lost;
  }
}

/** Whether steps lead from `start` through locations in `within` back to `start`. */
function leadsBack(
  start: number,
  to: ReadonlyMap<number, ReadonlySet<number>>,
  within: ReadonlySet<number>,
): boolean {
  const seen = new Set<number>();
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of to.get(at) ?? []) {
      if (next === start) return true;
      if (seen.has(next) || !within.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}
