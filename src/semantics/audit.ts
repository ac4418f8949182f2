/** Watches user code over a whole search: the same view must always give the same result, ghosts must decide nothing. */

import { encode } from "../model/value.js";
import {
  type Execution,
  executions,
  impure,
  readKey,
  readsOf,
  sameExecutions,
  type Task,
} from "./evaluation.js";
import { GhostWatch } from "./ghost-watch.js";
import type { Observer } from "./interpreter.js";

interface Outcome {
  readonly task: Task;
  readonly found: readonly Execution[];
}

/** What is known of a piece of code, as one process runs it. */
interface Known {
  /** By view: one execution of it. */
  readonly views: Map<string, readonly Execution[]>;
  readonly ghosts: GhostWatch;
}

/** So many views of each piece of code are remembered: to be compared with when they come again, and to be run once more. */
const viewsPerCode = 10_000;

export class Audit {
  readonly #ghosts: boolean;
  readonly #outcomes: Outcome[] = [];
  /** By code and by the process that runs it. */
  readonly #known = new Map<object, Map<unknown, Known>>();

  /** @param options.ghosts whether to watch ghosts, too */
  constructor({ ghosts = true }: { readonly ghosts?: boolean } = {}) {
    this.#ghosts = ghosts;
  }

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
    if (this.#ghosts && !isPredicate && task.model.layout.variables.some(({ ghost }) => ghost))
      known.ghosts.observe({ task, found, effect });
  };

  #of(subject: object, process: unknown): Known {
    const processes = this.#known.get(subject) ?? new Map<unknown, Known>();
    this.#known.set(subject, processes);
    const known = processes.get(process) ?? { views: new Map(), ghosts: new GhostWatch() };
    processes.set(process, known);
    return known;
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
