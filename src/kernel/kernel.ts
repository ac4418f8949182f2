/** The kernel, as its callers see it: packed states, and what is done with them in bulk. It knows numbers alone. */

import type { MoveArrays } from "../space/space.js";
import type { Arena, Room } from "./arena.js";
import * as at from "./assembly/registers.js";
import type { Need } from "./desk.js";
import { type Ground, groundOf } from "./ground.js";
import { Hands } from "./hands.js";
import { KernelSweep, type Question } from "./kernel-sweep.js";
import { hasMadeRoom } from "./room.js";
import { type KernelSizes, usualSizes } from "./sizes.js";
import { StateStore } from "./state-store.js";

export type { Need } from "./desk.js";

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
  readonly #ground: Ground;
  readonly #hands: Hands;
  readonly #store: StateStore;
  /** Where states that are asked about, and what was chosen of them, are put. */
  #batch: Int32Array;
  #chosen: Int32Array;

  constructor(sizes: KernelSizes = usualSizes) {
    this.#ground = groundOf(sizes);
    this.arena = this.#ground.arena;
    this.room = this.arena;
    this.#hands = new Hands(this.#ground);
    this.#store = new StateStore(this.#ground, this.#hands);
    this.#batch = this.arena.array(64);
    this.#chosen = this.arena.array(64);
  }

  /** How many states there are. They are numbered in the order in which they were added. */
  get size(): number {
    return this.#store.size;
  }

  /** Bytes that hold states, and the table that finds them. */
  get bytes(): number {
    return this.#store.bytes;
  }

  /** Moves whose targets were looked up in sweeps so far. */
  get lookups(): number {
    return this.#hands.sum(at.lookups);
  }

  // --- what it is told

  /** Says where a table stands. To be said again when it has grown. */
  point(table: keyof typeof tables, { byteOffset }: Int32Array): void {
    this.#ground.registers[tables[table]] = byteOffset;
  }

  /** Says what there is of processes: {@link at.processBytes} for each. */
  setProcesses(table: Int32Array, count: number): void {
    this.#ground.registers[at.processTable] = table.byteOffset;
    this.#ground.registers[at.processes] = count;
  }

  setHalt(place: number, mask: number): void {
    this.#ground.registers[at.haltPlace] = place;
    this.#ground.registers[at.haltMask] = mask;
  }

  /** Has every state that is come upon exchanged for its representative, by the tables of exchanges; so many words are needed for that. */
  represent(words: number): void {
    this.#hands.represent(words);
  }

  /**
   * Lays states out in so many words. Those that there are are packed anew.
   *
   * @param variables of each, where it stood, its old mask, and where it stands
   */
  layOut(words: number, variables: Int32Array = new Int32Array(0)): void {
    this.#store.layOut(words, variables);
  }

  // --- states

  /** The number of the state of these words; a new one where it is not there yet. */
  add(words: Int32Array): number {
    return this.#store.add(words);
  }

  /** Copies the words of state `id` to `into`. */
  read(id: number, into: Int32Array): void {
    this.#store.read(id, into);
  }

  /** The words of states, from number `first` to `end`, as they stand here: a piece for each segment. */
  states(first: number, end: number): Iterable<Int32Array> {
    return this.#store.states(first, end);
  }

  // --- in bulk

  /** The position of the first of `count` states for which a tree answers `wanted`, or -1; or what has to be known. */
  first(states: Int32Array, count: number, { root, wanted }: Question): number | Need {
    const { desk } = this.#hands;
    const batch = this.#put(states, count);
    const found = this.#ground.exports.first(desk.address, batch, count, root, wanted);
    return found === -2 ? desk.need(at.unknownAnswer) : found;
  }

  #put(states: Int32Array, count: number): number {
    if (this.#batch.length < count) {
      for (const array of [this.#batch, this.#chosen]) this.arena.release(array);
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
    const { desk } = this.#hands;
    const batch = this.#put(states, count);
    if (chosen !== undefined) this.#chosen.set(chosen.subarray(0, count));
    const choice = chosen === undefined ? 0 : this.#chosen.byteOffset;
    for (;;) {
      const reason = this.#ground.exports.makeMoves(desk.address, batch, count, choice);
      if (reason === at.finished) return desk.word(at.moves);
      if (!hasMadeRoom(reason, this.#store, this.#hands)) return desk.need(reason);
    }
  }

  /** Of the moves that were made last. */
  get moves(): MoveArrays {
    return this.#hands.desk.moves;
  }

  /** Begins a sweep from the states that there are; says what is asked of every state. */
  sweep(questions: readonly Question[]): KernelSweep {
    return new KernelSweep(this.#ground, this.#hands, this.#store, questions);
  }
}
