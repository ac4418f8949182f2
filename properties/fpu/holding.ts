/** Holdings: which contents must be where, and when. What the claims about leaks and losses are made of. */

import type { StateView } from "preempt";
import { guestModeOf, init, type Machine, runsInUserMode } from "../../models/machine/index.js";

type State = StateView<Machine>;

/** A place that an owner looks at, or that is to keep what is the owner's. */
export interface Holding<S> {
  readonly owner: string;
  /** Whether the place must hold the owner's contents in this state. */
  readonly when: (state: S) => boolean;
  /** What the place holds. */
  readonly held: (state: S) => string;
  /** Whether the owner has written nothing yet, so that what `fninit` makes is its own. Never, if left out. */
  readonly untouched?: (state: S) => boolean;
}

/** The registers while `task` is in user mode. */
export function userRegisters(task: string, owner: string): Holding<State> {
  return {
    owner,
    when: (s) => runsInUserMode(s, task),
    held: (s) => s.cpu(s.task(task).cpu).fpregs,
  };
}

/** The registers while the guest of `task` runs. */
export function guestRegisters(task: string, owner: string): Holding<State> {
  return {
    owner,
    when: (s) => guestModeOf(s, task),
    held: (s) => s.cpu(s.task(task).cpu).fpregs,
  };
}

/** Whether the owner wrote nothing yet, and the place holds what `fninit` makes. */
export function isUntouched<S>({ untouched, held }: Holding<S>, state: S): boolean {
  return untouched?.(state) === true && held(state) === init;
}
