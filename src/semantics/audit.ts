/** Watches user code over a whole search: the same view must always give the same result, ghosts must decide nothing. */

import { ModelError } from "../model/model-error.js";
import { encode, type Value } from "../model/value.js";
import type { Variable } from "../model/variables.js";
import { type Execution, executions, impure, sameExecution, type Task } from "./evaluation.js";
import type { Observer } from "./interpreter.js";

interface Sample {
  readonly task: Task;
  readonly found: readonly Execution[];
}

/** One way in which a piece of code was seen to behave, ghosts left out. */
interface Behaviour {
  readonly reads: ReadonlyMap<Variable, string>;
  readonly effect: string;
}

/** So many executions of each piece of code are kept, to be run once more when the search ends. */
const samplesPerCode = 4;

function realEffect(found: readonly Execution[], effect: string): string {
  const one = ({ writes, halted, choices }: Execution): unknown => [
    [...writes]
      .filter(([variable]) => !variable.ghost)
      .map(([variable, value]) => `${variable.name} := ${encode(value)}`)
      .sort(),
    halted ?? null,
    choices.map(({ of }) => of),
  ];
  return JSON.stringify([effect, found.map(one)]);
}

/** Two behaviours contradict each other if some state, ghosts aside, could show both. */
function contradict(a: Behaviour, b: Behaviour): boolean {
  if (a.effect === b.effect) return false;
  return [...a.reads].every(([variable, value]) => (b.reads.get(variable) ?? value) === value);
}

export class Audit {
  readonly #samples: Sample[] = [];
  /** Keyed by the code and the process that runs it: two processes may run one piece of code. */
  readonly #counts = new Map<object, Map<unknown, number>>();
  readonly #behaviours = new Map<object, Map<unknown, Map<string, Behaviour>>>();

  /** To be handed to the interpreter. */
  readonly observe: Observer = (task, subject, found, effect) => {
    this.#sample(task, subject, found);
    const isPredicate = task.process === undefined;
    if (!isPredicate) this.#behaviour(task, subject, found, effect);
  };

  #sample(task: Task, subject: object, found: readonly Execution[]): void {
    const counts = this.#counts.get(subject) ?? new Map<unknown, number>();
    this.#counts.set(subject, counts);
    const count = counts.get(task.process) ?? 0;
    counts.set(task.process, count + 1);
    if (count < samplesPerCode) this.#samples.push({ task, found });
  }

  #behaviour(task: Task, subject: object, found: readonly Execution[], effect: string): void {
    if (!task.model.layout.variables.some(({ ghost }) => ghost)) return;
    const processes = this.#behaviours.get(subject) ?? new Map<unknown, Map<string, Behaviour>>();
    this.#behaviours.set(subject, processes);
    const known = processes.get(task.process) ?? new Map<string, Behaviour>();
    processes.set(task.process, known);
    const all = new Map<Variable, Value>(found.flatMap(({ reads }) => [...reads]));
    const real = [...all].filter(([variable]) => !variable.ghost);
    const behaviour: Behaviour = {
      reads: new Map(real.map(([variable, value]) => [variable, encode(value)])),
      effect: realEffect(found, effect),
    };
    const key = JSON.stringify([
      [...behaviour.reads].map(([variable, value]) => [variable.index, value]),
      behaviour.effect,
    ]);
    if (known.has(key)) return;
    known.set(key, behaviour);
    if (![...known.values()].some((other) => contradict(behaviour, other))) return;
    const ghosts = [...all.keys()].filter(({ ghost }) => ghost).map(({ name }) => name);
    const named = ghosts.length === 0 ? "a ghost" : `the ghost ${ghosts.join(", ")}`;
    throw new ModelError(
      `${task.who} lets ${named} decide something real: with all else equal it did two things. ` +
        "A ghost is there for properties alone, and may decide only ghosts and failures",
    );
  }

  /**
   * Runs the samples once more, in reverse order: a captured variable that another step changes shows only then.
   * Goes round until `atLeast` have been compared, so that even a small model takes long enough for a clock to tick.
   *
   * @throws ModelError naming the code that did something else than before
   */
  recheck(atLeast: number): void {
    if (this.#samples.length === 0) return;
    const reversed = [...this.#samples].reverse();
    for (let compared = 0; compared < atLeast; compared += reversed.length) {
      for (const { task, found } of reversed) {
        const again = executions(task);
        const same =
          again.length === found.length &&
          again.every((execution, i) => {
            const before = found[i];
            return before !== undefined && sameExecution(execution, before);
          });
        if (!same) throw impure(task, found[0]?.reads ?? new Map());
      }
    }
  }
}
