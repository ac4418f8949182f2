/** What a run shows of a property, on the reference semantics. */

import type { Model, ModelProcess } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Variable } from "../model/variables.js";
import type { Property } from "../property/property.js";
import type { Failure } from "../semantics/evaluation.js";
import { Interpreter } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";
import { jsonOf } from "./json-value.js";
import { type Unmet, unmetIn } from "./lasso.js";
import type { Run } from "./run.js";
import { stuckIn } from "./stuck.js";
import type { Waiting } from "./trace.js";

/** The act of the last step that fails the assertion, and the failure. */
export function failureIn(
  run: Run,
  name: string,
): { readonly at: number; readonly failure: Failure } | undefined {
  const acts = run.outcomes.at(-1)?.acts ?? [];
  const at = acts.findIndex(({ failures }) => failures.some(({ property }) => property === name));
  const failure = acts[at]?.failures.find(({ property }) => property === name);
  return failure && { at, failure };
}

/** What a run shows of a property. */
export interface Shown {
  /** What was read when it was seen. */
  readonly reads: ReadonlySet<Variable>;
  /** Of a claim about whole runs. */
  readonly unmet?: Unmet;
  /** Who waits for ever, where that is what is claimed not to be. */
  readonly waiting?: (process: ModelProcess) => boolean;
}

const nothing: ReadonlySet<Variable> = new Set();

/** That too much can still happen for a replay to say who is stuck. */
export class Unsettled extends ModelError {
  constructor(processes: readonly ModelProcess[]) {
    const names = processes.map(({ name }) => name).join(", ");
    super(
      `too much can still happen to say here whether ${names} can ever move again: check the model, which decides that of all states at once`,
    );
  }
}

/**
 * What a run shows of the property, or undefined where it does not show it. Its last `round` steps go on for ever.
 *
 * @param stuck who a search has found to be stuck at its end; that is found out here where it is left out
 * @throws Unsettled where it cannot be
 */
export function shownBy(
  interpreter: Interpreter,
  property: Property<never>,
  run: Run,
  { round, stuck }: { readonly round: number; readonly stuck: readonly number[] | undefined },
): Shown | undefined {
  switch (property.kind) {
    case "always":
    case "never":
    case "reachable": {
      const { yes, reads } = interpreter.holds(run.final, property.name, property.predicate);
      return yes === (property.kind !== "always") ? { reads } : undefined;
    }
    case "assertion": {
      const reads = failureIn(run, property.name)?.failure.seen;
      return reads && { reads };
    }
    case "deadlockFree":
      return isDeadlock(interpreter, run.final) ? { reads: nothing, waiting: () => true } : undefined;
    case "neverStuck": {
      const found = stuck === undefined ? stuckIn(interpreter, run.final) : undefined;
      if (found?.settled === false) throw new Unsettled(found.processes);
      const who = interpreter.model.processes.filter(
        (process) => found?.processes.includes(process) ?? stuck?.includes(process.index),
      );
      const wait = (process: ModelProcess): boolean =>
        interpreter.mustMove(run.final, process) && interpreter.outcomes(run.final, process).length === 0;
      if (who.length === 0 || !who.every(wait)) return undefined;
      return { reads: nothing, waiting: (process) => who.includes(process) };
    }
    case "eventually":
    case "leadsTo": {
      const unmet = unmetIn(interpreter, property, run, round);
      const ended = unmet?.cycle === null && interpreter.halted(run.final) === null;
      return unmet && { reads: nothing, unmet, waiting: () => ended };
    }
  }
}

/** Whether a state breaks the property by itself; undefined for what is not about states. */
export function breaking(
  interpreter: Interpreter,
  property: Property<never>,
): ((state: State) => boolean) | undefined {
  if (property.kind !== "always" && property.kind !== "never") return undefined;
  const { kind, name, predicate } = property;
  return (state) => interpreter.holds(state, name, predicate).yes === (kind === "never");
}

function isDeadlock(interpreter: Interpreter, state: State): boolean {
  return interpreter.deadlocked(state, (process) => interpreter.outcomes(state, process).length > 0);
}

/** Who waits in `state`, for which steps, and what those looked at when they found themselves blocked. */
export function waitingIn(
  model: Model,
  state: State,
  isMeant: (process: ModelProcess) => boolean,
): readonly Waiting[] {
  const looked = new Set<Variable>();
  const watching = new Interpreter(model, (_task, _subject, found) => {
    for (const { reads } of found) for (const { variable } of reads) looked.add(variable);
  });
  return model.processes
    .filter((process) => watching.mustMove(state, process) && !process.environment && isMeant(process))
    .map((process) => {
      looked.clear();
      watching.outcomes(state, process);
      const reads = [...looked].map((variable) => ({
        variable: variable.name,
        value: jsonOf(valueIn(state, variable)),
      }));
      return {
        process: process.name,
        steps: watching.location(state, process).steps.map(({ label }) => label),
        reads,
      };
    });
}
