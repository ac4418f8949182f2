/**
 * Every state of a model that terminates, and what each process would do next in it: what the counters of traces run over.
 *
 * It asks the reference interpreter, and shares nothing with src/search.
 */

import type { Model } from "preempt";
import type { ModelProcess } from "../../../src/model/model.js";
import type { Property } from "../../../src/property/property.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import type { State } from "../../../src/semantics/state.js";
import { dependent, type Footprint, footprintKey } from "./footprint.js";
import { changed, type Spelt, spelt, Views } from "./views.js";

/** One outcome of what a process would do next. */
export interface Move {
  /** Its number among the outcomes of the process there. */
  readonly outcome: number;
  /** The assertions that it fails. */
  readonly failures: readonly string[];
  readonly to: Position;
}

/** What a process would do next: nothing, while it has no moves. */
export interface Pending {
  readonly process: number;
  /** The number of its footprint: see {@link StateGraph.footprints}. */
  readonly footprint: number;
  readonly moves: readonly Move[];
}

/** How a run has ended, where nobody can move. */
export interface End {
  /** Complete: everybody has finished, or the run was halted. Blocked: somebody waits for ever. */
  readonly kind: "complete" | "blocked";
  readonly deadlock: boolean;
}

/** A state, and what can happen in it. */
export interface Position {
  readonly index: number;
  readonly state: State;
  /** A text that two states share exactly when they are equal. */
  readonly key: string;
  /** The processes that are not finished, in order; none once the run is halted. */
  readonly pending: readonly Pending[];
  readonly end: End | undefined;
  /** The claims about states that this one breaks, or meets. */
  readonly shown: readonly string[];
}

/** A model with more states than was allowed for. */
class TooLarge extends Error {}

/** The states of a model. */
export class StateGraph {
  readonly model: Model;
  /** The processes that move; the others stay where they begin. */
  readonly moving: readonly ModelProcess[];
  /** Every footprint that was found, by number. */
  readonly footprints: Footprint[] = [];
  readonly positions: Position[] = [];
  readonly start: Position;
  readonly #interpreter: Interpreter;
  readonly #most: number;
  readonly #known = new Map<string, Position | "on the way">();
  readonly #views: readonly Views[];
  readonly #numbers = new Map<Footprint | string, number>();
  readonly #dependences: (boolean | undefined)[][] = [];
  readonly #claims: readonly Property<never>[];

  private constructor(model: Model, most: number, moving: readonly ModelProcess[]) {
    this.model = model;
    this.moving = moving;
    this.#interpreter = new Interpreter(model);
    this.#most = most;
    this.#claims = model.properties.filter(({ kind }) => /^(always|never|reachable)$/.test(kind));
    this.#views = moving.map((process) => new Views(this.#interpreter, process));
    this.start = this.#at(spelt(model, this.#interpreter.initial()));
  }

  /**
   * @param options.most undefined is returned where there are more states than this
   * @param options.moving the processes that move, by number; all of them, if left out
   * @throws Error where a run never ends
   */
  static of(
    model: Model,
    options: { readonly most?: number; readonly moving?: readonly number[] } = {},
  ): StateGraph | undefined {
    const { most = 1_000_000, moving } = options;
    const processes = model.processes.filter(({ index }) => moving?.includes(index) ?? true);
    try {
      return new StateGraph(model, most, processes);
    } catch (error) {
      if (error instanceof TooLarge) return undefined;
      throw error;
    }
  }

  /** Whether steps with the footprints of these numbers depend on each other. */
  dependent(one: number, other: number): boolean {
    const row = this.#dependences[one] ?? [];
    this.#dependences[one] = row;
    const known = row[other];
    if (known !== undefined) return known;
    const [a, b] = [this.footprints[one], this.footprints[other]];
    if (a === undefined || b === undefined) throw new Error(`there is no footprint ${one} or ${other}`);
    const found = dependent(a, b);
    row[other] = found;
    return found;
  }

  #at(here: Spelt): Position {
    const { state, texts } = here;
    const key = texts.join(";");
    const known = this.#known.get(key);
    if (known === "on the way")
      throw new Error(`${this.model.name} has a run that never ends: it comes back to ${key}`);
    if (known !== undefined) return known;
    if (this.#known.size >= this.#most) throw new TooLarge();
    this.#known.set(key, "on the way");
    const halted = this.#interpreter.halted(state) !== null;
    const pending = halted ? [] : this.moving.flatMap((process, i) => this.#pending(here, process, i));
    const stuck = pending.every(({ moves }) => moves.length === 0);
    const position = {
      index: this.positions.length,
      state,
      key,
      pending,
      end: stuck ? this.#end(state, pending) : undefined,
      shown: this.#claims.filter((claim) => this.#shows(claim, state)).map(({ name }) => name),
    };
    this.positions.push(position);
    this.#known.set(key, position);
    return position;
  }

  #pending(here: Spelt, process: ModelProcess, i: number): readonly Pending[] {
    if (this.#interpreter.location(here.state, process).steps.length === 0) return [];
    const doing = this.#views[i]?.in(here);
    if (doing === undefined) throw new Error(`process ${process.name} does not move here`);
    const { footprint, effects } = doing;
    const moves = effects.map(({ outcome, failures, after }) => ({
      outcome,
      failures,
      to: this.#at(changed(here, after)),
    }));
    return [{ process: process.index, footprint: this.#number(footprint), moves }];
  }

  #number(footprint: Footprint): number {
    const same = this.#numbers.get(footprint);
    if (same !== undefined) return same;
    const key = footprintKey(footprint);
    const number = this.#numbers.get(key) ?? this.footprints.push(footprint) - 1;
    this.#numbers.set(key, number);
    this.#numbers.set(footprint, number);
    return number;
  }

  #end(state: State, pending: readonly Pending[]): End {
    const kind = pending.length === 0 ? "complete" : "blocked";
    return { kind, deadlock: this.#interpreter.deadlocked(state, () => false) };
  }

  #shows({ kind, name, ...claim }: Property<never>, state: State): boolean {
    if (!("predicate" in claim)) return false;
    return this.#interpreter.holds(state, name, claim.predicate).yes !== (kind === "always");
  }
}

/** Every state of `model`. Throws where there are too many, or where a run never ends. */
export function graphOf(model: Model): StateGraph {
  const graph = StateGraph.of(model);
  if (graph === undefined) throw new Error(`${model.name} has too many states to count its traces`);
  return graph;
}
