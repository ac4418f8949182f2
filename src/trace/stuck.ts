/** Who can never move again from a state, found out by going through all that can happen, on the reference semantics. */

import type { ModelProcess } from "../model/model.js";
import { encode } from "../model/value.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";

/** More states than this are not gone through here. */
const most = 20_000;

/** Who never moved, though they have not finished and may not wait for ever, and whether all was gone through to say so. */
export interface Stuck {
  readonly processes: readonly ModelProcess[];
  readonly settled: boolean;
}

/** The processes that can never move again from `state`, as far as that can be seen from here. */
export function stuckIn(interpreter: Interpreter, state: State): Stuck {
  const { model } = interpreter;
  // Whether a process can move never depends on ghosts.
  const variables = model.layout.variables.filter(({ ghost }) => !ghost);
  const keyOf = (of: State): string => variables.map((variable) => encode(valueIn(of, variable))).join(";");
  let waiting =
    interpreter.halted(state) === null
      ? model.processes.filter((process) => !process.environment && interpreter.mustMove(state, process))
      : [];
  const known = new Map([[keyOf(state), state]]);
  for (const at of known.values()) {
    for (const process of model.processes) {
      const outcomes = interpreter.outcomes(at, process);
      if (outcomes.length > 0) waiting = waiting.filter((each) => each !== process);
      for (const { state: next } of outcomes) {
        const key = keyOf(next);
        if (!known.has(key)) known.set(key, next);
      }
    }
    if (waiting.length === 0) break;
    if (known.size > most) return { processes: waiting, settled: false };
  }
  return { processes: waiting, settled: true };
}
