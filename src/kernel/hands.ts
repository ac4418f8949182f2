/** Who does what there is to do: the thread that began, at the first desk, and those that it takes on. */

import * as at from "./assembly/registers.js";
import { Crew } from "./crew.js";
import { Desk } from "./desk.js";
import type { Ground } from "./ground.js";

/** Bytes that a state of so many words takes on a desk. */
const widthOf = (words: number): number => Math.max(8, 4 * words);

export class Hands {
  /** That of the thread that began. */
  readonly desk: Desk;
  readonly #ground: Ground;
  readonly #desks: Desk[];
  #crew: Crew | undefined;
  #exchangeWords = 0;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.desk = new Desk(ground.arena, ground.sizes.moves);
    this.#desks = [this.desk];
  }

  get desks(): readonly Desk[] {
    return this.#desks;
  }

  get #words(): number {
    return this.#ground.registers[at.words] as number;
  }

  /** Of a count that every desk keeps, in two words from `register` on, the sum. */
  sum(register: number): number {
    return this.#desks.reduce((sum, desk) => sum + desk.long(register), 0);
  }

  // --- what desks have

  /** Takes what room for moves to states of so many words needs; what lays it out then cannot fail. */
  draft(words: number): () => void {
    return this.#draft(this.desk.room, words);
  }

  /** Makes room for so many moves, if there is less. */
  makeRoom(moves: number): void {
    this.#draft(Math.max(this.desk.room, moves), this.#words)();
  }

  #draft(room: number, words: number): () => void {
    const laid = this.#desks.map((desk) => desk.draft(room, widthOf(words)));
    return () => {
      for (const lay of laid) lay();
    };
  }

  /** Makes room for exchanging states for their representatives, which takes so many words. */
  represent(words: number): void {
    this.#exchangeWords = words;
    for (const desk of this.#desks) this.#makeReady(desk);
  }

  #makeReady(desk: Desk): void {
    if (this.#exchangeWords > 0) desk.makeExchangeRoom(this.#exchangeWords);
    desk.lay(widthOf(this.#words));
  }

  // --- threads

  /** Takes on so many threads, which are there in a while, for a sweep in which so many questions are asked. */
  hire(threads: number, questions: number): void {
    const { arena, sizes } = this.#ground;
    const desks = Array.from({ length: threads }, () => {
      const desk = new Desk(arena, this.desk.room);
      this.#makeReady(desk);
      desk.ask(questions);
      return desk;
    });
    this.#desks.push(...desks);
    this.#crew = new Crew(arena, desks);
    if (sizes.waitsForThreads) this.#crew.await();
  }

  /** Sends the threads home. */
  dismiss(): void {
    this.#crew?.end();
    this.#crew = undefined;
  }

  /** Whether so many states, or lines of a table, are worth sharing. */
  isWorthSharing(count: number): boolean {
    return count >= (this.#ground.sizes.worthSharing ?? 4096);
  }

  /** Has a job done from `first` to `end`, which is not part of it, by all; does a share, and waits for nobody. */
  share(job: number, first: number, end: number): void {
    this.#share(job, first, end, this.#crew);
  }

  #share(job: number, first: number, end: number, crew: Crew | undefined): void {
    const { registers, exports } = this.#ground;
    registers[at.job] = job;
    registers[at.cursor] = first;
    registers[at.levelEnd] = end;
    crew?.begin();
    exports.work(this.desk.address);
  }

  /** Whether everybody has done a share; waits for a moment. */
  get isShared(): boolean {
    return this.#crew?.isDone ?? true;
  }

  /**
   * Has jobs done one after the other, each from 0 to `end`, by all if that is worth it.
   *
   * @throws Lost
   */
  finish(jobs: readonly number[], end: number): void {
    const crew = this.isWorthSharing(end) ? this.#crew : undefined;
    for (const job of jobs) {
      this.#share(job, 0, end, crew);
      crew?.finish();
    }
  }

  /** Has jobs done one after the other, each from 0 to `end`, by the thread that began alone. */
  finishAlone(jobs: readonly number[], end: number): void {
    for (const job of jobs) this.#share(job, 0, end, undefined);
  }
}
