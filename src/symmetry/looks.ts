/** What steps and predicates do in states that need not be reachable: on the reference semantics, once for each view. */

import type { Guard } from "../model/context.js";
import type { ModelProcess } from "../model/model.js";
import { isModelError } from "../model/model-error.js";
import type { Step } from "../model/program.js";
import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { type Read, readKey, type Update } from "../semantics/evaluation.js";
import type { Interpreter, Progress } from "../semantics/interpreter.js";
import type { State } from "../semantics/state.js";
import type { Domain } from "../tables/domain.js";
import { changesOf } from "../tables/learner.js";
import { without } from "../tables/left-out.js";
import { placesOf, SeenState } from "../tables/seen-state.js";

/** What is looked at. */
export type Subject = StepSubject | PredicateSubject;

export interface StepSubject {
  readonly kind: "step";
  readonly process: ModelProcess;
  readonly step: Step;
}

/** A predicate of a claim, or the part of one that is about one of several things. */
export interface PredicateSubject {
  readonly kind: "predicate";
  /** The claim's name. */
  readonly name: string;
  readonly predicate: Guard<never>;
  /** All parts of the same predicate, this one among them; in the same order, what each is about. */
  readonly among: readonly PredicateSubject[];
  readonly about: unknown;
}

/** What one outcome of a step does. */
export interface Doing {
  /** Its process' location among them. */
  readonly writes: ReadonlyMap<Variable, Value>;
  /** Variables whose new value is made of the old one, which nothing else looked at, by one function after the other. */
  readonly updates: ReadonlyMap<Variable, readonly Update[]>;
  readonly cost: string;
  /** The assertions that it fails, each once, in order of name. */
  readonly failures: readonly string[];
}

/** What comes of a look. */
export type Found =
  | { readonly kind: "does"; readonly outcomes: readonly Doing[] }
  | { readonly kind: "answers"; readonly yes: boolean }
  | { readonly kind: "throws"; readonly message: string };

/** A subject in one view of the variables. */
export interface Look {
  readonly subject: Subject;
  /** In order, each once. Where the process of a step is, is known beside them. */
  readonly reads: readonly Read[];
  readonly found: Found;
  /** The numbers of the values of a state in which this is the view. */
  readonly values: Int32Array;
}

/** What is known of a subject: what it reads next, and what comes of each answer. */
interface Asking {
  readonly variable: Variable;
  readonly projection: Read["projection"];
  readonly answers: Map<string, Asking | Look>;
}

export class Looks {
  readonly #interpreter: Interpreter;
  readonly #domains: readonly Domain[];
  readonly #leftOut: ReadonlySet<Variable>;
  readonly #initial: State;
  readonly #places: ReturnType<typeof placesOf>;
  readonly #known = new Map<Step | Guard<never>, Map<string, Asking | Look>>();
  /** How many views there were. */
  count = 0;

  constructor(interpreter: Interpreter, domains: readonly Domain[], leftOut: ReadonlySet<Variable>) {
    this.#interpreter = interpreter;
    this.#domains = domains;
    this.#leftOut = leftOut;
    this.#initial = interpreter.initial();
    this.#places = placesOf(domains);
  }

  /** The value of `variable` in the state whose numbers are `values`. */
  valueIn(variable: Variable, values: Int32Array): Value {
    return (this.#domains[variable.index] as Domain).value(values[variable.index] as number);
  }

  /** What `subject` does in the state whose numbers are `values`; the same object for the same view. */
  at(subject: Subject, values: Int32Array): Look {
    const key = subject.kind === "step" ? subject.step : subject.predicate;
    const roots = this.#known.get(key) ?? new Map<string, Asking | Look>();
    this.#known.set(key, roots);
    const root = subject.kind === "step" ? `${subject.process.index}` : "";
    let known = roots.get(root);
    while (known !== undefined && "answers" in known) {
      const { variable, projection, answers } = known;
      const value = this.valueIn(variable, values);
      known = answers.get(encode(projection === undefined ? value : projection.of(value)));
    }
    if (known !== undefined) return known;
    const look = this.#look(subject, values);
    // What threw has not said all that it read.
    if (look.found.kind !== "throws") this.#keep(roots, root, look);
    return look;
  }

  #keep(roots: Map<string, Asking | Look>, root: string, look: Look): void {
    let [at, key] = [roots, root];
    for (const { variable, projection, value } of look.reads) {
      const known = at.get(key);
      const asking =
        known !== undefined && "answers" in known
          ? known
          : { variable, projection, answers: new Map<string, Asking | Look>() };
      at.set(key, asking);
      [at, key] = [asking.answers, encode(value)];
    }
    at.set(key, look);
  }

  #look(subject: Subject, values: Int32Array): Look {
    this.count += 1;
    const reads = new Map<string, Read>();
    const state = new SeenState(this.#places, this.#initial, values.slice()).seen;
    const found = without(this.#leftOut, (looked): Found => {
      const note = (read: Read): void => {
        if (this.#leftOut.has(read.variable)) looked(read.variable);
        else if (!reads.has(String(read.variable.index)) && !reads.has(readKey(read)))
          reads.set(readKey(read), read);
      };
      try {
        return this.#interpreter.recording(note, () => this.#found(subject, state, reads));
      } catch (error) {
        if (!isModelError(error)) throw error;
        return { kind: "throws", message: error.message };
      }
    });
    return { subject, reads: [...reads.values()], found, values: values.slice() };
  }

  #found(subject: Subject, state: State, reads: ReadonlyMap<string, Read>): Found {
    if (subject.kind === "predicate")
      return { kind: "answers", yes: this.#interpreter.holds(state, subject.name, subject.predicate).yes };
    const { process, step } = subject;
    const taken = this.#interpreter.taken(step, state, process);
    const known = {
      has: (variable: number) => reads.has(String(variable)) || variable === process.location.index,
    };
    return { kind: "does", outcomes: taken.map((progress) => this.#doing(progress, process, known)) };
  }

  #doing(
    { acts, at, cost }: Progress,
    process: ModelProcess,
    known: { readonly has: (variable: number) => boolean },
  ): Doing {
    const { written, updated } = changesOf(acts, known, this.#leftOut);
    if (!at.inner) written.set(process.location, at.index);
    const failed = acts.flatMap(({ failures }) => failures.map(({ property }) => property));
    return {
      writes: written,
      updates: new Map([...updated].map(([variable, { chain }]) => [variable, chain])),
      cost: cost.kinds.join(", "),
      failures: [...new Set(failed)].sort(),
    };
  }
}
