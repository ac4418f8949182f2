/** What the kernel has to know of exchanges, laid out in its memory: see src/kernel/assembly/exchanges.ts. */

import type { Room } from "../kernel/arena.js";
import * as at from "../kernel/assembly/registers.js";
import type { Domain } from "../tables/domain.js";
import type { NumberedExchange } from "./numbered.js";
import type { Orbits } from "./orbits.js";
import { exchangesThrough } from "./orders.js";

/** A block, as far as the kernel has to know it. */
export interface LaidBlock {
  readonly exchanges: readonly NumberedExchange[];
  /** By element: its own variables. */
  readonly own: readonly Int32Array[];
}

/** What is told of exchanges. */
export interface Told {
  readonly domains: readonly Domain[];
  readonly blocks: readonly LaidBlock[];
  /** By set of blocks that are not settled. */
  readonly orbits: readonly Orbits[];
}

/** Numbers for the values of each variable that has several: one row behind the other. */
class Rows {
  /** Where the rows begin. */
  readonly addresses: Int32Array;
  readonly #numbers: Int32Array;
  readonly #starts: readonly number[];

  constructor(room: Room, capacities: readonly number[]) {
    let length = 0;
    this.#starts = capacities.map((capacity) => {
      length += capacity;
      return length - capacity;
    });
    this.#numbers = room.array(length);
    this.addresses = room.array(capacities.length);
    this.addresses.set(this.#starts.map((start) => this.#numbers.byteOffset + 4 * start));
  }

  /** Writes down the numbers in row `row` from position `from` to `end`. */
  write(row: number, numbers: Int32Array, from: number, end: number): void {
    this.#numbers.set(numbers.subarray(from, end), (this.#starts[row] as number) + from);
  }
}

/** What is laid out for variables that have several values, with room for so many: laid out anew where that is not enough. */
class Layout {
  readonly #made: Int32Array[] = [];
  readonly #room: Room;
  readonly #told: Told;
  /** The numbers of those variables; and by number of a variable, the place among them. */
  readonly #live: readonly number[];
  readonly #places: Int32Array;
  readonly #capacities: readonly number[];
  /** By exchange, what becomes of values; then by set of blocks, their orbits. */
  readonly #images: readonly Rows[];
  readonly #orbits: readonly Rows[];
  /** By exchange: variables that stay, with the addresses of what becomes of their values; and where that is said. */
  readonly #inPlace: Int32Array[] = [];
  readonly #records: Int32Array[] = [];
  readonly #written: Int32Array;

