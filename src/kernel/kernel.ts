/** The kernel, as its callers see it: packed states, and what is done with them in bulk. It knows numbers alone. */

import { ifThereIsRoom, OutOfMemory } from "../space/out-of-memory.js";
import type { SweepMarks } from "../space/saved.js";
import type { MoveArrays } from "../space/space.js";
import { Arena, type Room } from "./arena.js";
import * as at from "./assembly/registers.js";
import { type Exports, instanceOn } from "./compiled.js";
import { Crew } from "./crew.js";
import { Desk, type Failing, type Need } from "./desk.js";

export type { Need } from "./desk.js";

/** Sizes that tests make small, to reach the borders of things. */
export interface KernelSizes {
  /** States in a segment of the store: 2 to this power. */
  readonly segmentBits: number;
  /** Slots in the table that finds states, at first: 2 to this power; at least 4. */
  readonly tableBits: number;
  /** For how many moves there is room at first. */
  readonly moves: number;
  /** The most that all may take, in bytes; all that can be addressed if left out. */
  readonly bytes?: number | undefined;
  /** The bits of a hash that are looked at: all, if left out. */
  readonly hashMask?: number;
  /** A level of fewer states is not worth sharing among threads: 4096, if left out. */
  readonly worthSharing?: number;
  /** So many of its states are taken on at once: 512, if left out. */
  readonly chunk?: number;
  /** Whether to wait until all threads are there before a level is shared; otherwise those share that are. */
  readonly waitsForThreads?: boolean;
}

export const usualSizes: KernelSizes = { segmentBits: 16, tableBits: 11, moves: 1024 };

/** The table is doubled when more than this share of its slots may be taken. */
const fullest = 0.8;

/** Where there is no room for that, it is filled up to this; and behind it, once the search has been told, up to the last. */
const crowded = [0.9, 0.97];

/** A slot holds the number of a state, which must leave bits for its hash. */
const mostTableBits = 28;

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

/** Registers that hold the address of a table. */
const tables = {
  roots: at.roots,
  nodes: at.nodes,
  children: at.children,
  leaves: at.leaves,
  code: at.code,
  updates: at.updates,
  places: at.places,
  exchanges: at.exchanges,
};

export class Kernel {
  readonly arena: Arena;
  /** For arrays that the kernel looks into. */
  readonly room: Room;
  readonly #exports: Exports;
  readonly #registers: Uint32Array;
  readonly #sizes: KernelSizes;
  readonly #segmentBits: number;
  /** Its own, and those of a crew. */
  readonly #desks: Desk[];
  readonly #desk: Desk;
  #crew: Crew | undefined;
  /** Where states that are asked about, and what was chosen of them, are put. */
  #batch: Int32Array;
  #chosen: Int32Array;
  #scratch: Int32Array;
  #segments: Uint32Array;
  #maskSegments: Uint32Array;
  /** Segments below this one have no masks any more. */
  #maskedFrom = 0;
  #sweeping = false;
  #questions: Int32Array;
  #questionCount = 0;
  #reported: Int32Array;
  #exchangeWords = 0;

  constructor(sizes: KernelSizes = usualSizes) {
    this.arena = new Arena(4 * at.registerCount, sizes.bytes);
    this.room = this.arena;
    this.#exports = instanceOn(this.arena);
    this.#registers = new Uint32Array(this.arena.memory.buffer, 0, at.registerCount);
    this.#sizes = sizes;
    this.#segmentBits = sizes.segmentBits;
    this.#registers[at.chunk] = sizes.chunk ?? 512;
    this.#registers[at.hashMask] = sizes.hashMask ?? -1;
    this.#registers[at.segmentBits] = sizes.segmentBits;
    this.#desk = new Desk(this.arena, sizes.moves);
    this.#desks = [this.#desk];
    this.#batch = this.arena.array(64);
    this.#chosen = this.arena.array(64);
    this.#scratch = this.arena.array(16);
    this.#segments = this.#addresses(16);
    this.#maskSegments = this.#addresses(16);
    this.#questions = this.arena.array(16);
    this.#reported = this.arena.array(16);
    this.#registers[at.segments] = this.#segments.byteOffset;
    this.#registers[at.maskSegments] = this.#maskSegments.byteOffset;
    this.#registers[at.reported] = this.#reported.byteOffset;
    this.#registers[at.questions] = this.#questions.byteOffset;
    this.#layTable(sizes.tableBits);
  }

