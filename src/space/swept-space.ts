/** A space that can go through all its states itself: level by level, each once, asking the same questions of each. */

import type { Guard } from "../model/context.js";
import type { JudgedSpace } from "./judged-space.js";
import type { Saved, Source, SweepFacts } from "./saved.js";
import type { Scheduled, StateId } from "./space.js";

/** What is asked of every state. */
export interface StateQuestion {
  readonly name: string;
  readonly predicate: Guard<never>;
  /** The answer that is looked for. */
  readonly wanted: boolean;
}

/** A move that fails assertions. */
export interface FailingMove {
  readonly state: StateId;
  readonly move: Scheduled;
  readonly assertions: readonly string[];
}

/** Thrown where a part of the states was lost with whoever dealt with them. No more can be swept. */
export class Lost extends Error {}

/** A sweep: breadth-first, from the initial state on. */
export interface Sweep {
  /** States expanded so far. */
  readonly states: number;
  /** Moves from those states: all that are enabled. */
  readonly transitions: number;
  /** The distance of the farthest state so far. */
  readonly depth: number;
  readonly isDone: boolean;
  /** Of states below this number, all that they lead to was come upon. */
  readonly complete: StateId;
  /** States that were come upon and not expanded yet. */
  readonly frontier: number;
  /** Bytes that were allocated for all that the sweep works on. */
  readonly bytes: number;
  /**
   * Expands so many states more, or what is left; where threads share a level, more of it, or nothing yet.
   *
   * @throws StateFault for a mistake in the model, with the state in which it shows
   * @throws OutOfMemory where there is no room for more; what was swept until then counts
   */
  advance(states: number): void;
  /** A state that has the answer that the question looks for, if one was seen. */
  found(question: number): StateId | undefined;
  /** The question need not be asked any more: it is not, from the next level on. */
  close(question: number): void;
  /** A state from which nothing but the surroundings can move, and somebody has to; if one was seen. */
  readonly stuck: StateId | undefined;
  /** Moves that fail sets of assertions that were not seen to fail before, since this was asked last. */
  takeFailing(): readonly FailingMove[];
  /** Sends home whoever took part. To be said when nothing more is to be swept. */
  end(): void;
  /**
   * A shortest path to a state that was come upon, and the moves `last` from there. It is found by going back level by level, and no
   * more can be swept then.
   *
   * @throws OutOfMemory where there is no room for that
   */
  pathTo(state: StateId, last?: readonly Scheduled[]): readonly Scheduled[];
  /** The sweep, to be written down; undefined where something was learnt by halves when room ran out. */
  saved(): Saved<SweepFacts> | undefined;
}

/** How to sweep. */
export interface SweepOptions {
  /** What it goes on from. */
  readonly from?: Source<SweepFacts> | undefined;
  /** How many threads take part, with this one; 1 if left out. */
  readonly workers?: number | undefined;
}

export interface SweptSpace extends JudgedSpace {
  /**
   * Begins a sweep, or goes on with one that was written down when the same was asked. Nothing may have been expanded before.
   *
   * @throws CannotResume where user code does not do what it did when that was written
   */
  sweep(questions: readonly StateQuestion[], options?: SweepOptions): Sweep;
}

/** Whether a space can go through its states itself. */
export function isSwept(space: JudgedSpace): space is SweptSpace {
  return "sweep" in space;
}
