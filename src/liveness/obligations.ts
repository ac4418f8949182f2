/** Claims about whole runs as obligations: one arises, is pending from there on, and is met, or it is not. */

import type { LivenessClaim } from "../property/property.js";
import type { JudgedSpace } from "../space/judged-space.js";
import { Numbers } from "../space/numbers.js";
import type { StateId } from "../space/space.js";
import type { Graph } from "./graph.js";

const arises = 1;
const met = 2;

/** In which states the obligation of a claim arises, and in which it is met. */
export class Obligation {
  /** By state: whether it arises there, and whether it is met. */
  readonly #marks = new Numbers();
  readonly #questions: readonly (readonly [mark: number, first: ReturnType<JudgedSpace["firstWhere"]>])[];
  readonly #initial: StateId;
  /** Whether it is there from the beginning, and only then. */
  readonly #once: boolean;
  #arose = false;

  constructor(space: JudgedSpace, claim: LivenessClaim<never>) {
    this.#initial = space.initial;
    this.#once = claim.kind === "eventually";
    const asked = (mark: number, predicate: (state: never) => boolean) =>
      [mark, space.firstWhere(claim.name, predicate, true)] as const;
    this.#questions =
      claim.kind === "eventually"
        ? [asked(met, claim.predicate)]
        : [asked(arises, claim.from), asked(met, claim.to)];
  }

  /** Whether it arises anywhere: if it does not, it is always met. */
  get arose(): boolean {
    return this.#once || this.#arose;
  }

  /** Takes in the first `count` of `states`, which come next in the order of their numbers. */
  add(states: Int32Array, count: number): void {
    const base = this.#marks.length;
    for (let i = 0; i < count; i++) this.#marks.push(0);
    for (const [mark, first] of this.#questions) {
      for (let from = 0; from < count; from++) {
        const at = first(states.subarray(from), count - from);
        if (at < 0) break;
        from += at;
        this.#marks.set(base + from, this.#marks.at(base + from) | mark);
        this.#arose ||= mark === arises;
      }
    }
  }

  /** Whether it is pending in `state` where it was, or was not, in the state before; at first, in the initial state. */
  pending(state: StateId, before: boolean | undefined): boolean {
    const marks = this.#marks.at(state);
    if ((marks & met) !== 0) return false;
    if (before === true) return true;
    return this.#once ? before === undefined && state === this.#initial : (marks & arises) !== 0;
  }

  /** The states in which it may be pending, in the order in which they are come upon. */
  pendingStates(graph: Graph): Int32Array {
    const known = new Uint8Array(graph.size);
    const found: StateId[] = [];
    const add = (state: StateId): void => {
      if (known[state] === 1) return;
      known[state] = 1;
      found.push(state);
    };
    if (this.pending(this.#initial, undefined)) add(this.#initial);
    if (!this.#once)
      for (let state = 0; state < graph.size; state++) if (this.pending(state, false)) add(state);
    for (let i = 0; i < found.length; i++) {
      const state = found[i] as StateId;
      const end = graph.end(state);
      for (let m = graph.first(state); m < end; m++) {
        const target = graph.target(m);
        if (this.pending(target, true)) add(target);
      }
    }
    return Int32Array.from(found);
  }
}