  /** How many states there are. They are numbered in the order in which they were added. */
  get size(): number {
    return this.#registers[at.size] as number;
  }

  /** Bytes that hold states, and the table that finds them. */
  get bytes(): number {
    return this.#capacity * this.#stateBytes + 4 * 2 ** this.#tableBits;
  }

  get #capacity(): number {
    return this.#registers[at.capacity] as number;
  }

  get #tableBits(): number {
    return this.#registers[at.tableBits] as number;
  }

  get #stateBytes(): number {
    return 4 * (this.#registers[at.words] as number);
  }

  // --- what it is told

  /** Says where a table stands. To be said again when it has grown. */
  point(table: keyof typeof tables, { byteOffset }: Int32Array): void {
    this.#registers[tables[table]] = byteOffset;
  }

  /** Says what there is of processes: {@link at.processBytes} for each. */
  setProcesses(table: Int32Array, count: number): void {
    this.#registers[at.processTable] = table.byteOffset;
    this.#registers[at.processes] = count;
  }

  /** Has every state that is come upon exchanged for its representative, by the tables of exchanges; so many words are needed for that. */
  represent(words: number): void {
    this.#exchangeWords = words;
    for (const desk of this.#desks) this.#makeReady(desk);
  }

  #makeReady(desk: Desk): void {
    if (this.#exchangeWords > 0) desk.makeExchangeRoom(this.#exchangeWords);
    desk.lay(this.#width);
  }

  setHalt(place: number, mask: number): void {
    this.#registers[at.haltPlace] = place;
    this.#registers[at.haltMask] = mask;
  }

  /**
   * Lays states out in so many words. Those that there are are packed anew.
   *
   * @param variables of each, where it stood, its old mask, and where it stands
   */
  layOut(words: number, variables: Int32Array = new Int32Array(0)): void {
    const before = this.#registers[at.words] as number;
    const { size } = this;
    const old = this.#segments;
    const oldBytes = this.#stateBytes * 2 ** this.#segmentBits;
    // All that can fail comes first.
    const laid = this.#desks.map((desk) => desk.draft(desk.room, Math.max(8, 4 * words)));
    const segments = this.#addresses(old.length);
    const states = 2 ** this.#segmentBits;
    const needed = Math.ceil(size / states);
    try {
      for (let s = 0; s < needed; s++) segments[s] = this.arena.allocate(4 * words * states);
    } catch (error) {
      for (const address of segments) if (address !== 0) this.arena.free(address, 4 * words * states);
      throw error;
    }
    const moves = this.arena.array(Math.max(1, variables.length));
    moves.set(variables);
    this.#registers[at.words] = words;
    this.#registers[at.capacity] = needed * states;
    this.#segments = segments;
    this.#registers[at.segments] = segments.byteOffset;
    for (const lay of laid) lay();
    if (size > 0) {
      this.#exports.repack(old.byteOffset, before, moves.byteOffset, variables.length / 3);
      this.arena.words(this.#registers[at.table] as number, 2 ** this.#tableBits).fill(0);
      this.#exports.enterStates();
    }
    this.arena.release(moves);
    for (const address of old) if (address !== 0) this.arena.free(address, oldBytes);
    this.arena.free(old.byteOffset, old.byteLength);
  }

  /** Bytes of a state on a desk. */
  get #width(): number {
    return Math.max(8, this.#stateBytes);
  }

  // --- states

  /** The number of the state of these words; a new one where it is not there yet. */
  add(words: Int32Array): number {
    this.#makeRoom(this.size + 1);
    if (this.#scratch.length < words.length) this.#scratch = this.arena.array(words.length);
    this.#scratch.set(words);
    return this.#exports.addState(this.#scratch.byteOffset);
  }

  /** Copies the words of state `id` to `into`. */
  read(id: number, into: Int32Array): void {
    const words = this.#registers[at.words] as number;
    const segment = this.#segments[id >>> this.#segmentBits] as number;
    const from = segment + (id & (2 ** this.#segmentBits - 1)) * 4 * words;
    into.set(this.arena.words(from, words));
  }

  /** Makes room for so many states in all. */
  #makeRoom(states: number): void {
    while (states > this.#capacity) this.#extend();
    while (states > (this.#registers[at.tableRoom] as number)) this.#doubleTable();
  }

  #extend(): void {
    const segment = this.#capacity >>> this.#segmentBits;
    if (segment >= this.#segments.length) this.#segments = this.#lengthened(this.#segments, at.segments);
    if (segment >= this.#maskSegments.length)
      this.#maskSegments = this.#lengthened(this.#maskSegments, at.maskSegments);
    const states = 2 ** this.#segmentBits;
    // Where states are laid out anew their masks stay.
    if (this.#sweeping && segment >= this.#maskedFrom)
      this.#maskSegments[segment] ||= this.arena.allocate(4 * states);
    this.#segments[segment] = this.arena.allocate(states * this.#stateBytes);
    this.#registers[at.capacity] = this.#capacity + states;
  }

  #addresses(length: number): Uint32Array {
    const address = this.arena.allocate(4 * length);
    // Only now: what was there before allocate() may be too short.
    return new Uint32Array(this.arena.memory.buffer, address, length);
  }

  #lengthened(old: Uint32Array, register: number): Uint32Array {
    const made = this.#addresses(2 * old.length);
    made.set(old);
    this.arena.free(old.byteOffset, old.byteLength);
    this.#registers[register] = made.byteOffset;
    return made;
  }

  #layTable(bits: number): void {
    this.#registers[at.table] = this.arena.allocate(4 * 2 ** bits);
    this.#registers[at.tableBits] = bits;
    this.#registers[at.tableRoom] = Math.floor(fullest * 2 ** bits);
  }

  #doubleTable(): void {
    const bits = this.#tableBits;
    const into =
      bits === mostTableBits
        ? new OutOfMemory("numbers", 2 ** bits)
        : ifThereIsRoom(() => this.arena.allocate(8 * 2 ** bits));
    if (into instanceof OutOfMemory) {
      this.#crowd(into);
      return;
    }
    const old = this.#registers[at.table] as number;
    this.#registers[at.oldTable] = old;
    this.#registers[at.table] = into;
    this.#registers[at.tableBits] = bits + 1;
    this.#splitTable();
    this.#registers[at.tableRoom] = Math.floor(fullest * 2 ** (bits + 1));
    this.arena.free(old, 4 * 2 ** bits);
  }

  /** Fills the table from the old one, with all hands where there are some. */
  #splitTable(): void {
    const lines = 2 ** (this.#tableBits - 5);
    const crew = this.isWorthSharing(lines) ? this.#crew : undefined;
    try {
      for (const job of [at.splitJob, at.displacedJob]) this.#shareOut(job, 0, lines, crew);
      crew?.finish();
    } catch (error) {
      // What somebody had taken on is lost. The old table is there yet, and paths need one that has all states.
      this.arena.words(this.#registers[at.table] as number, 2 ** this.#tableBits).fill(0);
      for (const job of [at.splitJob, at.displacedJob]) this.#shareOut(job, 0, lines, undefined);
      throw error;
    }
  }

  /** Has a job done from `first` to `end`, by the crew as well; does a share. Waits for no one, but for what was begun before. */
  #shareOut(job: number, first: number, end: number, crew: Crew | undefined): void {
    const registers = this.#registers;
    crew?.finish();
    registers[at.job] = job;
    registers[at.cursor] = first;
    registers[at.levelEnd] = end;
    crew?.begin();
    this.#exports.work(this.#desk.address);
  }

  /** Lets the table be filled further than is good for speed; throws `reason` where it may be filled no further for now. */
  #crowd(reason: OutOfMemory): void {
    const [now, last] = crowded.map((share) => Math.floor(share * 2 ** this.#tableBits)) as [number, number];
    const before = this.#registers[at.tableRoom] as number;
    this.#registers[at.tableRoom] = before < now ? now : last;
    if (before >= now) throw reason;
  }

  // --- in bulk

  /** The position of the first of `count` states for which a tree answers `wanted`, or -1; or what has to be known. */
  first(states: Int32Array, count: number, { root, wanted }: Question): number | Need {
    const batch = this.#put(states, count);
    const found = this.#exports.first(this.#desk.address, batch, count, root, wanted);
    return found === -2 ? this.#desk.need(at.unknownAnswer) : found;
  }

  #put(states: Int32Array, count: number): number {
    if (this.#batch.length < count) {
      this.#batch = this.arena.array(count);
      this.#chosen = this.arena.array(count);
    }
    this.#batch.set(states.subarray(0, count));
    return this.#batch.byteOffset;
  }

  /**
   * Makes all moves from `count` states, or of each those of the process that is chosen, and adds what they lead to.
   *
   * @returns how many there are, or what has to be known
   */
  makeMoves(states: Int32Array, count: number, chosen?: Int32Array): number | Need {
    const batch = this.#put(states, count);
    if (chosen !== undefined) this.#chosen.set(chosen.subarray(0, count));
    const choice = chosen === undefined ? 0 : this.#chosen.byteOffset;
    for (;;) {
      const reason = this.#exports.makeMoves(this.#desk.address, batch, count, choice);
      if (reason === at.finished) return this.#desk.word(at.moves);
      if (!this.#hasMadeRoom(reason)) return this.#desk.need(reason);
    }
  }

  /** Of the moves that were made last. */
  get moves(): MoveArrays {
    return this.#desk.moves;
  }

  /** Whether the kernel had come back for want of room, which it has now. */
  #hasMadeRoom(reason: number): boolean {
    if (reason === at.noRoomForStates) {
      this.#makeRoom(this.size + this.#desk.room);
      return true;
    }
    if (reason !== at.noRoomForMoves) return false;
    const laid = this.#desks.map((desk) => desk.draft(2 * desk.room, this.#width));
    for (const lay of laid) lay();
    return true;
  }

  // --- sweeps

  /** Says what is asked of every state that is swept, and for how many sets of assertions there is to be room. */
  beginSweep(questions: readonly Question[]): void {
    this.#sweeping = true;
    const states = 2 ** this.#segmentBits;
    for (let segment = 0; segment < this.#capacity / states; segment++)
      this.#maskSegments[segment] = this.arena.allocate(4 * states);
    this.#questions = this.arena.array(Math.max(1, questionWords * questions.length));
    this.#questions.set(questions.flatMap(({ root, wanted }) => [root, wanted, 1]));
    this.#registers[at.questions] = this.#questions.byteOffset;
    this.#registers[at.questionCount] = questions.length;
    this.#questionCount = questions.length;
    this.#desk.ask(questions.length);
    this.#registers[at.nextLevel] = this.size;
  }

  /** Makes room for a byte for each of so many sets of assertions, and for a failing move. */
  reportUpTo(sets: number): void {
    for (const desk of this.#desks) desk.failUpTo(sets);
    if (this.#reported.byteLength >= sets) return;
    const longer = this.arena.array(Math.ceil(sets / 2));
    longer.set(this.#reported);
    this.arena.release(this.#reported);
    this.#reported = longer;
    this.#registers[at.reported] = longer.byteOffset;
  }

  /** Sweeps `count` states of one level from number `first` on; says how far it came, and why no farther if that was not all. */
  sweep(first: number, count: number): Swept {
    for (let done = 0; ; ) {
      const reason = this.#exports.sweepStates(this.#desk.address, first + done, count - done);
      done += this.#desk.word(at.done);
      if (reason === at.finished) return { done };
      const madeRoom = ifThereIsRoom(() => this.#hasMadeRoom(reason));
      if (madeRoom instanceof OutOfMemory) return { done, full: madeRoom };
      if (!madeRoom) return { done, need: this.#desk.need(reason) };
    }
  }

  /** Ends a level: the states that were come upon in it are the next one, which begins with number `first`. */
  endLevel(first: number): void {
    this.#registers[at.nextLevel] = this.size;
    const states = 2 ** this.#segmentBits;
    for (; this.#maskedFrom < first >>> this.#segmentBits; this.#maskedFrom++) {
      this.arena.free(this.#maskSegments[this.#maskedFrom] as number, 4 * states);
      this.#maskSegments[this.#maskedFrom] = 0;
    }
  }

  // --- levels that are shared

  /** Takes on so many threads, which are there in a while. */
  hire(threads: number): void {
    const desks = Array.from({ length: threads }, () => {
      const desk = new Desk(this.arena, this.#desk.room);
      this.#makeReady(desk);
      desk.ask(this.#questionCount);
      return desk;
    });
    this.#desks.push(...desks);
    this.#crew = new Crew(this.arena, desks);
    if (this.#sizes.waitsForThreads) this.#crew.await();
  }

  /** Whether so many states are worth sharing. */
  isWorthSharing(states: number): boolean {
    return states >= (this.#sizes.worthSharing ?? 4096);
  }

  /** Sends the threads home. */
  dismiss(): void {
    this.#crew?.end();
    this.#crew = undefined;
  }

  /** Begins to share the states from number `first` to `end`, which is not one of them, and does a share. */
  share(first: number, end: number): void {
    const registers = this.#registers;
    const margin = this.#desks.length * (this.#desk.room + at.block);
    // As much as there was so far to each state, or nearly; the rest is made room for when it is missing.
    this.#makeRoom(this.size + margin + ((end - first) >>> 1));
    registers[at.margin] = margin;
    registers[at.pause] = 0;
    this.#shareOut(at.levelJob, first, end, this.#crew);
  }

  /** Whether everybody has done a share; waits for a moment. */
  get isShared(): boolean {
    return this.#crew?.isDone ?? true;
  }

  /** Collects what came of sharing: the first state that nobody took on, and ranges that were left. States are numbered without gaps. */
  collect(): { readonly next: number; readonly left: readonly (readonly [first: number, count: number])[] } {
    this.#closeGaps(this.#desks.flatMap((desk) => desk.takeNumbers()));
    const next = Math.min(this.#registers[at.cursor] as number, this.#registers[at.levelEnd] as number);
    return { next, left: this.#desks.flatMap((desk) => desk.takeLeft()) };
  }

  /** Gives the numbers that nobody has to the last states. */
  #closeGaps(unused: readonly number[]): void {
    const size = this.size - unused.length;
    const free = unused.filter((number) => number < size);
    const gone = new Set(unused);
    let last = this.size - 1;
    for (const number of free) {
      while (gone.has(last)) last -= 1;
      this.#exports.renumberState(last, number);
      last -= 1;
    }
    this.#registers[at.size] = size;
  }

  // --- what was come upon

  /** The first state found for a question, or -1. */
  found(question: number): number {
    return this.#desks.reduce((found, desk) => (found >= 0 ? found : desk.found(question)), -1);
  }

  close(question: number): void {
    this.#questions[questionWords * question + 2] = 0;
  }

  /** A state of the sweep from which nothing but the surroundings moves and somebody has to; -1 for none. */
  get stuck(): number {
    return this.#desks.reduce((stuck, desk) => (stuck >= 0 ? stuck : desk.word(at.stuck)), -1);
  }

  /** Outcomes that are enabled in the states swept so far. */
  get transitions(): number {
    return this.#desks.reduce((sum, desk) => sum + desk.long(at.transitions), 0);
  }

  /** Moves whose targets were looked up so far. */
  get lookups(): number {
    return this.#desks.reduce((sum, desk) => sum + desk.long(at.lookups), 0);
  }

  /** The failing moves that were come upon since this was asked last. */
  takeFailing(): readonly Failing[] {
    return this.#desks.flatMap((desk) => desk.takeFailing());
  }

  // --- taken down, and taken up

  /** What there is of a sweep beside states and masks. */
  get marks(): SweepMarks {
    const reported = new Uint8Array(
      this.arena.memory.buffer,
      this.#reported.byteOffset,
      this.#reported.byteLength,
    );
    return {
      capacity: this.#capacity,
      tableBits: this.#tableBits,
      moves: this.#desk.room,
      transitions: this.transitions,
      lookups: this.lookups,
      stuck: this.stuck,
      found: Array.from({ length: this.#registers[at.questionCount] as number }, (_, q) => this.found(q)),
      reported: [...reported.entries()].flatMap(([set, is]) => (is === 0 ? [] : [set])),
    };
  }

  /** The words of states, from number `first` to `end`, as they stand here: a piece for each segment. */
  states(first: number, end: number): Iterable<Int32Array> {
    return this.#pieces(this.#segments, this.#registers[at.words] as number, first, end);
  }

  /** The masks of states. */
  masks(first: number, end: number): Iterable<Int32Array> {
    return this.#pieces(this.#maskSegments, 1, first, end);
  }

  *#pieces(segments: Uint32Array, words: number, first: number, end: number): Iterable<Int32Array> {
    const states = 2 ** this.#segmentBits;
    for (let from = first; from < end; ) {
      const segment = Math.floor(from / states);
      const to = Math.min(end, (segment + 1) * states);
      const offset = 4 * words * (from - segment * states);
      yield this.arena.words((segments[segment] as number) + offset, words * (to - from));
      from = to;
    }
  }

  /**
   * Takes up a sweep of `states` states, whose present level begins with number `level` and ends before `end`. What is in
   * {@link masks} and in {@link states} is to be filled in by `fill`, and the states are found from then on.
   *
   * @throws OutOfMemory where they do not fit
   */
  takeUp({ states, level, end, marks, fill }: TakenUp): void {
    const segmentStates = 2 ** this.#segmentBits;
    this.#desk.draft(Math.max(this.#desk.room, marks.moves), this.#width)();
    this.#maskedFrom = level >>> this.#segmentBits;
    for (let segment = 0; segment < Math.min(this.#maskedFrom, this.#capacity / segmentStates); segment++) {
      this.arena.free(this.#maskSegments[segment] as number, 4 * segmentStates);
      this.#maskSegments[segment] = 0;
    }
    while (this.#capacity < Math.max(states, marks.capacity)) this.#extend();
    this.arena.free(this.#registers[at.table] as number, 4 * 2 ** this.#tableBits);
    this.#layTable(marks.tableBits);
    this.#registers[at.tableRoom] = Math.max(states, this.#registers[at.tableRoom] as number);
    this.#registers[at.size] = states;
    this.#registers[at.nextLevel] = end;
    fill();
    this.#exports.enterStates();
    this.#desk.takeUp(marks);
    marks.found.forEach((state, question) => {
      if (state >= 0) this.close(question);
    });
    const reported = new Uint8Array(
      this.arena.memory.buffer,
      this.#reported.byteOffset,
      this.#reported.byteLength,
    );
    for (const set of marks.reported) reported[set] = 1;
  }
}
