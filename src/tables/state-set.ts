/**
 * The visited set: packed states in segments, and an open-addressing table that finds them. A hash only says where to
 * look; two states are the same when all their words are.
 */

/** Sizes that tests make small, to reach the borders of segments. */
export interface SegmentSizes {
  /** States in a segment of the store: 2 to this power. */
  readonly storeBits: number;
  /** Slots in a segment of the table: 2 to this power. */
  readonly tableBits: number;
}

export const usualSegments: SegmentSizes = { storeBits: 18, tableBits: 20 };

/** The table grows when more than this share of its slots is taken. */
const fullest = 0.6;

/** Spreads a hash over all its bits (the finaliser of MurmurHash3, by Austin Appleby, in the public domain). */
export function spread(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

export class StateSet {
  /** How many states there are; they are numbered in the order in which they were added. */
  size = 0;
  /** Words in a state. */
  readonly words: number;
  readonly #storeBits: number;
  readonly #storeMask: number;
  readonly #store: Int32Array[] = [];
  readonly #tableBits: number;
  readonly #tableMask: number;
  /** Slots in pairs: the hash, and the number of the state plus 1; 0 where the slot is free. */
  #table: Int32Array[] = [];
  #slots: number;
  #room: number;

  constructor(words: number, sizes: SegmentSizes = usualSegments) {
    this.words = words;
    this.#storeBits = sizes.storeBits;
    this.#storeMask = 2 ** sizes.storeBits - 1;
    this.#tableBits = sizes.tableBits;
    this.#tableMask = 2 ** sizes.tableBits - 1;
    this.#slots = Math.min(1024, 2 ** sizes.tableBits);
    this.#room = Math.floor(this.#slots * fullest);
    this.#table = [new Int32Array(2 * this.#slots)];
  }

  /** Bytes allocated for states and table. */
  get bytes(): number {
    const sum = (segments: readonly Int32Array[]): number =>
      segments.reduce((all, { byteLength }) => all + byteLength, 0);
    return sum(this.#store) + sum(this.#table);
  }

  /** Copies the words of state `id` to `into`, from `offset` on. */
  read(id: number, into: Int32Array, offset: number): void {
    const { words } = this;
    const segment = this.#segment(id);
    const at = (id & this.#storeMask) * words;
    for (let w = 0; w < words; w++) into[offset + w] = segment[at + w] as number;
  }

  /** Brings the place where `hash` belongs near, for an {@link add} that follows soon. Returns what stands there. */
  touch(hash: number): number {
    const slot = hash & (this.#slots - 1);
    return (this.#table[slot >>> this.#tableBits] as Int32Array)[2 * (slot & this.#tableMask) + 1] as number;
  }

  /** The number of the state whose words stand in `from` at `offset`, added if it is new. `hash` must be its own. */
  add(from: Int32Array, offset: number, hash: number): number {
    const last = this.#slots - 1;
    for (let slot = hash & last; ; slot = (slot + 1) & last) {
      const segment = this.#table[slot >>> this.#tableBits] as Int32Array;
      const at = 2 * (slot & this.#tableMask);
      const entry = segment[at + 1] as number;
      if (entry === 0) {
        segment[at] = hash;
        segment[at + 1] = this.size + 1;
        return this.#append(from, offset);
      }
      if (segment[at] === hash && this.#same(entry - 1, from, offset)) return entry - 1;
    }
  }

  #segment(id: number): Int32Array {
    return this.#store[id >>> this.#storeBits] as Int32Array;
  }

  #same(id: number, from: Int32Array, offset: number): boolean {
    const { words } = this;
    const segment = this.#segment(id);
    const at = (id & this.#storeMask) * words;
    for (let w = 0; w < words; w++) if (segment[at + w] !== from[offset + w]) return false;
    return true;
  }

  #append(from: Int32Array, offset: number): number {
    const { words } = this;
    const id = this.size;
    this.size = id + 1;
    const number = id >>> this.#storeBits;
    if (number === this.#store.length) this.#extend();
    else if (number === 0) this.#lengthen(id);
    const segment = this.#store[number] as Int32Array;
    const at = (id & this.#storeMask) * words;
    for (let w = 0; w < words; w++) segment[at + w] = from[offset + w] as number;
    if (this.size > this.#room) this.#grow();
    return id;
  }

  /** The first segment begins small and doubles, so that a small space stays small. */
  #extend(): void {
    const whole = (this.#storeMask + 1) * this.words;
    this.#store.push(new Int32Array(this.#store.length === 0 ? Math.min(whole, 1024 * this.words) : whole));
  }

  #lengthen(id: number): void {
    const [first] = this.#store;
    if (first === undefined || (id + 1) * this.words <= first.length) return;
    const longer = new Int32Array(Math.min((this.#storeMask + 1) * this.words, 2 * first.length));
    longer.set(first);
    this.#store[0] = longer;
  }

  #grow(): void {
    const old = this.#table;
    this.#slots *= 2;
    this.#room = Math.floor(this.#slots * fullest);
    const inSegment = Math.min(this.#slots, this.#tableMask + 1);
    this.#table = Array.from({ length: this.#slots / inSegment }, () => new Int32Array(2 * inSegment));
    const last = this.#slots - 1;
    for (const segment of old) {
      for (let at = 0; at < segment.length; at += 2) {
        const entry = segment[at + 1] as number;
        if (entry === 0) continue;
        const hash = segment[at] as number;
        let slot = hash & last;
        while (
          (this.#table[slot >>> this.#tableBits] as Int32Array)[2 * (slot & this.#tableMask) + 1] !== 0
        ) {
          slot = (slot + 1) & last;
        }
        const target = this.#table[slot >>> this.#tableBits] as Int32Array;
        target[2 * (slot & this.#tableMask)] = hash;
        target[2 * (slot & this.#tableMask) + 1] = entry;
      }
    }
  }
}
