/** Packed states in segments, which stay where they are, and the table of their numbers that finds them. */

import { ifThereIsRoom, OutOfMemory } from "../space/out-of-memory.js";
import * as at from "./assembly/registers.js";
import type { Ground } from "./ground.js";
import type { Hands } from "./hands.js";

/** The table is doubled when more than this share of its slots may be taken. */
const fullest = 0.8;

/** Where there is no room for that, it is filled up to this; and behind it, once the search has been told, up to the last. */
const crowded = [0.9, 0.97];

/** A slot holds the number of a state, which must leave bits for its hash. */
const mostTableBits = 28;

/** What fills a table from the one before. */
const splitting = [at.splitJob, at.displacedJob];

export class StateStore {
  readonly #ground: Ground;
  readonly #hands: Hands;
  /** States in a segment. */
  readonly #perSegment: number;
  /** A state that is to be added. */
  #scratch: Int32Array;
  #segments: Uint32Array;
  #maskSegments: Uint32Array;
  /** Segments below this one have no masks any more. */
  #maskedFrom = 0;
  #hasMasks = false;

  constructor(ground: Ground, hands: Hands) {
    this.#ground = ground;
    this.#hands = hands;
    this.#perSegment = 2 ** ground.sizes.segmentBits;
    this.#scratch = ground.arena.array(16);
    this.#segments = this.#addresses(16);
    this.#maskSegments = this.#addresses(16);
    ground.registers[at.segments] = this.#segments.byteOffset;
    ground.registers[at.maskSegments] = this.#maskSegments.byteOffset;
    this.#layTable(ground.sizes.tableBits);
  }

