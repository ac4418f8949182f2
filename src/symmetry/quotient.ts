/** A model up to what is declared to be alike: what makes a table space one of representatives, and checks that this is right. */

import type { Guard } from "../model/context.js";
import type { Model, ModelProcess } from "../model/model.js";
import type { Step } from "../model/program.js";
import type { Variable } from "../model/variables.js";
import type { Property } from "../property/property.js";
import { itemsOf } from "../property/quantifiers.js";
import { partsToAsk } from "../search/judge.js";
import { Interpreter } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";
import type { Domain } from "../tables/domain.js";
import type { Representing, Symmetric, Watching } from "../tables/representing.js";
import type { Block } from "./blocks.js";
import { Checking, type Difference } from "./checking.js";
import { Looks, type PredicateSubject, type Subject } from "./looks.js";
import { Representatives } from "./representatives.js";

/** What is asked of states to decide a property: its predicate, or each part of that. */
function partsOf(property: Property<never>): readonly PredicateSubject[] {
  switch (property.kind) {
    case "always":
    case "never":
    case "reachable": {
      const { name, predicate: whole } = property;
      const { parts } = partsToAsk(property);
      const items = parts.length > 1 ? itemsOf(whole) : [];
      const among: PredicateSubject[] = [];
      for (const [i, predicate] of parts.entries())
        among.push({ kind: "predicate", name, predicate, among, about: items[i] });
      return among;
    }
    default:
      return [];
  }
}

/** What exchanges act on, once there are values. */
interface Numbers {
  readonly domains: readonly Domain[];
  readonly representatives: Representatives;
  readonly looks: Looks;
  readonly checking: Checking;
}

export class Quotient implements Symmetric {
  readonly blocks: readonly Block[];
  readonly #model: Model;
  readonly #predicates: ReadonlyMap<Guard<never>, PredicateSubject>;
  readonly #leftOut: ReadonlySet<Variable>;
  #numbers: Numbers | undefined;
  /** How many views were learnt. */
  views = 0;

  constructor(
    model: Model,
    properties: readonly Property<never>[],
    { blocks, leftOut }: { readonly blocks: readonly Block[]; readonly leftOut: ReadonlySet<Variable> },
  ) {
    this.#model = model;
    this.#leftOut = leftOut;
    this.blocks = blocks;
    this.#predicates = new Map(
      properties.flatMap((property) =>
        partsOf(property).map((subject) => [subject.predicate, subject] as const),
      ),
    );
  }

  readonly representing = (domains: readonly Domain[]): Representing => {
    const representatives = new Representatives(this.#model, this.blocks, domains);
    const looks = new Looks(new Interpreter(this.#model), domains, this.#leftOut);
    const { exchanges } = representatives;
    const checking = new Checking(this.#model.processes, { domains, exchanges, looks });
    this.#numbers = { domains, representatives, looks, checking };
    return representatives;
  };

  readonly watching: Watching = {
    step: (step: Step, process: ModelProcess, state: State) => {
      this.#note({ kind: "step", process, step }, state);
    },
    predicate: (predicate: Guard<never>, state: State) => {
      const subject = this.#predicates.get(predicate);
      if (subject !== undefined) this.#note(subject, state);
    },
  };

  #note(subject: Subject, state: State): void {
    this.views += 1;
    const { domains, checking } = this.numbers;
    checking.note(
      subject,
      Int32Array.from(domains, (domain) => domain.id(valueIn(state, domain.variable))),
    );
  }

  /** Whether a table space was made with it. */
  get isUsed(): boolean {
    return this.#numbers !== undefined;
  }

  /** @throws Error before a table space was made with it */
  get numbers(): Numbers {
    if (this.#numbers === undefined) throw new Error("no table space was made with this symmetry yet");
    return this.#numbers;
  }

  /** Begins to check that all that was learnt is the same when elements are exchanged. */
  beginToCheck(): void {
    const { representatives, checking } = this.numbers;
    representatives.close();
    checking.begin();
  }

  /** Makes so many comparisons of views, or what is left; what is not the same, if that was all. */
  differences(comparisons: number): readonly Difference[] | undefined {
    const { checking } = this.numbers;
    return checking.some(comparisons) ? checking.differences : undefined;
  }
}
