/** Watches user code over a whole search: the same view must always give the same result, ghosts must decide nothing. */

import { ModelError } from "../model/model-error.js";
import { encode } from "../model/value.js";
import {
  type Execution,
  executions,
  impure,
  type Read,
  readKey,
  sameExecutions,
  type Task,
} from "./evaluation.js";
import type { Observer } from "./interpreter.js";
import { valueIn } from "./state.js";

interface Outcome {
  readonly task: Task;
  readonly found: readonly Execution[];
}

/** How a piece of code behaved in one view, ghosts left out. */
interface Behaviour {
  /** What was read, by {@link readKey}, with the encoded values. */
  readonly reads: ReadonlyMap<string, string>;
  readonly effect: string;
}

/** What is known of a piece of code, as one process runs it. */
interface Known {
  /** By view: one execution of it. */
  readonly views: Map<string, readonly Execution[]>;
  /** Distinct behaviours; kept where the model has ghosts. */
  readonly behaviours: Map<string, Behaviour>;
}

/** So many views of each piece of code are remembered: to be compared with when they come again, and to be run once more. */
const viewsPerCode = 10_000;

function readsOf(found: readonly Execution[]): readonly Read[] {
  return found.length === 1 ? (found[0]?.reads ?? []) : found.flatMap(({ reads }) => reads);
}

/** What updates were made of, as reads: what they make differs with it, and that is no contradiction. */
function updated({ state }: Task, found: readonly Execution[]): readonly Read[] {
  const variables = found.flatMap(({ updates }) => [...updates.keys()]).filter(({ ghost }) => !ghost);
  return variables.map((variable) => ({ variable, projection: undefined, value: valueIn(state, variable) }));
}

function realEffect(found: readonly Execution[], effect: string): string {
  const one = ({ writes, halted, choices }: Execution): unknown => {
    const real = [...writes].filter(([variable]) => !variable.ghost);
    const written = real.map(([variable, value]) => `${variable.name} := ${encode(value)}`).sort();
    return [written, halted ?? null, choices.map(({ of }) => of)];
  };
  return JSON.stringify([effect, found.map(one)]);
}

/** Two behaviours contradict each other if some state, ghosts aside, could show both. */
function contradict(a: Behaviour, b: Behaviour): boolean {
  if (a.effect === b.effect) return false;
  return [...a.reads].every(([key, value]) => (b.reads.get(key) ?? value) === value);
}

export class Audit {
  readonly #outcomes: Outcome[] = [];
  /** By code and by the process that runs it. */
  readonly #known = new Map<object, Map<unknown, Known>>();

  /** To be handed to the interpreter. */
  readonly observe: Observer = (task, subject, found, effect) => {
    const known = this.#of(subject, task.process);
    const reads = readsOf(found);
    let view = "";
    for (const read of reads) view += `${readKey(read)}=${encode(read.value)};`;
    const before = known.views.get(view);
    if (before !== undefined) {
      if (!sameExecutions(before, found)) throw impure(task, reads);
      return;
    }
    if (!sameExecutions(found, executions(task))) throw impure(task, reads);
    if (known.views.size < viewsPerCode) {
      known.views.set(view, found);
      this.#outcomes.push({ task, found });
    }
    const isPredicate = task.process === undefined;
    if (!isPredicate) this.#checkGhosts(task, known, found, effect);
  };

  #of(subject: object, process: unknown): Known {
    const processes = this.#known.get(subject) ?? new Map<unknown, Known>();
    this.#known.set(subject, processes);
    const known = processes.get(process) ?? { views: new Map(), behaviours: new Map() };
    processes.set(process, known);
    return known;
  }

  #checkGhosts(task: Task, known: Known, found: readonly Execution[], effect: string): void {
    if (!task.model.layout.variables.some(({ ghost }) => ghost)) return;
    const all = readsOf(found);
    const real = all.filter(({ variable }) => !variable.ghost);
    const behaviour: Behaviour = {
      reads: new Map([...real, ...updated(task, found)].map((read) => [readKey(read), encode(read.value)])),
      effect: realEffect(found, effect),
    };
    const key = JSON.stringify([[...behaviour.reads], behaviour.effect]);
    if (known.behaviours.has(key)) return;
    known.behaviours.set(key, behaviour);
    if (![...known.behaviours.values()].some((other) => contradict(behaviour, other))) return;
    const ghosts = [
      ...new Set(all.filter(({ variable }) => variable.ghost).map(({ variable }) => variable.name)),
    ];
    const named = ghosts.length === 0 ? "a ghost" : `the ghost ${ghosts.join(", ")}`;
    throw new ModelError(
      `${task.who} lets ${named} decide something real: with all else equal it did two things. ` +
        "A ghost is there for properties alone, and may decide only ghosts and failures",
    );
  }

  /**
   * Runs all that was seen once more, in reverse order: a captured variable that another step changes shows only then. Then
   * goes round in ever other orders until `atLeast` have been compared: what a captured variable holds depends on who ran
   * last, and even a small model takes long enough for a clock to tick.
   *
   * @param cut whether the search was cut: then the last `atLeast` will do, and whoever cut it need not wait
   * @throws ModelError naming the code that did something else than before
   */
  recheck(atLeast: number, cut = false): void {
    const all = this.#outcomes;
    let order = all.slice(cut ? Math.max(0, all.length - atLeast) : 0).reverse();
    if (order.length === 0) return;
    for (let compared = 0; compared < atLeast; compared += order.length) {
      for (const { task, found } of order) {
        if (!sameExecutions(executions(task), found)) throw impure(task, readsOf(found));
      }
      order = shuffled(order, compared);
    }
  }
}

/** The items in an order that depends on `seed` alone. */
function shuffled<T>(items: readonly T[], seed: number): T[] {
  const keyed = items.map((item, i) => ({
    item,
    key: Math.imul((seed + 1) * items.length + i, 0x9e3779b1) >>> 0,
  }));
  return keyed.sort((a, b) => a.key - b.key).map(({ item }) => item);
}
