/**
 * Which part of a claim answers to which, when elements are exchanged. A claim about all of several things is asked about each by itself,
 * and it is the whole that no exchange may change. It is enough for that if each part answers in a state as some part does in the
 * exchanged one: where one part is broken, some part is broken then.
 */

import type { Exchange } from "../model/exchange.js";
import type { PredicateSubject } from "./looks.js";
import type { NumberedExchange } from "./numbered.js";

/** An item when elements are exchanged, as a text; undefined where it cannot be told. */
function renamedItem(item: unknown, { nameFor, numberFor }: Exchange): string | undefined {
  const renamed = (value: unknown): unknown => {
    if (typeof value === "string") return nameFor(value);
    return typeof value === "number" ? numberFor(value) : value;
  };
  return textOf(item, renamed);
}

function textOf(item: unknown, renamed = (value: unknown): unknown => value): string | undefined {
  try {
    return JSON.stringify(item, (_, value: unknown) => renamed(value));
  } catch {
    return undefined;
  }
}

/** The parts that may answer to `part`, the likeliest first: the one about the same thing with elements exchanged, and itself. */
function candidates(part: PredicateSubject, exchange: Exchange): readonly PredicateSubject[] {
  const wanted = renamedItem(part.about, exchange);
  const named = wanted === undefined ? [] : part.among.filter(({ about }) => textOf(about) === wanted);
  return [...new Set([...named, part, ...part.among])];
}

/** Keeps, for each part and exchange, the part that is taken to answer to it until that is shown to be wrong. */
export class Answering {
  readonly #left = new Map<NumberedExchange, Map<PredicateSubject, readonly PredicateSubject[]>>();

  /** The part that answers to `part`, as far as is known. */
  to(part: PredicateSubject, exchange: NumberedExchange): PredicateSubject {
    return this.#of(part, exchange)[0] ?? part;
  }

  /** Notes that the part that was taken to answer to `part` does not; says whether there is another. */
  refute(part: PredicateSubject, exchange: NumberedExchange): boolean {
    const left = this.#of(part, exchange);
    if (left.length < 2) return false;
    this.#left.get(exchange)?.set(part, left.slice(1));
    return true;
  }

  #of(part: PredicateSubject, exchange: NumberedExchange): readonly PredicateSubject[] {
    const known = this.#left.get(exchange) ?? new Map<PredicateSubject, readonly PredicateSubject[]>();
    this.#left.set(exchange, known);
    const left = known.get(part) ?? candidates(part, exchange.exchange);
    known.set(part, left);
    return left;
  }
}
