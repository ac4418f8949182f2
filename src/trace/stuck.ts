/** Who can never move again from a state, found out by going through all that can happen, on the reference semantics. */

import type { ModelProcess } from "../model/model.js";
import { ModelError } from "../model/model-error.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { type State, stateKey } from "../semantics/state.js";

/** More states than this are not gone through here. */
const most = 20_000;

/**
 * The processes that can never move again, though they have not finished and may not wait for ever.
 *
 * @throws ModelError where too many states would have to be gone through
 */
export function stuckIn(interpreter: Interpreter, state: State): readonly ModelProcess[] {
  const { model } = interpreter;
  if (interpreter.halted(state) !== null) return [];
  let waiting = model.processes.filter(
    (process) => !process.environment && interpreter.mustMove(state, process),
  );
  const known = new Map([[stateKey(model, state), state]]);
  for (const at of known.values()) {
    for (const process of model.processes) {
      const outcomes = interpreter.outcomes(at, process);
      if (outcomes.length > 0) waiting = waiting.filter((each) => each !== process);
      for (const { state: next } of outcomes) known.set(stateKey(model, next), next);
    }
    if (waiting.length === 0) return [];
    if (known.size > most) {
      throw new ModelError(
        `whether ${waiting.map(({ name }) => name).join(", ")} can ever move again was not settled within ${most} states: check the model, which asks that of all states at once`,
      );
    }
  }
  return waiting;
}
