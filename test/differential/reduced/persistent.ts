/**
 * How much could be left out at best: what persistent sets of processes, stubborn ones among them, would leave of a model's states if they
 * were chosen knowing the whole graph.
 *
 * A set is persistent in a state if no run of the others comes upon a step that depends on what one in the set would do next. Here that is
 * asked of the graph itself, of every set; of those whose steps change the answer of no claim the one with the fewest moves is expanded.
 * What a search must do besides, so that nobody is put off for ever, is left out: the figure is a bound from below.
 */

import type { Model } from "preempt";
import { withFewGhosts } from "../../../src/engine.js";
import type { Variable } from "../../../src/model/variables.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import type { PendingId } from "../../../src/space/runs.js";
import { TableRuns } from "../../../src/tables/table-runs.js";

/** A state: what each process would do next in it, the states that this leads to, and what the claims say. */
interface Node {
  readonly pending: readonly PendingId[];
  readonly next: readonly number[][];
  readonly shown: string;
}

/** A set of processes: bit `p` for process `p`. */
type Processes = number;

const has = (set: Processes, process: number): boolean => ((set >> process) & 1) === 1;

class Graph {
  readonly nodes: Node[] = [];
  /** Who depends, in each state, on what a process does: by state and process. */
  readonly #disturbed: Processes[][] = [];
  readonly #before: (readonly [state: number, process: number])[][] = [];
  readonly #all: Processes;

  constructor(model: Model, leftOut: ReadonlySet<Variable>) {
    const runs = TableRuns.of(new Interpreter(model), leftOut);
    const claims = model.properties.filter(({ kind }) => /^(always|never|reachable)$/.test(kind));
    const questions = claims.map((claim) =>
      "predicate" in claim ? runs.question(claim.name, claim.predicate) : () => false,
    );
    const numbers = new Map<string, number>();
    const processes = [...runs.names.keys()];
    this.#all = (1 << processes.length) - 1;
    /** The number of the present state, and whether it is new. */
    const here = (): readonly [number, boolean] => {
      const { key } = runs;
      const known = numbers.get(key);
      if (known !== undefined) return [known, false];
      const pending = processes.map((process) => runs.pendingAt(runs.length, process));
      const shown = questions.map((question) => Number(question())).join("");
      numbers.set(key, this.nodes.length);
      this.nodes.push({ pending, next: processes.map(() => []), shown });
      return [this.nodes.length - 1, true];
    };
    const path = [{ state: here()[0], process: 0 }];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { pending, next } = this.nodes[top.state] as Node;
      const done = next[top.process];
      if (done === undefined) {
        path.pop();
        if (path.length > 0) runs.back();
      } else if (done.length === runs.pending(pending[top.process] as PendingId).outcomes) {
        top.process += 1;
      } else {
        runs.take(top.process, done.length);
        const [state, isNew] = here();
        done.push(state);
        if (isNew) path.push({ state, process: 0 });
        else runs.back();
      }
    }
    this.#relate(runs, processes);
  }

  #relate(runs: TableRuns, processes: readonly number[]): void {
    for (const [state, { pending, next }] of this.nodes.entries()) {
      this.#before[state] ??= [];
      for (const [process, states] of next.entries()) {
        for (const to of states) {
          this.#before[to] ??= [];
          this.#before[to].push([state, process]);
        }
      }
      const disturbedBy = (process: number): Processes => {
        if (next[process]?.length === 0) return 0;
        const others = processes.filter(
          (other) =>
            other !== process && runs.dependent(pending[other] as PendingId, pending[process] as PendingId),
        );
        return others.reduce((set, other) => set | (1 << other), 0);
      };
      this.#disturbed.push(processes.map(disturbedBy));
    }
  }

  /** By state: whether others, going on without the processes of `set`, come upon a step that depends on one of theirs. */
  #disturbing(set: Processes): Uint8Array {
    const found = new Uint8Array(this.nodes.length);
    const open: number[] = [];
    const mark = (state: number): void => {
      if (found[state] === 1) return;
      found[state] = 1;
      open.push(state);
    };
    for (const [state, disturbed] of this.#disturbed.entries()) {
      if (disturbed.some((whom, process) => !has(set, process) && (whom & set) !== 0)) mark(state);
    }
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      for (const [from, process] of this.#before[state] ?? []) if (!has(set, process)) mark(from);
    }
    return found;
  }

  /** How many moves `set` has in a state; none where one of them changes what a claim says. */
  #unseenMoves({ next, shown }: Node, set: Processes): number {
    const moves = next.flatMap((states, process) => (has(set, process) ? states : []));
    return moves.every((to) => this.nodes[to]?.shown === shown) ? moves.length : 0;
  }

  /** By state: the persistent set to expand. */
  choose(): readonly Processes[] {
    const chosen = this.nodes.map(() => this.#all);
    const fewest = this.nodes.map(({ next }) => next.flat().length);
    for (let set = 1; set < this.#all; set++) {
      const disturbing = this.#disturbing(set);
      for (const [state, node] of this.nodes.entries()) {
        const moves = disturbing[state] === 1 ? 0 : this.#unseenMoves(node, set);
        if (moves === 0 || moves >= (fewest[state] as number)) continue;
        chosen[state] = set;
        fewest[state] = moves;
      }
    }
    return chosen;
  }
}

/** How many states `model` has, and how many would be left. */
export function leastPersistent(model: Model): { readonly states: number; readonly left: number } {
  // biome-ignore lint/correctness/useYield: what takes a search takes this, which has nothing to tell on the way
  const search = withFewGhosts(model, function* (leftOut) {
    return new Graph(model, leftOut);
  });
  const { done, value: graph } = search.next();
  if (!done) throw new Error("the graph is there at once");
  const chosen = graph.choose();
  const seen = new Set([0]);
  // A set that grows while it is gone through is gone through to its end.
  for (const state of seen) {
    for (const [process, states] of (graph.nodes[state] as Node).next.entries()) {
      if (has(chosen[state] as Processes, process)) for (const to of states) seen.add(to);
    }
  }
  return { states: graph.nodes.length, left: seen.size };
}
