/** A state as user code is shown it: its values are looked up when they are asked for, and no Record is built. */

import type { Value } from "../model/value.js";
import type { State } from "../semantics/state.js";
import { Domain } from "./domain.js";

/** What Records and Lists have in common here. */
interface Held {
  get(key: string | number): unknown;
  set(key: string | number, to: unknown): unknown;
}

/** Where the variables of a model are in its state: by field or position. */
export type Places = ReadonlyMap<string | number, Places | Domain>;

/** The places of the variables that the domains are of. */
export function placesOf(domains: readonly Domain[]): Places {
  type Growing = Map<string | number, Growing | Domain>;
  const places: Growing = new Map();
  for (const domain of domains) {
    const { path } = domain.variable;
    const group = path.slice(0, -1).reduce<Growing>((at, key) => {
      const known = at.get(key);
      const next = known instanceof Map ? known : new Map<string | number, Growing | Domain>();
      at.set(key, next);
      return next;
    }, places);
    group.set(path.at(-1) as string | number, domain);
  }
  return places;
}

export class SeenState implements Held {
  readonly #places: Places;
  /** The same part of some state. */
  readonly #pattern: Held;
  /** By variable: the number of its value. */
  readonly #ids: Int32Array;

  constructor(places: Places, pattern: Held, ids: Int32Array) {
    this.#places = places;
    this.#pattern = pattern;
    this.#ids = ids;
  }

  get(key: string | number): unknown {
    const place = this.#places.get(key);
    return place === undefined ? undefined : this.#at(key, place);
  }

  /** Like those of a Record, this leaves the state as it is. */
  set(key: string | number, to: unknown): unknown {
    return this.#whole().set(key, to);
  }

  #at(key: string | number, place: Places | Domain): Value | SeenState {
    if (place instanceof Domain) return place.value(this.#ids[place.variable.index] as number);
    // A part of a state that is no variable is a Record or a List.
    return new SeenState(place, this.#pattern.get(key) as Held, this.#ids);
  }

  #whole(): Held {
    let whole = this.#pattern;
    for (const [key, place] of this.#places) {
      const held = this.#at(key, place);
      whole = whole.set(key, held instanceof SeenState ? held.#whole() : held) as Held;
    }
    return whole;
  }

  /** As the reference semantics builds it. */
  get whole(): State {
    return this.#whole() as State;
  }

  /** For code that reads states by path alone, and puts values into them: it finds here what it finds in a Record. */
  get seen(): State {
    return this as unknown as State;
  }
}