  constructor(room: Room, told: Told, header: Int32Array) {
    const { domains, blocks, orbits } = told;
    const recording: Room = {
      array: (length) => {
        const array = room.array(length);
        this.#made.push(array);
        return array;
      },
      release: (array) => room.release(array),
    };
    this.#room = recording;
    this.#told = told;
    this.#live = domains.flatMap(({ size }, v) => (size > 1 ? [v] : []));
    this.#places = new Int32Array(domains.length).fill(-1);
    this.#live.forEach((v, i) => {
      this.#places[v] = i;
    });
    this.#capacities = this.#live.map((v) => 2 * (domains[v] as Domain).size);
    this.#written = new Int32Array(this.#live.length);
    const exchanges = blocks.flatMap((block) => block.exchanges);
    this.#images = exchanges.map(() => new Rows(recording, this.#capacities));
    this.#orbits = orbits.map(() => new Rows(recording, this.#capacities));
    const table = this.#laid(blocks.flatMap((block) => this.#layBlock(block)));
    const bases = this.#laid(this.#orbits.map(({ addresses }) => addresses.byteOffset));
    const live = this.#laid(this.#live);
    const ways = this.#layWays(Math.max(...blocks.map(({ own }) => own.length)));
    this.write();
    // Only now: nothing can fail any more.
    header[at.exchangeVariables] = this.#live.length;
    header[at.exchangeBlocks] = blocks.length;
    header[at.exchangeBlockTable] = table.byteOffset;
    header[at.exchangeOrbits] = bases.byteOffset;
    header[at.exchangeWays] = ways.byteOffset;
    header[at.exchangeLive] = live.byteOffset;
  }

  /** Whether there is room for all values. */
  get fits(): boolean {
    return this.#told.domains.every(
      ({ size }, v) => size <= (this.#capacities[this.#places[v] as number] ?? 1),
    );
  }

  /** Writes down what has become known of values. */
  write(): void {
    const { domains, blocks, orbits } = this.#told;
    const exchanges = blocks.flatMap((block) => block.exchanges);
    this.#live.forEach((v, i) => {
      const from = this.#written[i] as number;
      const { size } = domains[v] as Domain;
      if (from === size) return;
      this.#written[i] = size;
      exchanges.forEach(({ images }, e) => {
        this.#images[e]?.write(i, images[v] as Int32Array, from, size);
      });
      orbits.forEach(({ of }, o) => {
        this.#orbits[o]?.write(i, of[v] as Int32Array, from, size);
      });
    });
    exchanges.forEach(({ inPlace }, e) => {
      const { addresses } = this.#images[e] as Rows;
      const entries = [...inPlace].flatMap((v) => {
        const place = this.#places[v] as number;
        return [place, addresses[place] as number];
      });
      this.#inPlace[e]?.set(entries);
      (this.#records[e] as Int32Array)[at.exchangeInPlaceCount] = inPlace.length;
    });
  }

  release(): void {
    for (const array of this.#made) this.#room.release(array);
  }

  #laid(words: readonly number[]): Int32Array {
    const array = this.#room.array(Math.max(1, words.length));
    array.set(words);
    return array;
  }

  /** The record of a block. */
  #layBlock({ exchanges, own }: LaidBlock): readonly number[] {
    // Those of all elements stand in the same order, and have as many values.
    const rows = own.map((row) => [...row].map((v) => this.#places[v] as number).filter((v) => v >= 0));
    const all = this.#room.array(at.exchangeWords * exchanges.length);
    exchanges.forEach((exchange, e) => {
      this.#layExchange(exchange, all.subarray(at.exchangeWords * e, at.exchangeWords * (e + 1)));
    });
    return [own.length, rows[0]?.length ?? 0, this.#laid(rows.flat()).byteOffset, all.byteOffset];
  }

  #layExchange({ pairs, exchange: { processes } }: NumberedExchange, record: Int32Array): void {
    const { addresses } = this.#images[this.#records.length] as Rows;
    const live: number[] = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const [a, b] = [this.#places[pairs[i] as number], this.#places[pairs[i + 1] as number]] as [
        number,
        number,
      ];
      if (a >= 0) live.push(a, b, addresses[a] as number, addresses[b] as number);
    }
    const swaps = processes.flatMap((other, p) => (p < other ? [p, other] : []));
    const inPlace = this.#room.array(Math.max(1, 2 * this.#live.length));
    record[at.exchangePairCount] = live.length / 4;
    record[at.exchangePairs] = this.#laid(live).byteOffset;
    record[at.exchangeInPlace] = inPlace.byteOffset;
    record[at.exchangeProcessCount] = swaps.length / 2;
    record[at.exchangeProcesses] = this.#laid(swaps).byteOffset;
    this.#inPlace.push(inPlace);
    this.#records.push(record);
  }

  /** By number of tied elements, as far as all their orders are tried: how many exchanges lead through them, and at which positions. */
  #layWays(elements: number): Int32Array {
    const ways = new Array<number>(elements + 1).fill(0);
    for (let count = 2, orders = 2; count <= elements && orders <= at.mostOrders; ) {
      const positions = exchangesThrough(count);
      ways[count] = this.#laid([positions.length, ...positions]).byteOffset;
      count += 1;
      orders *= count;
    }
    return this.#laid(ways);
  }
}

export class ExchangeTables {
  /** What the kernel is pointed to; stays where it is. */
  readonly header: Int32Array;
  readonly #room: Room;
  readonly #told: Told;
  #layout: Layout;

  constructor(room: Room, told: Told) {
    this.header = room.array(at.exchangeHeader);
    this.#room = room;
    this.#told = told;
    this.#layout = new Layout(room, told, this.header);
  }

  /** So many words a desk needs to exchange: two states, twice who has gone where, and ties. */
  roomFor(processes: number): number {
    const { domains, blocks } = this.#told;
    const elements = blocks.reduce((sum, { own }) => sum + own.length, 0);
    return 2 * domains.length + 2 * processes + at.tieWords * elements;
  }

  /** Writes down what has become known of values: all exchanges and orbits have taken note of them. */
  learn(): void {
    if (this.#layout.fits) {
      this.#layout.write();
      return;
    }
    const before = this.#layout;
    this.#layout = new Layout(this.#room, this.#told, this.header);
    before.release();
  }
}
