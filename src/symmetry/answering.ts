/**
 * What answers to what, when elements are exchanged: to a step one of the process that takes the place of its own, to the part of a claim
 * about one thing the part about another. It is tried in the likeliest way, and in the next where that is shown to be wrong.
 *
 * A claim about all of several things is asked about each by itself, and it is the whole that no exchange may change. It is
 * enough for that if each part answers in a state as some part does in the exchanged one: where one part is broken, some
 * part is broken then.
 */

import type { Exchange } from "../model/exchange.js";
import type { ModelProcess } from "../model/model.js";
import { counterpart, matchings } from "./counterparts.js";
import type { PredicateSubject, StepSubject, Subject } from "./looks.js";
import type { NumberedExchange } from "./numbered.js";

/** One way in which subjects are answered to. */
type Way = (subject: Subject) => Subject;

/** What is answered to in one way: a part; or, by a text, the steps of a process at a location. */
type Asking = PredicateSubject | string;

function textOf(item: unknown, renamed = (value: unknown): unknown => value): string | undefined {
  try {
    return JSON.stringify(item, (_, value: unknown) => renamed(value));
  } catch {
    return undefined;
  }
}

/** The parts that may answer to `part`: the one about the same thing with elements exchanged, itself, or any other. */
function partsFor(part: PredicateSubject, { nameFor, numberFor }: Exchange): readonly Way[] {
  const wanted = textOf(part.about, (value) => {
    if (typeof value === "string") return nameFor(value);
    return typeof value === "number" ? numberFor(value) : value;
  });
  const named = wanted === undefined ? [] : part.among.filter(({ about }) => textOf(about) === wanted);
  return [...new Set([...named, part, ...part.among])].map((other) => () => other);
}

function locationOf({ process, step }: StepSubject): ModelProcess["program"]["locations"][number] {
  const found = process.program.locations.find(({ steps, inner }) => !inner && steps.includes(step));
  if (found === undefined) throw new Error(`"${step.label}" is no step of ${process.name}`);
  return found;
}

export class Answering {
  readonly #processes: readonly ModelProcess[];
  /** By exchange, the ways that were not shown to be wrong, the likeliest first. */
  readonly #left = new Map<NumberedExchange, Map<Asking, readonly Way[]>>();

  constructor(processes: readonly ModelProcess[]) {
    this.#processes = processes;
  }

  /** Two subjects are answered to in one way where this is the same of both. */
  askingOf(subject: Subject): Asking {
    return subject.kind === "predicate"
      ? subject
      : `${subject.process.index} at ${locationOf(subject).index}`;
  }

  /** What answers to `subject`, as far as is known. */
  to(subject: Subject, exchange: NumberedExchange): Subject {
    return this.#waysFor(subject, exchange)[0]?.(subject) ?? subject;
  }

  /** Notes that what was taken to answer to `subject` does not; says whether something else may. */
  refute(subject: Subject, exchange: NumberedExchange): boolean {
    const left = this.#waysFor(subject, exchange);
    if (left.length < 2) return false;
    this.#left.get(exchange)?.set(this.askingOf(subject), left.slice(1));
    return true;
  }

  #waysFor(subject: Subject, exchange: NumberedExchange): readonly Way[] {
    const known = this.#left.get(exchange) ?? new Map<Asking, readonly Way[]>();
    this.#left.set(exchange, known);
    const asking = this.askingOf(subject);
    const left = known.get(asking) ?? this.#all(subject, exchange);
    known.set(asking, left);
    return left;
  }

  #all(subject: Subject, { exchange }: NumberedExchange): readonly Way[] {
    return subject.kind === "predicate" ? partsFor(subject, exchange) : this.#stepsFor(subject, exchange);
  }

  #stepsFor(subject: StepSubject, exchange: Exchange): readonly Way[] {
    const process = counterpart(this.#processes, subject.process, exchange);
    const here = locationOf(subject);
    const there = process.program.locations[here.index];
    if (there === undefined) throw new Error(`${process.name} has no location ${here.index}`);
    return matchings(here, there, exchange).map((steps) => (asked) => {
      const step = asked.kind === "step" ? steps[here.steps.indexOf(asked.step)] : undefined;
      return step === undefined ? asked : { kind: "step", process, step };
    });
  }
}
