/** One execution of user code on a state: what it read, wrote, chose, failed. */

import { type Change, evaluate, type Projection, type Reading } from "../model/draft.js";
import { isModelError, ModelError } from "../model/model-error.js";
import { encode, isRefusedValue, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { type State, valueIn } from "./state.js";

/** The failing of an assertion by a step. */
export interface Failure {
  readonly property: string;
  readonly why: string | undefined;
  /** What had been read, and written, by then. */
  readonly seen: ReadonlySet<Variable>;
}

/** One read: of a variable's value, or of what a projection makes of it. */
export interface Read {
  readonly variable: Variable;
  readonly projection: Projection | undefined;
  /** What was found: the value, or what the projection made of it. */
  readonly value: Value;
}

/** A text that two reads share exactly when they ask the same. */
export function readKey({ variable, projection }: Read): string {
  return projection === undefined ? String(variable.index) : `${variable.index} ${projection.name}`;
}

/** A pointwise update: a function of a variable's old value, which is no read of it. */
export interface Update {
  /** {@link Change.given}. */
  readonly given: object;
  /** What it makes of a value, in canonical form. Throws ModelError for what it may not do or return. */
  readonly of: (value: Value) => Value;
  /** The complaint where it does not do the same twice. */
  readonly impure: () => ModelError;
}

/** Code that did not do the same twice. */
export class Impure extends ModelError {}

/** Code that threw something else than a ModelError. */
export class Threw extends ModelError {
  /** What it had read by then. */
  readonly reads: readonly Read[];

  constructor(message: string, thrown: unknown, reads: readonly Read[]) {
    super(message, { cause: thrown });
    this.reads = reads;
  }
}

/** What one execution did. */
export interface Execution {
  readonly returned: unknown;
  /** What it read before it wrote it, each once, in order. */
  readonly reads: readonly Read[];
  readonly writes: ReadonlyMap<Variable, Value>;
  /** Of the variables written, those whose new value was made of one that nothing else looked at, and how. */
  readonly updates: ReadonlyMap<Variable, readonly Update[]>;
  readonly failures: readonly Failure[];
  readonly halted: string | undefined;
  /** The choices made, each with the number of options there were. */
  readonly choices: readonly { readonly taken: number; readonly of: number }[];
}

/** What the executions of one piece of code read, one behind the other. */
export function readsOf(found: readonly Execution[]): readonly Read[] {
  return found.length === 1 ? (found[0]?.reads ?? []) : found.flatMap(({ reads }) => reads);
}

/** Variables, with the value from before where it was updated and not looked at, and undefined where it was overwritten. */
export type Written = ReadonlyMap<Variable, Value | undefined>;

/** What is to be executed. */
export interface Task extends Omit<Reading, "access"> {
  readonly state: State;
  /** What was written before it in the same atomic block: reading that is not reading the state that the step begins in. */
  readonly written: Written;
  readonly code: (draft: never, access: Reading["access"]) => unknown;
}

/** A step that chooses more often than this is taken never to end. */
const mostChoices = 100;

const promiseHint = "it is async; a step is one instant, and nothing in it can be awaited";

function isThenable(value: unknown): boolean {
  // Asked by `in`: a draft that was returned is dead by now, and may not be read.
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}

/** Runs `task` once, taking the choices in `script` and after those always the first option. */
function once(task: Task, script: Execution["choices"]): Execution {
  const { state, who } = task;
  const reads: Read[] = [];
  const whole = new Set<Variable>();
  const projected = new Set<string>();
  const writes = new Map<Variable, Value>();
  const updates = new Map<Variable, readonly Update[]>();
  const failures: Failure[] = [];
  const choices: { taken: number; of: number }[] = [];
  let halted: string | undefined;
  /** The value of `variable` in the state that the code began in. */
  const look = (variable: Variable): Value => {
    const value = valueIn(state, variable);
    if (!whole.has(variable)) {
      whole.add(variable);
      reads.push({ variable, projection: undefined, value });
    }
    return value;
  };
  /** What was written to `variable`, if it was. What was made of its old value tells of that, too. */
  const writtenTo = (variable: Variable): Value | undefined => {
    const written = writes.get(variable);
    if (updates.delete(variable)) look(variable);
    return written;
  };
  const access: Reading["access"] = {
    read: (variable) => {
      const written = writtenTo(variable);
      // Not `??`: null is a value like any other.
      return written === undefined ? look(variable) : written;
    },
    project: (variable, projection) => {
      const written = writtenTo(variable);
      const value = projection.of(written === undefined ? valueIn(state, variable) : written);
      const key = `${variable.index} ${projection.name}`;
      if (written === undefined && !whole.has(variable) && !projected.has(key)) {
        projected.add(key);
        reads.push({ variable, projection, value });
      }
      return value;
    },
    write: (variable, value) => {
      updates.delete(variable);
      writes.set(variable, held(who, variable, value));
    },
    update: (variable, change) => {
      const update = updateOf(task, variable, change);
      const before = writes.get(variable);
      // What was read or overwritten is known: then this is a plain write.
      const known = whole.has(variable) || (before !== undefined && !updates.has(variable));
      if (!known) updates.set(variable, [...(updates.get(variable) ?? []), update]);
      writes.set(variable, update.of(before === undefined ? valueIn(state, variable) : before));
    },
    choose: (of) => {
      const before = script[choices.length];
      // The same choices up to here: the same options must be offered, or the code depends on something else.
      if (before !== undefined && before.of !== of) throw impure(task, reads);
      if (choices.length >= mostChoices) {
        throw new ModelError(
          `${who} chose ${mostChoices} times without ending: is there always one more choice? ` +
            "A step has an outcome for each; use a loop of steps",
        );
      }
      const taken = before?.taken ?? 0;
      choices.push({ taken, of });
      return taken;
    },
    fail: (property, why) => {
      failures.push({
        property,
        why,
        seen: new Set([...reads.map(({ variable }) => variable), ...writes.keys()]),
      });
    },
    halt: (why) => {
      halted ??= String(why);
    },
  };
  const run = (): unknown => evaluate({ ...task, access }, (draft) => task.code(draft, access));
  const returned = userCode(task, run, reads);
  if (isThenable(returned)) {
    // Its rejection, if it comes to one, belongs to the mistake that is reported here.
    Promise.resolve(returned).catch(() => undefined);
    throw new ModelError(`${who} returned a Promise: ${promiseHint}`);
  }
  if (
    typeof returned === "object" &&
    returned !== null &&
    Symbol.iterator in returned &&
    "next" in returned
  ) {
    throw new ModelError(`${who} is a generator, whose body does not run: a step is one instant`);
  }
  // Which function updates what is real must not be a ghost's to decide; the values tell.
  if (reads.some(({ variable }) => variable.ghost)) {
    for (const variable of [...updates.keys()]) if (!variable.ghost) writtenTo(variable);
  }
  return { returned, reads, writes, updates, failures, halted, choices };
}

/** `value` as `variable` holds it. */
function held(who: string, variable: Variable, value: unknown): Value {
  try {
    return variable.canonical(value);
  } catch (error) {
    if (!isRefusedValue(error)) throw error;
    throw new ModelError(`${who} wrote to "${variable.name}" ${error.message}`, { cause: error });
  }
}

function updateOf(task: Task, variable: Variable, change: Change): Update {
  const who = `the update of "${variable.name}" in ${task.who}`;
  const once = (value: Value): Value =>
    held(
      who,
      variable,
      userCode({ who }, () => change.of(value)),
    );
  const impure = (): ModelError =>
    new Impure(`${who} made two things of the same value; it must depend on the value alone`);
  const of = (value: Value): Value => {
    const made = once(value);
    if (encode(once(value)) !== encode(made)) throw impure();
    return made;
  };
  return { given: change.given, of, impure };
}

/** Turns whatever user code throws into a ModelError that names it. */
function userCode({ who }: Pick<Task, "who">, run: () => unknown, reads: readonly Read[] = []): unknown {
  try {
    return run();
  } catch (error) {
    if (isModelError(error)) throw error;
    const thrown = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new Threw(`${who} threw ${thrown}`, error, reads);
  }
}

/** The next script in the order of choices, or undefined after the last. */
function after(choices: Execution["choices"]): Execution["choices"] | undefined {
  const last = choices.findLastIndex(({ taken, of }) => taken + 1 < of);
  if (last < 0) return undefined;
  return choices
    .slice(0, last + 1)
    .map(({ taken, of }, i) => ({ taken: i === last ? taken + 1 : taken, of }));
}

function sameExecution(a: Execution, b: Execution): boolean {
  if (a.writes.size !== b.writes.size || a.halted !== b.halted) return false;
  for (const [variable, value] of a.writes) {
    const other = b.writes.get(variable);
    if (a.updates.has(variable) !== b.updates.has(variable)) return false;
    // What is made of values that nobody looked at may differ with them.
    if (a.updates.has(variable) && other !== undefined) continue;
    if (!Object.is(value, other) && (other === undefined || encode(value) !== encode(other))) return false;
  }
  const answers = [a, b].map(({ returned }) => (typeof returned === "object" ? null : String(returned)));
  if (answers[0] !== answers[1]) return false;
  const eventless = [a, b].every(({ failures, choices }) => failures.length === 0 && choices.length === 0);
  return eventless || eventsOf(a) === eventsOf(b);
}

function eventsOf({ failures, choices }: Execution): string {
  return JSON.stringify([failures.map(({ property, why }) => [property, why]), choices]);
}

/** Whether the same code did the same twice. */
export function sameExecutions(a: readonly Execution[], b: readonly Execution[]): boolean {
  return a.length === b.length && a.every((one, i) => b[i] !== undefined && sameExecution(one, b[i]));
}

/** The complaint about code that did not do the same twice. */
export function impure(task: Task, reads: Execution["reads"]): ModelError {
  const names = [...new Set(reads.map(({ variable }) => variable.name))].join(", ");
  return new Impure(
    `${task.who} did two things in the same state (it read ${names === "" ? "no variable" : names}). ` +
      "User code must depend on the variables alone; the usual causes are the clock, randomness, " +
      "and a variable of the program that a step changes",
  );
}

/** Every execution of `task`, one for each way of choosing, in the order of the options. */
export function executions(task: Task): Execution[] {
  const all: Execution[] = [];
  for (let script: Execution["choices"] | undefined = []; script !== undefined; ) {
    const execution = once(task, script);
    all.push(execution);
    script = after(execution.choices);
  }
  return all;
}

/**
 * Runs code that must answer true or false.
 *
 * @throws ModelError where it answers anything else
 */
export function answer(task: Task): { readonly yes: boolean; readonly execution: Execution } {
  const [execution] = executions(task);
  const returned = execution?.returned;
  if (execution === undefined || typeof returned !== "boolean") {
    const hint = returned === undefined ? " (is a `return` missing?)" : "";
    throw new ModelError(
      `${task.who} returned ${returned === null ? "null" : typeof returned}, not a boolean${hint}`,
    );
  }
  return { yes: returned, execution };
}
