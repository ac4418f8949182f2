/**
 * Every run of a model, one by one: what the searches are judged by.
 *
 * It shares nothing with src/search and merges no runs. What can happen in a state is asked of the interpreter once a
 * state, since that is all that a step may depend on; how a state was come to, and what that cost, belongs to the run.
 */

import { Map as ImmutableMap } from "immutable";
import type { Model } from "preempt";
import type { ModelProcess } from "../../src/model/model.js";
import type { Property } from "../../src/property/property.js";
import { type DeclaredCost, Interpreter } from "../../src/semantics/interpreter.js";
import type { State } from "../../src/semantics/state.js";

/** Preemptions, other events, steps. */
export type RunCost = readonly [number, number, number];

/** A run: what it goes on from, and its last step; or nothing has happened yet. */
export interface Run {
  readonly before: Run | undefined;
  readonly process: number;
  readonly outcome: number;
  readonly cost: RunCost;
}

/** An interpreter that asks a predicate once a state. */
class Remembering extends Interpreter {
  readonly #answers = new WeakMap<State, Map<string, ReturnType<Interpreter["holds"]>>>();

  override holds(...asked: Parameters<Interpreter["holds"]>): ReturnType<Interpreter["holds"]> {
    const [state, name] = asked;
    const answers = this.#answers.get(state) ?? new Map<string, ReturnType<Interpreter["holds"]>>();
    this.#answers.set(state, answers);
    const answer = answers.get(name) ?? super.holds(...asked);
    answers.set(name, answer);
    return answer;
  }
}

/** What can happen in a state. */
export interface Situation {
  readonly state: State;
  readonly moves: readonly {
    readonly process: number;
    readonly outcome: number;
    readonly declared: DeclaredCost;
    readonly failures: readonly string[];
    readonly to: Situation;
  }[];
  /** The properties that a run shows broken, or met, by ending here. */
  readonly shown: readonly string[];
}

/** What comes of all the runs of a model. */
export interface Findings {
  /** By property, the first of the runs that show it broken, or met. */
  readonly best: ReadonlyMap<string, Run>;
  /** Runs, those that could go on among them. */
  readonly runs: number;
  /** Steps to the state that is farthest away. */
  readonly depth: number;
}

const nothing: Run = { before: undefined, process: -1, outcome: -1, cost: [0, 0, 0] };

/** Negative where `a` comes first: the one of less cost, then the one that goes on from the run that comes first … */
export function compareRuns(a: Run, b: Run): number {
  if (a === b) return 0;
  const [preemptions, events, steps] = a.cost;
  return (
    preemptions - b.cost[0] ||
    events - b.cost[1] ||
    steps - b.cost[2] ||
    // Two runs of one length, so both have a predecessor or neither has.
    (a.before === undefined || b.before === undefined ? 0 : compareRuns(a.before, b.before)) ||
    a.process - b.process ||
    a.outcome - b.outcome
  );
}

/** The moves of a run, in order. */
export function scheduleOf(run: Run): readonly { process: number; outcome: number }[] {
  const moves = [];
  for (let at = run; at.before !== undefined; at = at.before)
    moves.push({ process: at.process, outcome: at.outcome });
  return moves.reverse();
}

/** A model with more states than it may have. */
class TooLarge extends Error {}

/** Everything that can happen in a model. */
export class Situations {
  readonly model: Model;
  readonly interpreter: Interpreter;
  readonly #most: number;
  readonly #remember: boolean;
  readonly #all: Situation[] = [];
  #asked = 0;
  #known = ImmutableMap<State, Situation>();
  readonly start: Situation;

  private constructor(model: Model, most: number, remember: boolean) {
    this.model = model;
    this.interpreter = new Remembering(model);
    this.#most = most;
    this.#remember = remember;
    this.start = this.#at(this.interpreter.initial());
  }

