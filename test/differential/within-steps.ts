/**
 * What can happen in a model while no process takes more than a number of steps: the bound of dpor, from its definition. It asks
 * the reference interpreter, follows every run, and shares nothing with src/search.
 */

import { Map as ImmutableMap } from "immutable";
import type { Model } from "preempt";
import type { Property } from "../../src/property/property.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import type { State } from "../../src/semantics/state.js";

/** What happens within the bound. */
export interface Within {
  /** The names of the properties that some run shows broken, or met. */
  readonly shown: ReadonlySet<string>;
  /** Whether some process has taken as many steps as it may, and is not finished. */
  readonly cut: boolean;
  /** Whether some run is halted. */
  readonly halted: boolean;
}

interface Move {
  readonly process: number;
  readonly failures: readonly string[];
  readonly to: State;
}

/** What there is to know of a state. */
interface Known {
  readonly moves: readonly Move[];
  readonly shown: readonly string[];
  /** The processes that are not finished. */
  readonly open: readonly number[];
  readonly halted: boolean;
  /** By bound and steps taken, whether it was gone on from. */
  readonly seen: Set<string>;
}

/** All that can happen within one bound or another. */
export class WithinSteps {
  readonly #model: Model;
  readonly #interpreter: Interpreter;
  #known = ImmutableMap<State, Known>();

  constructor(model: Model) {
    this.#model = model;
    this.#interpreter = new Interpreter(model);
  }

  /** What happens while no process takes more than `steps` steps; undefined where that are more than `most` situations. */
  within(steps: number, most: number): Within | undefined {
    const shown = new Set<string>();
    let cut = false;
    let halted = false;
    let situations = 0;
    const open: { readonly state: State; readonly taken: readonly number[] }[] = [
      { state: this.#interpreter.initial(), taken: this.#model.processes.map(() => 0) },
    ];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const { state, taken } = at;
      const here = this.#at(state);
      const key = `${steps}: ${taken.join()}`;
      if (here.seen.has(key)) continue;
      here.seen.add(key);
      situations += 1;
      if (situations > most) return undefined;
      for (const name of here.shown) shown.add(name);
      halted ||= here.halted;
      cut ||= here.open.some((process) => taken[process] === steps);
      for (const { process, failures, to } of here.moves) {
        if (taken[process] === steps) continue;
        for (const name of failures) shown.add(name);
        open.push({ state: to, taken: taken.map((count, i) => (i === process ? count + 1 : count)) });
      }
    }
    return { shown, cut, halted };
  }

  #at(state: State): Known {
    const before = this.#known.get(state);
    if (before !== undefined) return before;
    const interpreter = this.#interpreter;
    const { processes, properties } = this.#model;
    const halted = interpreter.halted(state) !== null;
    const moves = processes.flatMap((process) =>
      interpreter.outcomes(state, process).map(({ acts, state: to }) => ({
        process: process.index,
        failures: acts.flatMap(({ failures }) => failures.map(({ property }) => property)),
        to,
      })),
    );
    const movers = new Set(moves.map(({ process }) => process));
    const unfinished = processes.filter(
      (process) => interpreter.location(state, process).steps.length > 0 && !halted,
    );
    const known = {
      moves,
      halted,
      shown: properties.filter((each) => this.#shows(each, state, movers)).map(({ name }) => name),
      open: unfinished.map(({ index }) => index),
      seen: new Set<string>(),
    };
    this.#known = this.#known.set(state, known);
    return known;
  }

  #shows(property: Property<never>, state: State, movers: ReadonlySet<number>): boolean {
    switch (property.kind) {
      case "always":
        return !this.#interpreter.holds(state, property.name, property.predicate).yes;
      case "never":
      case "reachable":
        return this.#interpreter.holds(state, property.name, property.predicate).yes;
      case "deadlockFree":
        return this.#interpreter.deadlocked(state, ({ index }) => movers.has(index));
      case "assertion":
        return false;
      case "neverStuck":
      case "eventually":
      case "leadsTo":
        throw new Error(`"${property.name}" is not about a state`);
    }
  }
}
