/** A sweep: every state is expanded once, level by level, and asked some questions. */

import { ifThereIsRoom, OutOfMemory } from "../space/out-of-memory.js";
import type { SweepMarks } from "../space/saved.js";
import * as at from "./assembly/registers.js";
import type { Failing, Need } from "./desk.js";
import type { Ground } from "./ground.js";
import type { Hands } from "./hands.js";
import { hasMadeRoom } from "./room.js";
import type { StateStore } from "./state-store.js";

/** What is asked of every state that a sweep comes to. */
export interface Question {
  /** The root of its tree. */
  readonly root: number;
  /** The leaf that is looked for. */
  readonly wanted: number;
}

/** What came of a stretch of a sweep: how many states it dealt with; and what it has to be told, or that there is no room, if that was not all. */
export interface Swept {
  readonly done: number;
  readonly need?: Need;
  readonly full?: OutOfMemory;
}

/** What came of sharing: the first state that nobody took on, and ranges that were left. */
export interface Shared {
  readonly next: number;
  readonly left: readonly (readonly [first: number, count: number])[];
}

/** A sweep that goes on from where it was taken down. */
interface TakenUp {
  readonly states: number;
  readonly level: number;
  readonly end: number;
  readonly marks: SweepMarks;
  readonly fill: () => void;
}

/** By what is asked of a question: root, wanted, and whether it is open. */
const questionWords = 3;

export class KernelSweep {
  readonly #ground: Ground;
  readonly #hands: Hands;
  readonly #store: StateStore;
  readonly #questions: Int32Array;
  readonly #questionCount: number;
  /** Those that need not be asked any more when the level has ended. */
  readonly #settled = new Set<number>();
  /** A byte for each set of assertions. */
  #reported: Int32Array;

  /** Begins with all states that there are as its first level. */
  constructor(ground: Ground, hands: Hands, store: StateStore, questions: readonly Question[]) {
    const { arena, registers } = ground;
    this.#ground = ground;
    this.#hands = hands;
    this.#store = store;
    store.mask();
    this.#questionCount = questions.length;
    this.#questions = arena.array(Math.max(1, questionWords * questions.length));
    this.#questions.set(questions.flatMap(({ root, wanted }) => [root, wanted, 1]));
    registers[at.questions] = this.#questions.byteOffset;
    registers[at.questionCount] = questions.length;
    this.#reported = arena.array(16);
    registers[at.reported] = this.#reported.byteOffset;
    hands.desk.ask(questions.length);
    registers[at.nextLevel] = store.size;
  }