  /**
   * @param options.most undefined is returned where there are more than this
   * @param options.remember whether a state that was come to before is known again, or is asked about once more
   */
  static of(
    model: Model,
    { most, remember = true }: { readonly most: number; readonly remember?: boolean },
  ): Situations | undefined {
    try {
      return new Situations(model, most, remember);
    } catch (error) {
      if (error instanceof TooLarge) return undefined;
      throw error;
    }
  }

  get all(): readonly Situation[] {
    return this.#all;
  }

  #at(state: State): Situation {
    const known = this.#remember ? this.#known.get(state) : undefined;
    if (known !== undefined) return known;
    this.#asked += 1;
    if (this.#asked > this.#most) throw new TooLarge();
    const found = this.model.processes.flatMap((process) => this.interpreter.outcomes(state, process));
    const movers = new Set(found.map(({ process }) => process));
    const shown = this.model.properties
      .filter((property) => this.#shows(property, state, movers))
      .map(({ name }) => name);
    const moves = found.map(({ process, index, cost, acts, state: next }) => ({
      process: process.index,
      outcome: index,
      declared: cost,
      failures: acts.flatMap(({ failures }) => failures.map(({ property }) => property)),
      to: this.#at(next),
    }));
    const situation = { state, moves, shown };
    this.#all.push(situation);
    this.#known = this.#known.set(state, situation);
    return situation;
  }

  #shows(property: Property<never>, state: State, movers: ReadonlySet<ModelProcess>): boolean {
    switch (property.kind) {
      case "always":
        return !this.interpreter.holds(state, property.name, property.predicate).yes;
      case "never":
      case "reachable":
        return this.interpreter.holds(state, property.name, property.predicate).yes;
      case "assertion":
        return false;
      case "deadlockFree":
        return this.#deadlocked(state, movers);
      case "neverStuck":
      case "eventually":
      case "leadsTo":
        throw new Error(`"${property.name}" is not about a state: test/liveness has an oracle for it`);
    }
  }

  #deadlocked(state: State, movers: ReadonlySet<ModelProcess>): boolean {
    if (state.get("halted") !== null) return false;
    const inside = this.model.processes.filter(({ environment }) => !environment);
    if (inside.some((process) => movers.has(process))) return false;
    return inside.some(({ name, mayWait, program }) => {
      const at = state.getIn(["process", name, "at"]);
      const next = program.locations.find(({ index }) => index === at)?.steps ?? [];
      return next.length > 0 && !mayWait && next.some((step) => !step.mayWait);
    });
  }
}

/** How many runs go on from `start`, itself among them; counted without running them. */
export function countRuns(start: Situation): number {
  const counts = new Map<Situation, number>();
  const count = (situation: Situation): number => {
    const known = counts.get(situation);
    if (known !== undefined) return known;
    const total = situation.moves.reduce((sum, { to }) => sum + count(to), 1);
    counts.set(situation, total);
    return total;
  };
  return count(start);
}

/** Runs every run. */
export function bruteForce({ model, start }: Situations): Findings {
  const best = new Map<string, Run>();
  const steps = new Map<Situation, number>();
  let runs = 0;
  const show = (property: string, run: Run): void => {
    const before = best.get(property);
    if (before === undefined || compareRuns(run, before) < 0) best.set(property, run);
  };
  const visit = (run: Run, situation: Situation): void => {
    const { moves, shown } = situation;
    runs += 1;
    steps.set(situation, Math.min(steps.get(situation) ?? Number.POSITIVE_INFINITY, run.cost[2]));
    for (const property of shown) show(property, run);
    const couldGoOn = moves.some(({ process }) => process === run.process);
    for (const { process, outcome, declared, failures, to } of moves) {
      const switched = { preemptions: couldGoOn && process !== run.process ? 1 : 0, events: 0 };
      const { preemptions, events } = model.declaresCosts ? declared : switched;
      const cost = [run.cost[0] + preemptions, run.cost[1] + events, run.cost[2] + 1] as const;
      const further = { before: run, process, outcome, cost };
      for (const property of failures) show(property, further);
      visit(further, to);
    }
  };
  visit(nothing, start);
  return { best, runs, depth: Math.max(...steps.values()) };
}
