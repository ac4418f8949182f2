/**
 * A model up to exchanges, by brute force on the reference semantics: its orbits and the moves between them, and whether what is said to
 * be alike is. It shares nothing with src/symmetry but what an exchange of two elements is.
 */

import type { Model } from "preempt";
import { type Exchange, exchangeOf } from "../../../src/model/exchange.js";
import { encode } from "../../../src/model/value.js";
import type { Variable } from "../../../src/model/variables.js";
import { type Property, predicatesOf } from "../../../src/property/property.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import { type State, valueIn, withWrites } from "../../../src/semantics/state.js";
import type { Alike } from "../../../src/verdict.js";

/** More states than were to be gone through. */
export class TooMany extends Error {}

/** What search counts. */
export interface Counts {
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
}

/** The exchanges of neighbours among the elements that are alike: all others come of these. */
export function exchangesOf(model: Model, alike: Alike["alike"]): readonly Exchange[] {
  return alike.flatMap(({ what, elements }) => {
    const set = model.symmetry.find((each) => each.what === what);
    const members = set?.elements.filter(({ element }) => elements.includes(element)) ?? [];
    return members.flatMap((a, i) => {
      const b = members[i + 1];
      return set === undefined || b === undefined ? [] : [exchangeOf(model, set, a, b)];
    });
  });
}

/** All that a model declares to be alike. */
export function declaredAlike({ symmetry }: Model): Alike["alike"] {
  return symmetry.map(({ what, elements }) => ({ what, elements: elements.map(({ element }) => element) }));
}

/** What one process can do in a state. */
interface Move {
  readonly to: Found;
  readonly cost: string;
  readonly failures: readonly string[];
}

/** A state that was come upon. */
interface Found {
  readonly key: string;
  readonly state: State;
  /** By process. Asked for once. */
  moves?: readonly (readonly Move[])[];
}

/** What comes of a model's states. */
export class Brute {
  readonly #model: Model;
  readonly #interpreter: Interpreter;
  readonly #seen: readonly Variable[];
  readonly #most: number;
  readonly #found = new Map<string, Found>();
  readonly #initial: Found;

  /** @param given.leftOut the names of ghosts in which states may differ and be the same */
  constructor(
    model: Model,
    { leftOut, most }: { readonly leftOut: readonly string[]; readonly most: number },
  ) {
    this.#model = model;
    this.#interpreter = new Interpreter(model);
    this.#seen = model.layout.variables.filter(({ name }) => !leftOut.includes(name));
    this.#most = most;
    this.#initial = this.#of(this.#interpreter.initial());
  }

  #of(state: State): Found {
    const key = this.#seen.map((variable) => encode(valueIn(state, variable))).join(";");
    const known = this.#found.get(key);
    if (known !== undefined) return known;
    const found = { key, state };
    this.#found.set(key, found);
    return found;
  }

  #moves(found: Found): readonly (readonly Move[])[] {
    found.moves ??= this.#model.processes.map((process) =>
      this.#interpreter.outcomes(found.state, process).map(({ state, cost, acts }) => {
        const failed = acts.flatMap(({ failures }) => failures.map(({ property }) => property));
        const { preemptions, events } = cost;
        return {
          to: this.#of(state),
          cost: `${preemptions}, ${events}`,
          failures: [...new Set(failed)].sort(),
        };
      }),
    );
    return found.moves;
  }

  #exchanged({ variables: goes, valueFor }: Exchange, { state }: Found): Found {
    const { variables } = this.#model.layout;
    const writes = variables.map((variable, v) => {
      const target = variables[goes[v] as number] as Variable;
      return [target, valueFor(variable, valueIn(state, variable))] as const;
    });
    return this.#of(withWrites(state, new Map(writes)));
  }

  /** All that `exchanges` make of `found`, itself among them. */
  #orbit(found: Found, exchanges: readonly Exchange[]): ReadonlySet<Found> {
    const all = new Set([found]);
    for (const each of all) for (const exchange of exchanges) all.add(this.#exchanged(exchange, each));
    return all;
  }

  /** One state of each orbit that can be reached, breadth first, and what a search of these counts. Throws TooMany. */
  #swept(exchanges: readonly Exchange[]): Counts & { readonly kept: readonly Found[] } {
    const known = new Set(this.#orbit(this.#initial, exchanges));
    const kept = [{ found: this.#initial, at: 0 }];
    let [transitions, depth] = [0, 0];
    for (const { found, at } of kept) {
      depth = at;
      for (const { to } of this.#moves(found).flat()) {
        transitions += 1;
        if (known.has(to)) continue;
        for (const each of this.#orbit(to, exchanges)) known.add(each);
        kept.push({ found: to, at: at + 1 });
      }
      if (kept.length > this.#most) throw new TooMany();
    }
    return { states: kept.length, transitions, depth, kept: kept.map(({ found }) => found) };
  }

  /** What a search counts that keeps one state of each orbit: of none, every state. Throws TooMany. */
  counts(exchanges: readonly Exchange[] = []): Counts {
    const { states, transitions, depth } = this.#swept(exchanges);
    return { states, transitions, depth };
  }

  /** Reachable states, and all that exchanges make of them. Throws TooMany. */
  #closure(exchanges: readonly Exchange[]): ReadonlySet<Found> {
    const all = new Set<Found>();
    for (const found of this.#swept([]).kept) {
      if (!all.has(found)) for (const each of this.#orbit(found, exchanges)) all.add(each);
      if (all.size > 10 * this.#most) throw new TooMany();
    }
    return all;
  }

  /**
   * Something that is untrue of `exchanges` in a reachable state, or in one that they make of it: a process does not do there what
   * the one that takes its place does where everything is exchanged, or one of `claims` has another answer. Undefined where there is
   * nothing. Throws TooMany.
   */
  untruth(exchanges: readonly Exchange[], claims: readonly Property<never>[]): string | undefined {
    const { processes } = this.#model;
    for (const found of this.#closure(exchanges)) {
      for (const exchange of exchanges) {
        const there = this.#exchanged(exchange, found);
        const [here, then] = [this.#moves(found), this.#moves(there)];
        for (const { index, name } of processes) {
          const told = this.#told(here[index] ?? [], exchange);
          if (told !== this.#told(then[exchange.processes[index] as number] ?? []))
            return `${exchange.said}: ${name}, in ${found.key}`;
        }
        for (const { name, answer } of this.#asked(claims))
          if (answer(found.state) !== answer(there.state))
            return `${exchange.said}: "${name}", in ${found.key}`;
      }
    }
    return undefined;
  }

  #asked(claims: readonly Property<never>[]) {
    return claims.flatMap((property) =>
      predicatesOf(property).map(([, predicate]) => ({
        name: property.name,
        answer: (state: State) => this.#interpreter.holds(state, property.name, predicate).yes,
      })),
    );
  }

  /** Moves as a set, in words; exchanged, if that is asked for. */
  #told(moves: readonly Move[], exchange?: Exchange): string {
    const told = moves.map(({ to, cost, failures }) => {
      const { key } = exchange === undefined ? to : this.#exchanged(exchange, to);
      return JSON.stringify([key, cost, failures]);
    });
    return [...new Set(told)].sort().join("\n");
  }
}
