/**
 * Breadth-first on a part of the states that stands for all: where a process is at a location that needs no preemption
 * point, it is expanded alone. `gate.ts` says which those are, and what that keeps.
 *
 * What the gate knows is learnt during the search. When everything in the queue is expanded, the states whose process has
 * come to need a point after all are expanded by everybody, until none is left: then all that was left out was rightly so, as
 * far as all that is known goes.
 */

import type { Model } from "../../model/model.js";
import { Numbers } from "../../space/numbers.js";
import { type Alone, everybody, type ReducibleSpace } from "../../space/reducible-space.js";
import { Moves, type Scheduled, StateFault, type StateId } from "../../space/space.js";
import { type Batch, batchSize, type Exploration, type Failing } from "../exploration.js";
import { Gate, type Point } from "./gate.js";

/** What `by` says of a state that was not expanded yet. */
const nobodyYet = -2;

export class Reduced implements Exploration {
  readonly strategy = "reduced";
  transitions = 0;
  depth = 0;
  readonly #space: ReducibleSpace;
  readonly #gate: Gate;
  /** By state: the state that it was first come upon from, and how many steps it is from the initial one that way. */
  readonly #parents = new Numbers();
  readonly #depths = new Numbers();
  /** By state: the process that it was expanded by, or everybody. */
  readonly #by = new Numbers();
  readonly #reported = new Set<number>();
  readonly #moves = new Moves();
  readonly #chosen = new Int32Array(batchSize);

  /** @param options.deadlocks whether it matters if there is one */
  constructor(space: ReducibleSpace, model: Model, options: { readonly deadlocks: boolean }) {
    this.#space = space;
    this.#gate = new Gate(model, space.knownViews(), options);
  }

  get bytes(): number {
    return this.#parents.bytes + this.#depths.bytes + this.#by.bytes;
  }

  /** The locations that were come upon, and which of them need a preemption point. */
  points(): readonly Point[] {
    return this.#gate.points();
  }

  *batches(): Generator<Batch> {
    const states = new Int32Array(batchSize);
    this.#note(-1, 0);
    let next: StateId = this.#space.initial;
    for (;;) {
      while (next < this.#by.length) {
        const count = Math.min(batchSize, this.#by.length - next);
        for (let i = 0; i < count; i++) states[i] = next + i;
        this.#gate.learn("much");
        const failing = this.#expand(states, count, this.#gate.alone);
        next += count;
        yield { count, states, nodes: states, moves: this.#moves, failing };
      }
      const again = this.#unjustified();
      if (again.length === 0) return;
      for (let from = 0; from < again.length; from += batchSize) {
        const batch = Int32Array.from(again.slice(from, from + batchSize));
        const failing = this.#expand(batch, batch.length, []);
        // They were judged when they were new, and counted: only what fails is new.
        this.#moves.length = 0;
        yield { count: 0, states: batch, nodes: batch, moves: this.#moves, failing };
      }
    }
  }

  /** Only parents are kept: which of a parent's moves it was is found out by expanding it again. */
  pathTo(node: number): readonly Scheduled[] {
    const moves = new Moves();
    const path: Scheduled[] = [];
    for (let at: StateId = node; at !== this.#space.initial; ) {
      const parent = this.#parents.at(at);
      this.#space.expandChosen(Int32Array.of(parent), 1, Int32Array.of(this.#by.at(parent)), moves);
      const m = moves.target.subarray(0, moves.length).indexOf(at);
      path.push({ process: moves.process[m] as number, outcome: moves.outcome[m] as number });
      at = parent;
    }
    return path.reverse();
  }

  #note(parent: StateId, depth: number): void {
    this.#parents.push(parent);
    this.#depths.push(depth);
    this.#by.push(nobodyYet);
  }

  /** Expands a batch, a state by one process where that is to be alone; returns what fails for the first time. */
  #expand(states: Int32Array, count: number, alone: Alone): readonly Failing[] {
    const space = this.#space;
    const moves = this.#moves;
    const chosen = this.#chosen;
    StateFault.told(
      space.names,
      (state) => this.pathTo(state),
      () => {
        space.choose(states, count, alone, chosen);
        space.expandChosen(states, count, chosen, moves);
      },
    );
    const failing: Failing[] = [];
    for (let m = 0; m < moves.length; m++) {
      const i = moves.source[m] as number;
      const source = states[i] as number;
      const process = moves.process[m] as number;
      // What is expanded again has been expanded by one process before.
      if (this.#by.at(source) !== process) this.transitions += 1;
      if (moves.target[m] === this.#by.length) {
        const depth = this.#depths.at(source) + 1;
        this.#note(source, depth);
        this.depth = Math.max(this.depth, depth);
      }
      const set = moves.failures[m] as number;
      if (set === 0 || this.#reported.has(set)) continue;
      this.#reported.add(set);
      const move = { process, outcome: moves.outcome[m] as number };
      failing.push({ node: source, move, assertions: space.failures(set) });
    }
    for (let i = 0; i < count; i++) this.#by.set(states[i] as number, chosen[i] as number);
    return failing;
  }

  /** The states that were expanded by a process alone which needs a point there, as is known by now. */
  #unjustified(): readonly StateId[] {
    const again: StateId[] = [];
    this.#gate.learn("anything");
    const { alone } = this.#gate;
    for (let state = 0; state < this.#by.length; state++) {
      const by = this.#by.at(state);
      if (by === everybody) continue;
      if (alone[by]?.[this.#space.locationIn(state, by)] !== 1) again.push(state);
    }
    return again;
  }
}
