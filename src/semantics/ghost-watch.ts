/** Watches one piece of code for ghosts that decide something real: with all else equal it must do one thing. */

import { ModelError } from "../model/model-error.js";
import { encode } from "../model/value.js";
import { type Execution, type Read, readKey, readsOf, type Task } from "./evaluation.js";
import { valueIn } from "./state.js";

/** Code that let a ghost decide something real. */
export class GhostDecides extends ModelError {}

/** What one view of the code came to. */
interface Seen {
  readonly task: Task;
  readonly found: readonly Execution[];
  readonly effect: string;
}

/** How the code behaved in one view, ghosts left out. */
interface Behaviour {
  /** What was read, by {@link readKey}, with the encoded values. */
  readonly reads: ReadonlyMap<string, string>;
  readonly effect: string;
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

function behaviourOf({ task, found, effect }: Seen): Behaviour {
  const real = readsOf(found).filter(({ variable }) => !variable.ghost);
  return {
    reads: new Map([...real, ...updated(task, found)].map((read) => [readKey(read), encode(read.value)])),
    effect: realEffect(found, effect),
  };
}

/** Two behaviours contradict each other if some state, ghosts aside, could show both. */
function contradict(a: Behaviour, b: Behaviour): boolean {
  if (a.effect === b.effect) return false;
  return [...a.reads].every(([key, value]) => (b.reads.get(key) ?? value) === value);
}

/**
 * Of two behaviours that contradict each other one has looked at a ghost, or the code is impure, which is for the audit to say.
 * So those that looked at none are compared with those that did, and not with each other: much code looks at none.
 */
export class GhostWatch {
  /** Views that looked at no ghost; how they behaved is worked out when there is one to compare them with. */
  readonly #unasked: Seen[] = [];
  readonly #plain = new Map<string, Behaviour>();
  readonly #ghostly = new Map<string, Behaviour>();

  /** @throws ModelError where a ghost has decided something real */
  observe(seen: Seen): void {
    const all = readsOf(seen.found);
    const ghosts = new Set(all.filter(({ variable }) => variable.ghost).map(({ variable }) => variable.name));
    if (ghosts.size === 0 && this.#ghostly.size === 0) {
      this.#unasked.push(seen);
      return;
    }
    for (const earlier of this.#unasked.splice(0)) keep(this.#plain, behaviourOf(earlier));
    const behaviour = behaviourOf(seen);
    if (!keep(ghosts.size > 0 ? this.#ghostly : this.#plain, behaviour)) return;
    const others = [...this.#ghostly.values(), ...(ghosts.size > 0 ? this.#plain.values() : [])];
    if (!others.some((other) => contradict(behaviour, other))) return;
    const named = ghosts.size === 0 ? "a ghost" : `the ghost ${[...ghosts].join(", ")}`;
    throw new GhostDecides(
      `${seen.task.who} lets ${named} decide something real: with all else equal it did two things. ` +
        "A ghost is there for properties alone, and may decide only ghosts and failures",
    );
  }
}

/** Puts a behaviour to those known; false where it is known. */
function keep(known: Map<string, Behaviour>, behaviour: Behaviour): boolean {
  const key = JSON.stringify([[...behaviour.reads], behaviour.effect]);
  if (known.has(key)) return false;
  known.set(key, behaviour);
  return true;
}
