/** A space that can go through all its states itself: level by level, each once, asking the same questions of each. */

import type { Guard } from "../model/context.js";
import type { JudgedSpace } from "./judged-space.js";
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
  /**
   * Expands so many states more, or what is left; where threads share a level, more of it, or nothing yet.
   *
   * @throws StateFault for a mistake in the model, with the state in which it shows
   */
  advance(states: number): void;
  /** A state that has the answer that the question looks for, if one was seen. */
  found(question: number): StateId | undefined;
  /** The question need not be asked any more. */
  close(question: number): void;
  /** A state from which nothing but the surroundings can move, and somebody has to; if one was seen. */
  readonly stuck: StateId | undefined;
  /** Moves that fail sets of assertions that were not seen to fail before, since this was asked last. */
  takeFailing(): readonly FailingMove[];
  /** Sends home whoever took part. To be said when nothing more is to be swept. */
  end(): void;
  /** A shortest path to a state that was come upon. It is found by going back level by level, and no more can be swept then. */
  pathTo(state: StateId): readonly Scheduled[];
}

export interface SweptSpace extends JudgedSpace {
  /**
   * Begins a sweep. Nothing may have been expanded before.
   *
   * @param workers how many threads take part, with this one; 1 if left out
   */
  sweep(questions: readonly StateQuestion[], workers?: number): Sweep;
}

/** Whether a space can go through its states itself. */
export function isSwept(space: JudgedSpace): space is SweptSpace {
  return "sweep" in space;
}
