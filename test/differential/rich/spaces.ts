/**
 * Spaces that can be searched more than once, each time as if nothing were known of them: a search numbers states as it comes
 * upon them, and the order is always the same. The reference is asked once a state, and notes what came of blocks and locks.
 */

import type { Model } from "preempt";
import type { ModelProcess } from "../../../src/model/model.js";
import { Interpreter, type Outcome } from "../../../src/semantics/interpreter.js";
import type { State } from "../../../src/semantics/state.js";
import { ReferenceSpace } from "../../../src/space/reference-space.js";
import { Moves, type StateId } from "../../../src/space/space.js";
import { TableSpace } from "../../../src/tables/table-space.js";
import type { Marks } from "./marks.js";

class Noting extends Interpreter {
  readonly #marks: Marks;
  readonly #answers = new WeakMap<State, Map<string, ReturnType<Interpreter["holds"]>>>();

  constructor(model: Model, marks: Marks) {
    super(model);
    this.#marks = marks;
  }

  override outcomes(state: State, process: ModelProcess): readonly Outcome[] {
    const found = super.outcomes(state, process);
    if (this.halted(state) === null) this.#note(state, process, found);
    return found;
  }

  override holds(...asked: Parameters<Interpreter["holds"]>): ReturnType<Interpreter["holds"]> {
    const [state, name] = asked;
    const answers = this.#answers.get(state) ?? new Map<string, ReturnType<Interpreter["holds"]>>();
    this.#answers.set(state, answers);
    const answer = answers.get(name) ?? super.holds(...asked);
    answers.set(name, answer);
    return answer;
  }

  #note(state: State, process: ModelProcess, found: readonly Outcome[]): void {
    const marks = this.#marks;
    const { steps } = this.location(state, process);
    for (const step of steps) {
      const { effect } = step;
      const ways = found.filter((outcome) => outcome.step === step);
      if (effect.kind === "atomic") {
        if (ways.length === 0) marks.note("atomic blocks");
        if (ways.some(({ acts }) => acts.length > 1)) marks.note("atomic");
        if (ways.length > 1) marks.note("atomic chooses");
      }
      if (effect.kind === "operation") {
        if (effect.operation.kind === "lock" && ways.length === 0) marks.note("lock blocks");
        if (effect.operation.kind === "wake" && ways.length > 0) marks.note("woken");
      }
      if (effect.kind === "test" && typeof effect.condition !== "function") {
        marks.note(
          "try lock",
          ways.some(({ acts }) => acts.some(({ changes }) => changes.length > 0)),
        );
      }
    }
    const open = new Set(found.map(({ step }) => step)).size;
    if (open > 0 && open < steps.length) marks.note("branch not open");
  }
}

/** A move: process, outcome, cost, failures, target. */
type Move = readonly [number, number, number, number, number];

export class RememberingSpace extends ReferenceSpace {
  /** By state. */
  readonly #known: (readonly Move[])[] = [];
  readonly #one = new Moves();
  /** States come upon since the search began. */
  #met = 1;

  constructor(model: Model, marks: Marks) {
    super(new Noting(model, marks));
  }

  override get size(): number {
    return this.#met;
  }

  restart(): void {
    this.#met = 1;
  }

  override expand(states: Int32Array, count: number, into: Moves): void {
    into.length = 0;
    for (let source = 0; source < count; source++) {
      const id = states[source] ?? 0;
      const moves = this.#known[id] ?? this.#from(id);
      this.#known[id] = moves;
      for (const [process, outcome, cost, failures, target] of moves) {
        const move = into.add(source, process, outcome, cost, failures);
        into.target[move] = target;
        if (target >= this.#met) this.#met = target + 1;
      }
    }
  }

  #from(id: StateId): readonly Move[] {
    const moves = this.#one;
    super.expand(Int32Array.of(id), 1, moves);
    const { length, process, outcome, cost, failures, target } = moves;
    return Array.from({ length }, (_, m) => [
      process[m] ?? 0,
      outcome[m] ?? 0,
      cost[m] ?? 0,
      failures[m] ?? 0,
      target[m] ?? 0,
    ]);
  }
}

export class RestartingTables extends TableSpace {
  #met = 1;

  override get size(): number {
    return this.#met;
  }

  restart(): void {
    this.#met = 1;
  }

  override expand(states: Int32Array, count: number, into: Moves): void {
    super.expand(states, count, into);
    for (let m = 0; m < into.length; m++) this.#met = Math.max(this.#met, (into.target[m] ?? 0) + 1);
  }
}