  #register(register: number): number {
    return this.#ground.registers[register] as number;
  }

  /** How many states there are. They are numbered in the order in which they were added. */
  get size(): number {
    return this.#register(at.size);
  }

  /** For how many there is room. */
  get capacity(): number {
    return this.#register(at.capacity);
  }

  /** The table has 2 to this power slots. */
  get tableBits(): number {
    return this.#register(at.tableBits);
  }

  /** Bytes that hold states, and the table that finds them. */
  get bytes(): number {
    return this.capacity * this.#stateBytes + 4 * 2 ** this.tableBits;
  }

  get #stateBytes(): number {
    return 4 * this.#register(at.words);
  }

  // --- states

  /** The number of the state of these words; a new one where it is not there yet. */
  add(words: Int32Array): number {
    const { arena, exports } = this.#ground;
    this.makeRoom(this.size + 1);
    if (this.#scratch.length < words.length) {
      const longer = arena.array(words.length);
      arena.release(this.#scratch);
      this.#scratch = longer;
    }
    this.#scratch.set(words);
    return exports.addState(this.#scratch.byteOffset);
  }

  /** Copies the words of state `id` to `into`. */
  read(id: number, into: Int32Array): void {
    const words = this.#register(at.words);
    const segment = this.#segments[id >>> this.#ground.sizes.segmentBits] as number;
    into.set(this.#ground.arena.words(segment + (id & (this.#perSegment - 1)) * 4 * words, words));
  }

  /** The words of states, from number `first` to `end`, as they stand here: a piece for each segment. */
  states(first: number, end: number): Iterable<Int32Array> {
    return this.#pieces(this.#segments, this.#register(at.words), first, end);
  }

  /** The masks of states. */
  masks(first: number, end: number): Iterable<Int32Array> {
    return this.#pieces(this.#maskSegments, 1, first, end);
  }

  *#pieces(segments: Uint32Array, words: number, first: number, end: number): Iterable<Int32Array> {
    const states = this.#perSegment;
    for (let from = first; from < end; ) {
      const segment = Math.floor(from / states);
      const to = Math.min(end, (segment + 1) * states);
      const offset = 4 * words * (from - segment * states);
      yield this.#ground.arena.words((segments[segment] as number) + offset, words * (to - from));
      from = to;
    }
  }

  /** Takes numbers out of use: the last states get those of them that are lower, so that states are numbered without gaps. */
  closeGaps(unused: readonly number[]): void {
    const size = this.size - unused.length;
    const free = unused.filter((number) => number < size);
    const gone = new Set(unused);
    let last = this.size - 1;
    for (const number of free) {
      while (gone.has(last)) last -= 1;
      this.#ground.exports.renumberState(last, number);
      last -= 1;
    }
    this.#ground.registers[at.size] = size;
  }

  // --- how they are laid out

  /**
   * Lays states out in so many words. Those that there are are packed anew.
   *
   * @param variables of each, where it stood, its old mask, and where it stands
   */
  layOut(words: number, variables: Int32Array): void {
    const { arena, registers, exports } = this.#ground;
    const before = this.#register(at.words);
    const { size } = this;
    const old = this.#segments;
    const oldBytes = this.#stateBytes * this.#perSegment;
    // All that can fail comes first.
    const layMoves = this.#hands.draft(words);
    const segments = this.#addresses(old.length);
    const bytes = 4 * words * this.#perSegment;
    const needed = Math.ceil(size / this.#perSegment);
    try {
      for (let s = 0; s < needed; s++) segments[s] = arena.allocate(bytes);
    } catch (error) {
      for (const address of segments) if (address !== 0) arena.free(address, bytes);
      throw error;
    }
    const moves = arena.array(Math.max(1, variables.length));
    moves.set(variables);
    registers[at.words] = words;
    registers[at.capacity] = needed * this.#perSegment;
    this.#segments = segments;
    registers[at.segments] = segments.byteOffset;
    layMoves();
    if (size > 0) {
      exports.repack(old.byteOffset, before, moves.byteOffset, variables.length / 3);
      this.#emptyTable();
      exports.enterStates();
    }
    arena.release(moves);
    for (const address of old) if (address !== 0) arena.free(address, oldBytes);
    arena.free(old.byteOffset, old.byteLength);
  }

  /** Makes room for so many states in all. */
  makeRoom(states: number): void {
    while (states > this.capacity) this.#extend();
    while (states > this.#register(at.tableRoom)) this.#doubleTable();
  }

  #extend(): void {
    const { arena, registers } = this.#ground;
    const segment = this.capacity / this.#perSegment;
    if (segment >= this.#segments.length) this.#segments = this.#lengthened(this.#segments, at.segments);
    if (segment >= this.#maskSegments.length)
      this.#maskSegments = this.#lengthened(this.#maskSegments, at.maskSegments);
    // Where states are laid out anew their masks stay.
    if (this.#hasMasks && segment >= this.#maskedFrom)
      this.#maskSegments[segment] ||= arena.allocate(4 * this.#perSegment);
    this.#segments[segment] = arena.allocate(this.#perSegment * this.#stateBytes);
    registers[at.capacity] = this.capacity + this.#perSegment;
  }

  #addresses(length: number): Uint32Array {
    const { arena } = this.#ground;
    const address = arena.allocate(4 * length);
    // Only now: what was there before allocate() may be too short.
    return new Uint32Array(arena.memory.buffer, address, length);
  }

  #lengthened(old: Uint32Array, register: number): Uint32Array {
    const made = this.#addresses(2 * old.length);
    made.set(old);
    this.#ground.arena.free(old.byteOffset, old.byteLength);
    this.#ground.registers[register] = made.byteOffset;
    return made;
  }

  // --- the table that finds them

  #layTable(bits: number): void {
    const { arena, registers } = this.#ground;
    registers[at.table] = arena.allocate(4 * 2 ** bits);
    registers[at.tableBits] = bits;
    this.#openTable();
  }

  #openTable(): void {
    this.#ground.registers[at.tableRoom] = Math.floor(fullest * 2 ** this.tableBits);
  }

  #emptyTable(): void {
    this.#ground.arena.words(this.#register(at.table), 2 ** this.tableBits).fill(0);
  }

  #doubleTable(): void {
    const { arena, registers } = this.#ground;
    const bits = this.tableBits;
    const into =
      bits === mostTableBits
        ? new OutOfMemory("numbers", 2 ** bits)
        : ifThereIsRoom(() => arena.allocate(8 * 2 ** bits));
    if (into instanceof OutOfMemory) {
      this.#crowd(into);
      return;
    }
    const old = this.#register(at.table);
    registers[at.oldTable] = old;
    registers[at.table] = into;
    registers[at.tableBits] = bits + 1;
    try {
      this.#splitTable();
    } finally {
      this.#openTable();
      arena.free(old, 4 * 2 ** bits);
    }
  }

  /** Fills the table from the old one, with all hands where that is worth it. */
  #splitTable(): void {
    const lines = 2 ** (this.tableBits - 5);
    try {
      this.#hands.finish(splitting, lines);
    } catch (error) {
      // What somebody had taken on is lost. The old table is there yet, and paths need one that has all states.
      this.#emptyTable();
      this.#hands.finishAlone(splitting, lines);
      throw error;
    }
  }

  /** Lets the table be filled further than is good for speed; throws `reason` where it may be filled no further for now. */
  #crowd(reason: OutOfMemory): void {
    const [now, last] = crowded.map((share) => Math.floor(share * 2 ** this.tableBits)) as [number, number];
    const before = this.#register(at.tableRoom);
    this.#ground.registers[at.tableRoom] = before < now ? now : last;
    if (before >= now) throw reason;
  }

  // --- masks

  /** Gives every state a mask from now on. */
  mask(): void {
    this.#hasMasks = true;
    for (let segment = 0; segment < this.capacity / this.#perSegment; segment++)
      this.#maskSegments[segment] = this.#ground.arena.allocate(4 * this.#perSegment);
  }

  /** Gives up the masks of states before number `first`, whole segments of them. */
  unmaskUpTo(first: number): void {
    const end = Math.floor(first / this.#perSegment);
    for (; this.#maskedFrom < end; this.#maskedFrom++) {
      const address = this.#maskSegments[this.#maskedFrom] ?? 0;
      if (address !== 0) this.#ground.arena.free(address, 4 * this.#perSegment);
      this.#maskSegments[this.#maskedFrom] = 0;
    }
  }

  // --- taken up

  /**
   * Takes up `states` states, which `fill` puts in {@link states}, and with them what it puts in {@link masks}.
   *
   * @param room for how many states there was room, and how many bits number the slots of the table
   * @throws OutOfMemory where they do not fit
   */
  takeUp(
    states: number,
    { capacity, tableBits }: { readonly capacity: number; readonly tableBits: number },
    fill: () => void,
  ): void {
    const { arena, registers, exports } = this.#ground;
    while (this.capacity < Math.max(states, capacity)) this.#extend();
    arena.free(this.#register(at.table), 4 * 2 ** this.tableBits);
    this.#layTable(tableBits);
    registers[at.tableRoom] = Math.max(states, this.#register(at.tableRoom));
    registers[at.size] = states;
    fill();
    exports.enterStates();
  }
}
