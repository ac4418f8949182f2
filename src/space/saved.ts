/** A search as it is written down and taken up again: facts that are few, and bytes that are many. */

/** What is to be written: the facts, and then all the bytes, in pieces that are good until the next is asked for. */
export interface Saved<Facts> {
  readonly facts: Facts;
  pieces(): Iterable<Uint8Array>;
}

/** What was written. */
export interface Source<Facts> {
  readonly facts: Facts;
  /** Fills `into` with the next bytes. */
  read(into: Uint8Array): void;
}

/** Why what was written down cannot be taken up. */
export class CannotResume extends Error {}

/** What the kernel keeps of a sweep beside states and masks. */
export interface SweepMarks {
  /** For how many states there is room, and how many bits number the slots of the table that finds them. */
  readonly capacity: number;
  readonly tableBits: number;
  /** For how many moves there is room. */
  readonly moves: number;
  readonly transitions: number;
  readonly lookups: number;
  readonly stuck: number;
  /** By question: the state that was found, or -1. */
  readonly found: readonly number[];
  /** By question: whether it is asked yet. */
  readonly open: readonly boolean[];
  /** The sets of assertions that were reported. */
  readonly reported: readonly number[];
}

/**
 * The facts of a sweep. The bytes behind them are: the values of the variables, as text; and of 32-bit words what had to be learnt, each with
 * the words of the state in which it was; the number of the first state of each level; the masks of the states that were not expanded
 * yet; and the states.
 */
export interface SweepFacts {
  readonly states: number;
  /** The first state that was not expanded, and the first behind its level. */
  readonly next: number;
  readonly end: number;
  readonly levels: number;
  readonly needs: number;
  /** Bytes of the text of the values. */
  readonly values: number;
  /** How states are packed: words in each; by variable, its place and its mask. */
  readonly words: number;
  readonly places: readonly number[];
  readonly masks: readonly number[];
  /** What was learnt: how many views, and a digest of it. */
  readonly views: number;
  readonly digest: string;
  readonly marks: SweepMarks;
}
