/** States of a model, come upon by the reference interpreter: all of them where they are few, else a sample. */

import type { Model } from "../../src/model/model.js";
import { predicatesOf } from "../../src/property/property.js";
import { Random } from "../../src/search/sampling/random.js";
import { Interpreter, type Observer, type Outcome } from "../../src/semantics/interpreter.js";
import { type State, stateKey } from "../../src/semantics/state.js";
import { type Scheduled, StateFault, scheduleText } from "../../src/space/space.js";
import type { Extent } from "./options.js";
import type { Over } from "./result.js";

/** A state, and how it was come upon first. */
export interface Place {
  readonly state: State;
  readonly from: { readonly place: Place; readonly move: Scheduled } | undefined;
}

/** A state that is looked at, with everything that can be done in it. */
export interface Visit {
  readonly place: Place;
  /** By process, then in the order of outcomes. */
  readonly outcomes: readonly Outcome[];
}

/** The moves that lead to `place`. */
export function scheduleTo(place: Place): readonly Scheduled[] {
  const moves: Scheduled[] = [];
  for (let at = place.from; at !== undefined; at = at.place.from) moves.push(at.move);
  return moves.reverse();
}

/** `in the initial state`, `in the state reached by "A B/1"`. */
export function whereIs(model: Model, schedule: readonly Scheduled[]): string {
  if (schedule.length === 0) return "in the initial state";
  const names = model.processes.map(({ name }) => name);
  return `in the state reached by the schedule "${scheduleText(names, schedule)}"`;
}

/** Runs `look`; a mistake in the model that shows in it says how the state was reached. */
export function at<T>(model: Model, schedule: readonly Scheduled[], look: () => T): T {
  const names = model.processes.map(({ name }) => name);
  return StateFault.told(
    names,
    () => schedule,
    () => StateFault.at(0, look),
  );
}

/** Runs are given up after so many steps for each state that is wanted. */
const patience = 20;

/** What a walk sees on its way, and what it is to do to states before anybody looks at them. */
export interface Watch {
  readonly observe?: Observer;
  readonly prepare?: (state: State) => void;
}

/**
 * Goes through the states of a model, each once: breadth first, and where there are more than the sample may have, the rest of it
 * by runs that are drawn. Every process is asked for its outcomes in each, every predicate of a property for its answer.
 */
export class Walk {
  readonly model: Model;
  readonly interpreter: Interpreter;
  /** States that were looked at, and steps that were taken from them. */
  #states = 0;
  #steps = 0;
  /** Whether no state was left out; to be asked at the end. */
  whole = true;
  readonly #extent: Extent;
  readonly #prepare: (state: State) => void;
  readonly #places = new Map<string, Place>();
  readonly #looked = new Map<Place, Visit>();

  constructor(model: Model, extent: Extent, { observe, prepare = () => undefined }: Watch = {}) {
    this.model = model;
    this.interpreter = new Interpreter(model, observe);
    this.#extent = extent;
    this.#prepare = prepare;
  }

  /** How much was looked at so far. */
  get over(): Over {
    return { states: this.#states, steps: this.#steps };
  }

  *visits(): Generator<Visit> {
    const { sample } = this.#extent;
    const start = this.#place(this.interpreter.initial(), undefined);
    const queue = [start];
    for (let next = 0; next < queue.length; next++) {
      // There are more than may be looked at: those at hand are near the beginning, so that others are drawn.
      if (queue.length > sample && 2 * next >= sample) {
        this.whole = false;
        yield* this.#drawn(start);
        return;
      }
      const visit = this.#look(queue[next] as Place);
      yield visit;
      for (const outcome of visit.outcomes) {
        const known = this.#places.size;
        const place = this.#after(visit.place, outcome);
        if (this.#places.size > known) queue.push(place);
      }
    }
  }

  /** Visits what runs from `start` come upon, each move as likely, until the sample is full. */
  *#drawn(start: Place): Generator<Visit> {
    const { sample, seed } = this.#extent;
    const random = Random.seeded(seed);
    let here = start;
    for (let steps = 0; steps < patience * sample && this.#states < sample; steps++) {
      const known = this.#looked.get(here);
      const visit = known ?? this.#look(here);
      if (known === undefined) yield visit;
      const { outcomes } = visit;
      const drawn = outcomes.length === 0 ? undefined : outcomes[random.below(outcomes.length)];
      here = drawn === undefined ? start : this.#after(here, drawn);
    }
  }

  #look(place: Place): Visit {
    const { interpreter, model } = this;
    const visit = at(model, scheduleTo(place), () => {
      const outcomes = model.processes.flatMap((process) => interpreter.outcomes(place.state, process));
      for (const property of model.properties) {
        for (const [, predicate] of predicatesOf(property))
          interpreter.holds(place.state, property.name, predicate);
      }
      return { place, outcomes };
    });
    this.#states += 1;
    this.#steps += visit.outcomes.length;
    this.#looked.set(place, visit);
    return visit;
  }

  #after(place: Place, { process, index, state }: Outcome): Place {
    return this.#place(state, { place, move: { process: process.index, outcome: index } });
  }

  #place(state: State, from: Place["from"]): Place {
    const key = stateKey(this.model, state);
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    this.#prepare(state);
    const place = { state, from };
    this.#places.set(key, place);
    return place;
  }
}
