/** A desk: what one call of the kernel works with, and what it comes back with. */

import type { SweepMarks } from "../space/saved.js";
import type { MoveArrays } from "../space/space.js";
import type { Arena } from "./arena.js";
import * as at from "./assembly/registers.js";

/** Something that the kernel has to be told before it can go on. */
export type Need =
  | { readonly kind: "step"; readonly state: number; readonly step: number }
  | { readonly kind: "answer"; readonly state: number; readonly question: number }
  | { readonly kind: "update"; readonly state: number; readonly update: number; readonly value: number };

/** A failing move: state, process, outcome, and the set of assertions that it fails. */
export type Failing = readonly [state: number, process: number, outcome: number, set: number];

const perMove = [
  at.hashes,
  at.targets,
  at.sources,
  at.movers,
  at.outcomes,
  at.costs,
  at.failures,
  at.masks,
] as const;

type Piece = readonly [address: number, bytes: number];

export class Desk {
  /** For how many moves there is room. */
  room: number;
  /** Of the moves that were made last. */
  moves: MoveArrays;
  readonly #arena: Arena;
  readonly #words: Int32Array;
  #pieces: readonly Piece[] = [];
  #found: Int32Array;
  #failingSets = 0;

  constructor(arena: Arena, room: number) {
    this.#arena = arena;
    this.room = room;
    this.#words = arena.array(at.deskSize);
    this.#words[at.movable] = arena.allocate(at.movableBytes * at.maskedProcesses);
    this.#words[at.leftTable] = arena.allocate(8 * at.mostLeft);
    this.#found = arena.array(1);
    this.moves = this.#arrays(0);
    this.ask(0);
  }

  get address(): number {
    return this.#words.byteOffset;
  }

  /** A word of the desk's own, and where it stands: for those that wait for it to change. */
  get words(): Int32Array {
    return this.#words;
  }

  word(register: number): number {
    return this.#words[register] as number;
  }

  long(register: number): number {
    return (this.word(register + 1) >>> 0) * 2 ** 32 + (this.word(register) >>> 0);
  }

  /** Lays out room for moves, to states of `width` bytes each. */
  lay(width: number): void {
    this.draft(this.room, width)();
  }

  /** Takes what room for so many moves needs; what lays it out then cannot fail. */
  draft(room: number, width: number): () => void {
    const piece = (bytes: number): Piece => [this.#arena.allocate(bytes), bytes];
    const standings = this.#words[at.exchangeRoom] === 0 ? 0 : room * at.standingBytes;
    const pieces = [piece(room * width), piece(standings), ...perMove.map(() => piece(4 * room))];
    return () => {
      for (const [address, bytes] of this.#pieces) this.#arena.free(address, bytes);
      this.#pieces = pieces;
      this.room = room;
      this.#words[at.room] = room;
      [at.next, at.standings, ...perMove].forEach((register, i) => {
        this.#words[register] = (pieces[i] as Piece)[0];
      });
      this.moves = this.#arrays(room);
    };
  }

  /** Takes room of so many words for exchanges; {@link lay} then makes some for where processes go. */
  makeExchangeRoom(words: number): void {
    this.#words[at.exchangeRoom] = this.#arena.allocate(4 * words);
  }

  #arrays(length: number): MoveArrays {
    const array = (register: number): Int32Array => this.#arena.words(this.word(register) >>> 0, length);
    return {
      sources: array(at.sources),
      movers: array(at.movers),
      outcomes: array(at.outcomes),
      targets: array(at.targets),
      costs: array(at.costs),
      failures: array(at.failures),
    };
  }

  /** Makes ready for a sweep in which so many questions are asked. */
  ask(questions: number): void {
    this.#arena.release(this.#found);
    this.#found = this.#arena.array(Math.max(1, questions)).fill(-1);
    this.#words[at.found] = this.#found.byteOffset;
    this.#words[at.stuck] = -1;
    this.#words[at.failing] = 0;
  }

  /** The first state that was found for a question, or -1. */
  found(question: number): number {
    return this.#found[question] as number;
  }

  /** Makes room for a failing move of each of so many sets of assertions. */
  failUpTo(sets: number): void {
    if (sets <= this.#failingSets) return;
    const longer = this.#arena.allocate(16 * 2 * sets);
    const noted = this.#noted();
    this.#arena.words(longer, noted.length).set(noted);
    if (this.#failingSets > 0) this.#arena.free(this.word(at.failingTable) >>> 0, 16 * this.#failingSets);
    this.#failingSets = 2 * sets;
    this.#words[at.failingTable] = longer;
  }

  #noted(): Int32Array {
    return this.#arena.words(this.word(at.failingTable) >>> 0, 4 * this.word(at.failing));
  }

  /** The failing moves that were come upon since this was asked last. */
  takeFailing(): readonly Failing[] {
    const count = this.word(at.failing);
    if (count === 0) return [];
    const noted = this.#noted();
    this.#words[at.failing] = 0;
    return Array.from({ length: count }, (_, i) => {
      const [state = 0, process = 0, outcome = 0, set = 0] = noted.subarray(4 * i, 4 * i + 4);
      return [state, process, outcome, set] as const;
    });
  }

  /** The ranges of states that were left: the first of each, and how many. */
  takeLeft(): readonly (readonly [first: number, count: number])[] {
    const count = this.word(at.left);
    const ranges = this.#arena.words(this.word(at.leftTable) >>> 0, 2 * count);
    this.#words[at.left] = 0;
    return Array.from({ length: count }, (_, i) => [ranges[2 * i] ?? 0, ranges[2 * i + 1] ?? 0] as const);
  }

  /** The numbers for new states that it took and did not give; it has none then. */
  takeNumbers(): readonly number[] {
    const next = this.word(at.blockNext);
    const unused = Array.from({ length: this.word(at.blockEnd) - next }, (_, i) => next + i);
    this.#words[at.blockNext] = 0;
    this.#words[at.blockEnd] = 0;
    return unused;
  }

  /** Goes on from where a sweep was taken down. */
  takeUp({ transitions, lookups, stuck, found }: SweepMarks): void {
    this.#setLong(at.transitions, transitions);
    this.#setLong(at.lookups, lookups);
    this.#words[at.stuck] = stuck;
    this.#found.set(found);
  }

  #setLong(register: number, value: number): void {
    this.#words[register] = value % 2 ** 32;
    this.#words[register + 1] = Math.floor(value / 2 ** 32);
  }

  /** What it needs to know. */
  need(reason: number): Need {
    const state = this.word(at.state);
    const subject = this.word(at.subject);
    switch (reason) {
      case at.unknownStep:
        return { kind: "step", state, step: subject };
      case at.unknownAnswer:
        return { kind: "answer", state, question: subject };
      case at.unknownUpdate:
        return { kind: "update", state, update: subject, value: this.word(at.value) };
      default:
        throw new Error(`the kernel came back with ${reason}, which is no reason`);
    }
  }
}
