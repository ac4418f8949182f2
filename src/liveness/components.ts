/** Strongly connected components: Tarjan's algorithm, with a stack of its own, as a run may be millions of steps deep. */

import type { StateId } from "../space/space.js";
import type { Graph } from "./graph.js";

/** In place of the time at which a state was seen. */
const unseen = -1;
const closed = -2;

/** Finds components, again and again, in smaller and smaller parts of one graph. */
export class Components {
  readonly #graph: Graph;
  readonly #part: Int32Array;
  /** By state: when this search saw it, `unseen`, or `closed` once its component is known. */
  readonly #seen: Int32Array;
  /** By state: the earliest open state that it is known to lead to. */
  readonly #low: Int32Array;
  /** By state: its next move to look at. */
  readonly #next: Int32Array;

  /** @param part by state: the number of the part that it is in. Moves between parts do not count */
  constructor(graph: Graph, part: Int32Array) {
    this.#graph = graph;
    this.#part = part;
    this.#seen = new Int32Array(graph.size).fill(unseen);
    this.#low = new Int32Array(graph.size);
    this.#next = new Int32Array(graph.size);
  }

  /** The components of `states`, which are the whole of one part. Those yielded may be given other parts meanwhile. */
  *of(states: Int32Array): Generator<Int32Array> {
    let clock = 0;
    const open: StateId[] = [];
    const path: StateId[] = [];
    const enter = (state: StateId): void => {
      this.#seen[state] = clock;
      this.#low[state] = clock;
      this.#next[state] = this.#graph.first(state);
      clock += 1;
      open.push(state);
      path.push(state);
    };
    for (const root of states) {
      if (this.#seen[root] === unseen) enter(root);
      for (let state = path.at(-1); state !== undefined; state = path.at(-1)) {
        const deeper = this.#unseenFrom(state);
        if (deeper !== undefined) {
          enter(deeper);
          continue;
        }
        path.pop();
        const above = path.at(-1);
        const low = this.#low[state] as number;
        if (above !== undefined) this.#low[above] = Math.min(this.#low[above] as number, low);
        if (low !== this.#seen[state]) continue;
        const found = Int32Array.from(open.splice(open.lastIndexOf(state)));
        for (const member of found) this.#seen[member] = closed;
        yield found;
      }
    }
    for (const state of states) this.#seen[state] = unseen;
  }

  /** The next state that a move leads to from `state` and that was not seen yet; lowers `state` by those that are open. */
  #unseenFrom(state: StateId): StateId | undefined {
    const end = this.#graph.end(state);
    for (let m = this.#next[state] as number; m < end; m++) {
      const target = this.#graph.target(m);
      const seen = this.#seen[target] as number;
      if (seen === closed || this.#part[target] !== this.#part[state]) continue;
      if (seen === unseen) {
        this.#next[state] = m + 1;
        return target;
      }
      this.#low[state] = Math.min(this.#low[state] as number, seen);
    }
    this.#next[state] = end;
    return undefined;
  }
}
