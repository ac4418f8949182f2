/** The kernel, as its callers see it: packed states, and what is done with them in bulk. It knows numbers alone. */

import type { MoveArrays } from "../space/space.js";
import { Arena, type Room, wasm } from "./arena.js";
import * as at from "./assembly/registers.js";
import { code } from "./code.js";

/** Sizes that tests make small, to reach the borders of things. */
export interface KernelSizes {
  /** States in a segment of the store: 2 to this power. */
  readonly segmentBits: number;
  /** Slots in the table that finds states, at first: 2 to this power; at least 4. */
  readonly tableBits: number;
  /** For how many moves there is room at first. */
  readonly moves: number;
}

export const usualSizes: KernelSizes = { segmentBits: 16, tableBits: 11, moves: 1024 };

/** The table is doubled when more than this share of its slots may be taken. */
const fullest = 0.8;

/** A slot holds the number of a state, which must leave bits for its hash. */
const mostTableBits = 28;

/** What is asked of every state that a sweep comes to. */
export interface Question {
  /** The root of its tree. */
  readonly root: number;
  /** The leaf that is looked for. */
  readonly wanted: number;
}

/** Something that the kernel has to be told before it can go on. */
export type Need =
  | { readonly kind: "step"; readonly state: number; readonly step: number }
  | { readonly kind: "answer"; readonly state: number; readonly question: number }
  | { readonly kind: "update"; readonly state: number; readonly update: number; readonly value: number };

interface Exports {
  addState(from: number): number;
  enterStates(): void;
  doubleTable(old: number, into: number): void;
  first(desk: number, states: number, count: number, root: number, wanted: number): number;
  makeMoves(desk: number, states: number, count: number, chosen: number): number;
  sweepStates(desk: number, begin: number, count: number): number;
  repack(old: number, words: number, moves: number, variables: number): void;
}

/** Compiled once, when it is first needed. */
const compiled: { module?: object } = {};

function instanceOn({ memory }: Arena): Exports {
  compiled.module ??= new wasm.Module(Buffer.from(code, "base64"));
  // What it exports is what src/kernel/assembly/index.ts does; a test of every function holds it.
  return new wasm.Instance(compiled.module, { env: { memory } }).exports as Exports;
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
};

export class Kernel {
  readonly arena: Arena;
  /** For arrays that the kernel looks into. */
  readonly room: Room;
  readonly #exports: Exports;
  readonly #registers: Uint32Array;
  readonly #segmentBits: number;
  readonly #desk: Int32Array;
  #moves: MoveArrays;
  /** Bytes of a state on the desk. */
  #width = 0;
  #deskRoom: number;
  #deskPieces: (readonly [address: number, bytes: number])[] = [];
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
  #found: Int32Array;
  #reported: Int32Array;