  /** Makes room for a byte for each of so many sets of assertions, and for a failing move. */
  reportUpTo(sets: number): void {
    const { arena, registers } = this.#ground;
    for (const desk of this.#hands.desks) desk.failUpTo(sets);
    if (this.#reported.byteLength >= sets) return;
    const longer = arena.array(Math.ceil(sets / 2));
    longer.set(this.#reported);
    arena.release(this.#reported);
    this.#reported = longer;
    registers[at.reported] = longer.byteOffset;
  }

  /** Sweeps `count` states of one level from number `first` on; says how far it came, and why no farther if that was not all. */
  sweep(first: number, count: number): Swept {
    const { desk } = this.#hands;
    for (let done = 0; ; ) {
      const reason = this.#ground.exports.sweepStates(desk.address, first + done, count - done);
      done += desk.word(at.done);
      if (reason === at.finished) return { done };
      const madeRoom = ifThereIsRoom(() => hasMadeRoom(reason, this.#store, this.#hands));
      if (madeRoom instanceof OutOfMemory) return { done, full: madeRoom };
      if (!madeRoom) return { done, need: desk.need(reason) };
    }
  }

  /** Ends a level: the states that were come upon in it are the next one, which begins with number `first`. */
  endLevel(first: number): void {
    for (let q = 0; q < this.#questionCount; q++)
      if (this.#settled.has(q) || this.found(q) >= 0) this.#close(q);
    this.#ground.registers[at.nextLevel] = this.#store.size;
    this.#store.unmaskUpTo(first);
  }

  // --- levels that are shared

  /** Takes on so many threads, which are there in a while. */
  hire(threads: number): void {
    this.#hands.hire(threads, this.#questionCount);
  }

  /** Sends the threads home. */
  dismiss(): void {
    this.#hands.dismiss();
  }

  /** Whether so many states are worth sharing. */
  isWorthSharing(states: number): boolean {
    return this.#hands.isWorthSharing(states);
  }

  /** Begins to share the states from number `first` to `end`, which is not one of them, and does a share. */
  share(first: number, end: number): void {
    const { registers } = this.#ground;
    const { desk, desks } = this.#hands;
    const margin = desks.length * (desk.room + at.block);
    // As much as there was so far to each state, or nearly; the rest is made room for when it is missing.
    this.#store.makeRoom(this.#store.size + margin + ((end - first) >>> 1));
    registers[at.margin] = margin;
    registers[at.pause] = 0;
    this.#hands.share(at.levelJob, first, end);
  }

  /** Whether everybody has done a share; waits for a moment. */
  get isShared(): boolean {
    return this.#hands.isShared;
  }

  /** Collects what came of sharing. States are numbered without gaps then. */
  collect(): Shared {
    const { registers } = this.#ground;
    const { desks } = this.#hands;
    this.#store.closeGaps(desks.flatMap((desk) => desk.takeNumbers()));
    const next = Math.min(registers[at.cursor] as number, registers[at.levelEnd] as number);
    return { next, left: desks.flatMap((desk) => desk.takeLeft()) };
  }

  // --- what was come upon

  /** The first state found for a question, or -1. */
  found(question: number): number {
    return this.#hands.desks.reduce((found, desk) => (found >= 0 ? found : desk.found(question)), -1);
  }

  /** Has the question asked no more from the end of the level on. */
  close(question: number): void {
    this.#settled.add(question);
  }

  #close(question: number): void {
    this.#questions[questionWords * question + 2] = 0;
  }

  #isOpen(question: number): boolean {
    return this.#questions[questionWords * question + 2] !== 0;
  }

  /** A state from which nothing but the surroundings moves and somebody has to; -1 for none. */
  get stuck(): number {
    return this.#hands.desks.reduce((stuck, desk) => (stuck >= 0 ? stuck : desk.word(at.stuck)), -1);
  }

  /** Outcomes that are enabled in the states swept so far. */
  get transitions(): number {
    return this.#hands.sum(at.transitions);
  }

  /** The failing moves that were come upon since this was asked last. */
  takeFailing(): readonly Failing[] {
    return this.#hands.desks.flatMap((desk) => desk.takeFailing());
  }

  // --- taken down, and taken up

  get #reportedBytes(): Uint8Array {
    const { byteOffset, byteLength } = this.#reported;
    return new Uint8Array(this.#ground.arena.memory.buffer, byteOffset, byteLength);
  }

  /** What there is of it beside states and masks. */
  get marks(): SweepMarks {
    return {
      capacity: this.#store.capacity,
      tableBits: this.#store.tableBits,
      moves: this.#hands.desk.room,
      transitions: this.transitions,
      lookups: this.#hands.sum(at.lookups),
      stuck: this.stuck,
      found: Array.from({ length: this.#questionCount }, (_, q) => this.found(q)),
      open: Array.from({ length: this.#questionCount }, (_, q) => this.#isOpen(q)),
      reported: [...this.#reportedBytes.entries()].flatMap(([set, is]) => (is === 0 ? [] : [set])),
    };
  }

  /** The masks of states, from number `first` to `end`: a piece for each segment. */
  masks(first: number, end: number): Iterable<Int32Array> {
    return this.#store.masks(first, end);
  }

  /**
   * Takes up a sweep of `states` states, whose present level begins with number `level` and ends before `end`. What is in
   * {@link masks} and in the kernel's states is to be filled in by `fill`, and the states are found from then on.
   *
   * @throws OutOfMemory where they do not fit
   */
  takeUp({ states, level, end, marks, fill }: TakenUp): void {
    this.#hands.makeRoom(marks.moves);
    this.#store.unmaskUpTo(level);
    this.#store.takeUp(states, marks, fill);
    this.#ground.registers[at.nextLevel] = end;
    this.#hands.desk.takeUp(marks);
    marks.open.forEach((isOpen, question) => {
      if (!isOpen) this.#close(question);
    });
    for (const set of marks.reported) this.#reportedBytes[set] = 1;
  }
}
