/**
 * Checks that exchanges change nothing: a step does in an exchanged state what the step that it answers to did, exchanged, and
 * a predicate answers the same. Not in each state, but in each view; docs/symmetry.md says why that is enough.
 */

import type { ModelProcess } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import { encode } from "../model/value.js";
import type { Read } from "../semantics/evaluation.js";
import type { Domain } from "../tables/domain.js";
import { Answering } from "./answering.js";
import { isSo, sameDoings } from "./doings.js";
import type { Look, Looks, Subject } from "./looks.js";
import type { NumberedExchange } from "./numbered.js";

/** So many views are looked at, at most, or so many to each that the search came upon: more take longer than symmetry saves. */
const mostViews = 30_000;
const mostToEach = 10;

/** Something that is not the same when two elements are exchanged. */
export interface Difference {
  readonly exchange: NumberedExchange;
  /** In the state as it is. */
  readonly first: Look;
  /** In the state with everything exchanged. */
  readonly then: Look;
  /** What tells the states in which it is so: the numbers of the values of a state, by variable, where they matter. */
  readonly known: Known;
}

/** What is known of a state. */
export interface Known {
  /** By variable, the number of its value. */
  readonly whole: ReadonlyMap<number, number>;
  /** By variable, questions about its value, with the encoded answers. */
  readonly asked: ReadonlyMap<number, readonly (readonly [NonNullable<Read["projection"]>, string])[]>;
}

/** A state that has the view of a look, with what is known of it. */
interface Case {
  readonly look: Look;
  readonly exchange: NumberedExchange;
  readonly known: Known;
  readonly values: Int32Array;
}

/** What a look tells of the state that it is at. */
function knownOf({ subject, reads, values }: Look): Known {
  const whole = new Map<number, number>();
  const asked = new Map<number, (readonly [NonNullable<Read["projection"]>, string])[]>();
  if (subject.kind === "step") {
    const { index } = subject.process.location;
    whole.set(index, values[index] as number);
  }
  for (const { variable, projection, value } of reads) {
    const { index } = variable;
    if (projection === undefined) whole.set(index, values[index] as number);
    else asked.set(index, [...(asked.get(index) ?? []), [projection, encode(value)]]);
  }
  return { whole, asked };
}

function isSubject(a: Subject, b: Subject): boolean {
  return a.kind === "step" && b.kind === "step" ? a.step === b.step && a.process === b.process : a === b;
}

export class Checking {
  readonly #domains: readonly Domain[];
  readonly #exchanges: readonly NumberedExchange[];
  readonly #looks: Looks;
  readonly #answering: Answering;
  /** By exchange, and by what is answered to in one way: how the likeliest way was shown to be wrong. */
  readonly #firsts = new Map<NumberedExchange, Map<unknown, Difference>>();
  /** Looks that came of the search. */
  readonly #noted = new Set<Look>();
  readonly #open: Look[] = [];
  /** What is to be compared of the look at hand; the last comes first. */
  readonly #cases: Case[] = [];
  readonly #seen = new Set<Look>();
  readonly #differences: Difference[] = [];
  /** How many values there were when the last look was checked. */
  #values = 0;

  constructor(
    processes: readonly ModelProcess[],
    given: {
      readonly domains: readonly Domain[];
      readonly exchanges: readonly NumberedExchange[];
      readonly looks: Looks;
    },
  ) {
    this.#answering = new Answering(processes);
    this.#domains = given.domains;
    this.#exchanges = given.exchanges;
    this.#looks = given.looks;
  }

  /** Takes note of what `subject` does in a state that the search has come upon. */
  note(subject: Subject, values: Int32Array): void {
    const look = this.#looks.at(subject, values);
    this.#noted.add(look);
    this.#find(look);
  }

  /** What was found not to be the same. */
  get differences(): readonly Difference[] {
    return this.#differences;
  }

  /** Begins to check all that was noted, and what exchanges make of it, with the values that are known by now. */
  begin(): void {
    const values = this.#domains.reduce((sum, { size }) => sum + size, 0);
    if (values !== this.#values) {
      // Any of them may be where a look has not looked.
      this.#values = values;
      this.#seen.clear();
      this.#cases.length = 0;
      this.#differences.length = 0;
      for (const look of this.#noted) this.#find(look);
    }
  }

  /**
   * Compares so many views with what exchanges make of them, or what is left; says whether that was all.
   *
   * @throws ModelError where there is too much to check
   */
  some(comparisons: number): boolean {
    for (let made = 0; made < comparisons; made++) {
      const next = this.#cases.pop() ?? this.#nextLook();
      if (next === undefined) return true;
      this.#check(next);
    }
    return this.#open.length + this.#cases.length === 0;
  }

  /** The first case of the next look that is open; the others come behind it. */
  #nextLook(): Case | undefined {
    const look = this.#open.pop();
    if (look === undefined) return undefined;
    const known = knownOf(look);
    this.#put(this.#exchanges.map((exchange) => ({ look, exchange, known, values: look.values })));
    return this.#cases.pop();
  }