  constructor(sizes: KernelSizes = usualSizes) {
    this.arena = new Arena(4 * at.registerCount);
    this.room = this.arena;
    this.#exports = instanceOn(this.arena);
    this.#registers = new Uint32Array(this.arena.memory.buffer, 0, at.registerCount);
    this.#segmentBits = sizes.segmentBits;
    this.#registers[at.segmentBits] = sizes.segmentBits;
    this.#desk = this.arena.array(at.deskSize);
    this.#deskRoom = sizes.moves;
    this.#batch = this.arena.array(64);
    this.#chosen = this.arena.array(64);
    this.#scratch = this.arena.array(16);
    this.#segments = this.#addresses(16);
    this.#maskSegments = this.#addresses(16);
    this.#questions = this.arena.array(16);
    this.#found = this.arena.array(16);
    this.#reported = this.arena.array(16);
    this.#registers[at.segments] = this.#segments.byteOffset;
    this.#registers[at.maskSegments] = this.#maskSegments.byteOffset;
    this.#registers[at.reported] = this.#reported.byteOffset;
    this.#registers[at.questions] = this.#questions.byteOffset;
    this.#desk[at.movable] = this.arena.allocate(24 * at.maskedProcesses);
    this.#desk[at.failingTable] = this.arena.allocate(16 * this.#reported.byteLength);
    this.#desk[at.found] = this.#found.byteOffset;
    this.#desk[at.stuck] = -1;
    this.#moves = this.#arrays(0);
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
    this.#registers[at.words] = words;
    this.#registers[at.capacity] = 0;
    this.#segments = this.#addresses(old.length);
    this.#registers[at.segments] = this.#segments.byteOffset;
    this.#layDesk();
    this.#makeRoom(size);
    if (size > 0) {
      const moves = this.arena.array(Math.max(1, variables.length));
      moves.set(variables);
      this.#exports.repack(old.byteOffset, before, moves.byteOffset, variables.length / 3);
      this.arena.release(moves);
      this.arena.words(this.#registers[at.table] as number, 2 ** this.#tableBits).fill(0);
      this.#exports.enterStates();
    }
    for (const address of old) if (address !== 0) this.arena.free(address, oldBytes);
    this.arena.free(old.byteOffset, old.byteLength);
  }

  #layDesk(): void {
    for (const [address, bytes] of this.#deskPieces) this.arena.free(address, bytes);
    this.#deskPieces = [];
    const words = this.#registers[at.words] as number;
    this.#width = words <= 2 ? 8 : 4 * words;
    const piece = (bytes: number): number => {
      const address = this.arena.allocate(bytes);
      this.#deskPieces.push([address, bytes]);
      return address;
    };
    const room = this.#deskRoom;
    this.#desk[at.room] = room;
    this.#desk[at.next] = piece(room * this.#width);
    for (const array of [
      at.hashes,
      at.targets,
      at.sources,
      at.movers,
      at.outcomes,
      at.costs,
      at.failures,
      at.masks,
    ])
      this.#desk[array] = piece(4 * room);
    this.#moves = this.#arrays(room);
  }

  #arrays(length: number): MoveArrays {
    const array = (register: number): Int32Array =>
      this.arena.words((this.#desk[register] as number) >>> 0, length);
    return {
      sources: array(at.sources),
      movers: array(at.movers),
      outcomes: array(at.outcomes),
      targets: array(at.targets),
      costs: array(at.costs),
      failures: array(at.failures),
    };
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
    if (segment === this.#segments.length) {
      this.#segments = this.#lengthened(this.#segments, at.segments);
      this.#maskSegments = this.#lengthened(this.#maskSegments, at.maskSegments);
    }
    const states = 2 ** this.#segmentBits;
    this.#segments[segment] = this.arena.allocate(states * this.#stateBytes);
    if (this.#sweeping) this.#maskSegments[segment] = this.arena.allocate(4 * states);
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
    if (bits === mostTableBits) {
      throw new RangeError(
        `there are more than ${this.size} states, the most that one search can tell apart`,
      );
    }
    const old = this.#registers[at.table] as number;
    const into = this.arena.allocate(8 * 2 ** bits);
    this.#exports.doubleTable(old, into);
    this.#registers[at.tableRoom] = Math.floor(fullest * 2 ** (bits + 1));
    this.arena.free(old, 4 * 2 ** bits);
  }

  // --- in bulk

  /** The position of the first of `count` states for which a tree answers `wanted`, or -1; or what has to be known. */
  first(states: Int32Array, count: number, { root, wanted }: Question): number | Need {
    const batch = this.#put(states, count);
    const found = this.#exports.first(this.#desk.byteOffset, batch, count, root, wanted);
    return found === -2 ? this.#need(at.unknownAnswer) : found;
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
      const reason = this.#exports.makeMoves(this.#desk.byteOffset, batch, count, choice);
      if (reason === at.finished) return this.#desk[at.moves] as number;
      if (!this.#hasMadeRoom(reason)) return this.#need(reason);
    }
  }

  /** Of the moves that were made last. */
  get moves(): MoveArrays {
    return this.#moves;
  }

  /** Whether the kernel had come back for want of room, which it has now. */
  #hasMadeRoom(reason: number): boolean {
    if (reason === at.noRoomForStates) {
      this.#makeRoom(this.size + (this.#desk[at.room] as number));
      return true;
    }
    if (reason !== at.noRoomForMoves) return false;
    this.#deskRoom *= 2;
    this.#layDesk();
    return true;
  }

  #need(reason: number): Need {
    const state = this.#desk[at.state] as number;
    const subject = this.#desk[at.subject] as number;
    const value = this.#desk[at.value] as number;
    switch (reason) {
      case at.unknownStep:
        return { kind: "step", state, step: subject };
      case at.unknownAnswer:
        return { kind: "answer", state, question: subject };
      case at.unknownUpdate:
        return { kind: "update", state, update: subject, value };
      default:
        throw new Error(`the kernel came back with ${reason}, which is no reason`);
    }
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
    this.#found = this.arena.array(Math.max(1, questions.length)).fill(-1);
    this.#desk[at.found] = this.#found.byteOffset;
    this.#desk[at.stuck] = -1;
    this.#desk[at.failing] = 0;
    this.#registers[at.nextLevel] = this.size;
  }

  /** Makes room for a byte for each of so many sets of assertions. */
  reportUpTo(sets: number): void {
    if (this.#reported.byteLength >= sets) return;
    const longer = this.arena.array(Math.ceil(sets / 2));
    longer.set(this.#reported);
    this.arena.release(this.#reported);
    this.#reported = longer;
    this.#registers[at.reported] = longer.byteOffset;
    this.#desk[at.failingTable] = this.arena.allocate(16 * longer.byteLength);
  }

  /** Sweeps `count` states of one level from number `first` on; returns how many it dealt with, and what has to be known if that was not all. */
  sweep(first: number, count: number): { readonly done: number; readonly need: Need | undefined } {
    for (let done = 0; ; ) {
      const reason = this.#exports.sweepStates(this.#desk.byteOffset, first + done, count - done);
      done += this.#desk[at.done] as number;
      if (reason === at.finished) return { done, need: undefined };
      if (!this.#hasMadeRoom(reason)) return { done, need: this.#need(reason) };
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

  /** The first state found for a question, or -1. */
  found(question: number): number {
    return this.#found[question] as number;
  }

  close(question: number): void {
    this.#questions[questionWords * question + 2] = 0;
  }

  /** The first state of the sweep from which nothing but the surroundings moves and somebody has to; -1 for none. */
  get stuck(): number {
    return this.#desk[at.stuck] as number;
  }

  /** Outcomes that are enabled in the states swept so far. */
  get transitions(): number {
    return this.#long(at.transitions);
  }

  /** Moves whose targets were looked up so far. */
  get lookups(): number {
    return this.#long(at.lookups);
  }

  #long(register: number): number {
    const [low = 0, high = 0] = this.#desk.subarray(register, register + 2);
    return (high >>> 0) * 2 ** 32 + (low >>> 0);
  }

  /** The failing moves that were come upon since this was asked last: state, process, outcome and set of each. */
  takeFailing(): readonly (readonly [state: number, process: number, outcome: number, set: number])[] {
    const count = this.#desk[at.failing] as number;
    if (count === 0) return [];
    this.#desk[at.failing] = 0;
    const words = this.arena.words((this.#desk[at.failingTable] as number) >>> 0, 4 * count);
    return Array.from({ length: count }, (_, i) => {
      const [state = 0, process = 0, outcome = 0, set = 0] = words.subarray(4 * i, 4 * i + 4);
      return [state, process, outcome, set] as const;
    });
  }
}
