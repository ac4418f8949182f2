/** What came of all configurations. */

import type { Failure } from "./judged.js";

/** How much was looked at. */
export interface Tally {
  /** What fast-check drew from; whoever uses it again gets the same configurations. */
  readonly seed: number;
  /** Configurations drawn that were not discarded; of one that failed, those up to it. */
  readonly drawn: number;
  /** Of those, how many were drawn again, and not explored again. */
  readonly repeated: number;
  /** Configurations that `fc.pre` threw out. */
  readonly discarded: number;
  /** Of those explored, how many whose search was cut: allowed with `inconclusive: "accept"` alone. */
  readonly inconclusive: number;
  /** States and moves of all that were explored, and the most states of one. */
  readonly states: number;
  readonly transitions: number;
  readonly largest: number;
  /** Each claim of reachability, with how many of those explored meet it. */
  readonly reached: Readonly<Record<string, number>>;
  /** Whether a time limit of fast-check's ended it. */
  readonly interrupted: boolean;
}

/** A configuration that fails, no smaller one of which was found to fail alike. */
export interface Counterexample<T> {
  readonly configuration: T;
  /** With the report on its model, where that was explored: on the one property that is violated. */
  readonly failure: Failure;
  /** What else is violated on it. */
  readonly also: readonly string[];
  /** The one-line schedule of the least trace, where a property is violated. */
  readonly schedule: string | undefined;
  /** How often it was replaced by a smaller one, and how many smaller ones were tried. */
  readonly shrinks: number;
  readonly tried: number;
  /** Whether no more were to be tried. */
  readonly cut: boolean;
  /** What leads fast-check to it, with the seed. */
  readonly path: string;
  /** With `verbose`, all that failed on the way to it. */
  readonly before: readonly T[];
}

/** What came of it. */
export type Outcome<T> =
  /** Every configuration was explored, and nothing is violated on any. */
  | { readonly kind: "held"; readonly tally: Tally }
  | { readonly kind: "counterexample"; readonly tally: Tally; readonly counterexample: Counterexample<T> }
  /** Nothing failed, and that says too little. */
  | { readonly kind: "vacuous"; readonly tally: Tally; readonly because: string };
