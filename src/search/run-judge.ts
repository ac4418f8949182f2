/** Judges single runs: what the state that a run has come to shows, and its last step. */

import type { ModelProcess } from "../model/model.js";
import type { Property } from "../property/property.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { givenUp, type JudgedRuns } from "../space/runs.js";

/** What a judge may ask of a run. */
export type Judged = Pick<
  JudgedRuns,
  "names" | "length" | "pendingAt" | "pending" | "failed" | "failures" | "state" | "question"
>;

/** Whether the present state, or the last step, breaks a property or meets it. */
type Question = () => boolean;

function assertionQuestion(run: Judged, name: string): Question {
  return () => run.failed !== 0 && run.failures(run.failed).includes(name);
}

function deadlockQuestion(run: Judged, interpreter: Interpreter): Question {
  const counted = interpreter.model.processes.filter(({ environment }) => !environment);
  const canMove = (process: ModelProcess): boolean => {
    const id = run.pendingAt(run.length, process.index);
    // Who gave up could go on, for all that the run says.
    return id === givenUp
      ? interpreter.outcomes(run.state, process).length > 0
      : run.pending(id).outcomes > 0;
  };
  return () => !counted.some(canMove) && interpreter.deadlocked(run.state, () => false);
}

/** Undefined for what no single run shows. */
function questionOf(property: Property<never>, run: Judged, interpreter: Interpreter): Question | undefined {
  switch (property.kind) {
    case "assertion":
      return assertionQuestion(run, property.name);
    case "deadlockFree":
      return deadlockQuestion(run, interpreter);
    case "never":
    case "reachable":
      return run.question(property.name, property.predicate);
    case "always": {
      const holds = run.question(property.name, property.predicate);
      return () => !holds();
    }
    case "neverStuck":
    case "eventually":
    case "leadsTo":
      return undefined;
  }
}

/** Asks about every property that a single run can show, until one does. */
export class RunJudge {
  readonly #open = new Map<string, Question>();

  constructor(run: Judged, interpreter: Interpreter, properties: readonly Property<never>[]) {
    for (const property of properties) {
      const question = questionOf(property, run, interpreter);
      if (question !== undefined) this.#open.set(property.name, question);
    }
  }

  /** Whether there is anything left to ask. */
  get isOpen(): boolean {
    return this.#open.size > 0;
  }

  /** The names of the properties that the run shows now, for the first time: they are not asked about again. */
  look(): readonly string[] {
    const shown: string[] = [];
    for (const [name, question] of this.#open) if (question()) shown.push(name);
    for (const name of shown) this.#open.delete(name);
    return shown;
  }

  /** Whether the run shows the property now; it is asked about as often as one likes. */
  shows(name: string): boolean {
    return this.#open.get(name)?.() ?? false;
  }
}
