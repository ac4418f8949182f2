/** What a run shows of a claim about whole runs, found out once more on the reference semantics. */

import type { Model, ModelProcess } from "../model/model.js";
import { encode } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import type { LivenessClaim } from "../property/property.js";
import type { Interpreter } from "../semantics/interpreter.js";
import { type State, valueIn } from "../semantics/state.js";
import type { Run } from "./run.js";
import type { Cycle, CycleProcess } from "./trace.js";

/** An obligation that is never met. */
export interface Unmet {
  /** The number of the step behind which it is pending, and stays so; 0 for the initial state. */
  readonly since: number;
  /** What goes on for ever; null where the run ends. */
  readonly cycle: Cycle | null;
}

/** Where the claim is pending from on at the end of `states`, if it is; the last at which it is met; what ghosts it looked at. */
function pendingSince(
  interpreter: Interpreter,
  claim: LivenessClaim<never>,
  states: readonly State[],
): { readonly since: number | undefined; readonly met: number; readonly ghosts: readonly Variable[] } {
  const ghosts = new Set<Variable>();
  const asks = (state: State, predicate: (state: never) => boolean): boolean => {
    const { yes, reads } = interpreter.holds(state, claim.name, predicate);
    for (const variable of reads) if (variable.ghost) ghosts.add(variable);
    return yes;
  };
  let since: number | undefined;
  let met = -1;
  states.forEach((state, at) => {
    const arises = claim.kind === "eventually" ? at === 0 : asks(state, claim.from);
    if (asks(state, claim.kind === "eventually" ? claim.predicate : claim.to)) {
      since = undefined;
      met = at;
    } else if (arises) since ??= at;
  });
  return { since, met, ghosts: [...ghosts] };
}

/** What the last steps of a run read from the states that they began in, which are the first of `states`. */
function readIn(interpreter: Interpreter, run: Run, states: readonly State[]): readonly Variable[] {
  const steps = run.outcomes.slice(run.outcomes.length - states.length + 1);
  const read: Variable[] = [];
  steps.forEach(({ process }, i) => {
    const before = states[i];
    if (before === undefined) return;
    interpreter.recording(
      ({ variable }) => read.push(variable),
      () => interpreter.outcomes(before, process),
    );
  });
  return read;
}

/** Who can move in each of `states`, by process. */
const ableIn =
  (interpreter: Interpreter, states: readonly State[]) =>
  (process: ModelProcess): readonly boolean[] =>
    states.map((state) => interpreter.outcomes(state, process).length > 0);

/**
 * Why what goes round is fair to `process`, or that it is passed over and may be; nothing, where neither is worth a word;
 * undefined where it would have to be fair, and is not.
 */
function fairnessTo(
  process: ModelProcess,
  able: readonly boolean[],
  { from, movers }: { readonly from: number; readonly movers: readonly ModelProcess[] },
): readonly CycleProcess[] | undefined {
  const { name, fair = null } = process;
  const said = (how: CycleProcess["how"], step: number): readonly CycleProcess[] => [
    { process: name, fair, how, step: from + step },
  ];
  const moves = movers.indexOf(process);
  const can = able.indexOf(true);
  const unable = able.indexOf(false);
  if (fair === null) return moves >= 0 || can < 0 ? [] : said("is passed over", can);
  if (moves >= 0) return said("moves", moves + 1);
  if (can < 0) return said("can never move", 0);
  return fair === "weak" && unable >= 0 ? said("cannot move", unable) : undefined;
}

/** Whether a run may end in `state`: nobody can move but an environment of which nothing is assumed. */
export function mayEnd(interpreter: Interpreter, state: State): boolean {
  return !interpreter.model.processes.some(
    (process) =>
      (!process.environment || process.fair !== undefined) && interpreter.outcomes(state, process).length > 0,
  );
}

/** Who is not dealt with fairly, though declared to be, where the last `round` steps of `run` go on for ever. */
export function unfairTo(interpreter: Interpreter, run: Run, round: number): readonly ModelProcess[] {
  const from = run.outcomes.length - round;
  const states = [interpreter.initial(), ...run.outcomes.map(({ state }) => state)].slice(from, -1);
  const movers = run.outcomes.slice(from).map(({ process }) => process);
  const able = ableIn(interpreter, states);
  return interpreter.model.processes.filter(
    (process) => fairnessTo(process, able(process), { from, movers }) === undefined,
  );
}

/**
 * What `run` shows of `claim`, if its last `round` steps go round for ever, or if it ends where there are none; undefined
 * where it does not show the claim broken.
 */
export function unmetIn(
  interpreter: Interpreter,
  claim: LivenessClaim<never>,
  run: Run,
  round: number,
): Unmet | undefined {
  const states = [interpreter.initial(), ...run.outcomes.map(({ state }) => state)];
  const from = run.outcomes.length - round;
  const { since, met, ghosts } = pendingSince(interpreter, claim, states);
  if (since === undefined) return undefined;
  if (round === 0) return mayEnd(interpreter, run.final) ? { since, cycle: null } : undefined;
  if (met >= from) return undefined;
  const [first, ...others] = states.slice(from);
  // A ghost that the claim looks at may depend on others: on those that the steps look at.
  const looked = new Set([...ghosts, ...readIn(interpreter, run, states.slice(from))]);
  if (first === undefined || differing(interpreter.model, first, run.final, looked) !== undefined)
    return undefined;
  const movers = run.outcomes.slice(from).map(({ process }) => process);
  const able = ableIn(interpreter, [first, ...others.slice(0, -1)]);
  const found = interpreter.model.processes.map((process) =>
    fairnessTo(process, able(process), { from, movers }),
  );
  if (found.includes(undefined)) return undefined;
  return { since, cycle: { from, processes: found.flatMap((each) => each ?? []) } };
}

/**
 * A variable that two states differ in, if there is one. Ghosts count where they are `looked` at: what the others hold may go
 * on growing, and decides nothing.
 */
export function differing(
  { layout }: Model,
  a: State,
  b: State,
  looked: ReadonlySet<Variable> = new Set(),
): Variable | undefined {
  return layout.variables
    .filter((variable) => !variable.ghost || looked.has(variable))
    .find((variable) => encode(valueIn(a, variable)) !== encode(valueIn(b, variable)));
}