  /** Has these compared before all others, the first one first. */
  #put(cases: readonly Case[]): void {
    for (const each of cases.toReversed()) this.#cases.push(each);
  }

  #find(look: Look): void {
    if (this.#seen.has(look)) return;
    this.#seen.add(look);
    this.#open.push(look);
    const most = Math.max(mostViews, mostToEach * this.#noted.size);
    if (this.#seen.size > most)
      throw new ModelError(
        `to check that what is declared to be alike is, more than ${most.toLocaleString("en")} views of steps and claims would have to be ` +
          "compared: steps and claims that ask one element after the other, and look no further once they know, have many",
      );
  }

  #check({ look, exchange, known, values }: Case): void {
    const exchanged = values.slice();
    exchange.apply(exchanged);
    const then = this.#looks.at(this.#answering.to(look.subject, exchange), exchanged);
    // What comes before a mistake in the model is not the same as the mistake, and tells of it: nothing comes behind.
    if (then.found.kind !== "throws") this.#find(then);
    for (const read of then.reads) {
      const v = exchange.exchange.variables[read.variable.index] as number;
      const open = this.#openTo(read, v, exchange, known);
      if (open === undefined) continue;
      this.#put(
        open.map((id) => {
          const more = { whole: new Map(known.whole).set(v, id), asked: known.asked };
          return { look, exchange, known: more, values: values.with(v, id) };
        }),
      );
      return;
    }
    if (this.#doSame(look, then, exchange, known)) return;
    const difference = { exchange, first: look, then, known };
    if (this.#mayBeAnswered(difference)) return;
    const asking = this.#answering.askingOf(look.subject);
    this.#differences.push(this.#firsts.get(exchange)?.get(asking) ?? difference);
  }

  /** Whether something else may answer to what was looked at; looks at what is answered to in the same way are then compared anew. */
  #mayBeAnswered(difference: Difference): boolean {
    const { first, then, exchange } = difference;
    const { subject } = first;
    // Another look has shown it meanwhile.
    if (!isSubject(this.#answering.to(subject, exchange), then.subject)) return true;
    const asking = this.#answering.askingOf(subject);
    const firsts = this.#firsts.get(exchange) ?? new Map<unknown, Difference>();
    this.#firsts.set(exchange, firsts);
    if (!firsts.has(asking)) firsts.set(asking, difference);
    if (!this.#answering.refute(subject, exchange)) return false;
    for (const seen of this.#seen)
      if (this.#answering.askingOf(seen.subject) === asking) this.#open.push(seen);
    return true;
  }

  /** The values that variable `v` may hold as far as is known, where what `read` finds of it, exchanged, depends on which it is. */
  #openTo(read: Read, v: number, exchange: NumberedExchange, known: Known): readonly number[] | undefined {
    if (known.whole.has(v)) return undefined;
    const ids = this.#mayHold(v, known);
    const images = exchange.images[v] as Int32Array;
    const found = ids.map((id) => {
      const value = (this.#domains[read.variable.index] as Domain).value(images[id] as number);
      return encode(read.projection === undefined ? value : read.projection.of(value));
    });
    return new Set(found).size > 1 ? ids : undefined;
  }

  /** The numbers of the values that variable `v` may hold. */
  #mayHold(v: number, { whole, asked }: Known): readonly number[] {
    const only = whole.get(v);
    if (only !== undefined) return [only];
    const domain = this.#domains[v] as Domain;
    const answers = asked.get(v) ?? [];
    return Array.from({ length: domain.size }, (_, id) => id).filter((id) =>
      answers.every(([{ of }, answer]) => encode(of(domain.value(id))) === answer),
    );
  }

  #doSame({ found: a }: Look, { found: b }: Look, { exchange }: NumberedExchange, known: Known): boolean {
    if (a.kind === "answers" && b.kind === "answers") return a.yes === b.yes;
    if (a.kind === "throws" || b.kind === "throws") return a.kind === b.kind;
    if (a.kind !== "does" || b.kind !== "does") return false;
    const holding = { domains: this.#domains, mayHold: (v: number) => this.#mayHold(v, known) };
    return isSo(() => sameDoings(a.outcomes, b.outcomes, exchange, holding));
  }
}
