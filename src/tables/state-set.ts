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

/** The hash of the state whose words stand in `words` from `at` on. */
export type HashOf = (words: Int32Array, at: number) => number;

/** The table grows when more than this share of its slots is taken. */
const fullest = 0.6;

/** So many states are entered together when the table grows, at most. */
const together = 2 ** 18;

/** They are sorted by so many bits of their place. */
const partBits = 6;

/** A slot holds a number of a state, which must not take all its bits: then hashes would tell nothing apart. */
const mostSlotBits = 30;

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
  readonly #hashOf: HashOf;
  readonly #storeBits: number;
  readonly #storeMask: number;
  readonly #store: Int32Array[] = [];
  readonly #tableBits: number;
  readonly #tableMask: number;
  /**
   * Slots: 0 where it is free, else the number of a state plus 1 in the low bits, as many as number the slots, and above
   * them what of its hash did not go into the choice of the slot.
   */
  #table: Int32Array[] = [];
  #slotBits: number;
  /** A mask of as many low bits. */
  #low = 0;
  #room = 0;
  /** Keeps what was touched from being optimised away. */
  #touched = 0;

  /** @param hashOf the hash of a state: the same for the same words, at any time */
  constructor(words: number, hashOf: HashOf, sizes: SegmentSizes = usualSegments) {
    this.words = words;
    this.#hashOf = hashOf;
    this.#storeBits = sizes.storeBits;
    this.#storeMask = 2 ** sizes.storeBits - 1;
    this.#tableBits = sizes.tableBits;
    this.#tableMask = 2 ** sizes.tableBits - 1;
    this.#slotBits = Math.min(10, sizes.tableBits);
    this.#layTable();
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
    const segment = this.#store[id >>> this.#storeBits] as Int32Array;
    const at = (id & this.#storeMask) * words;
    for (let w = 0; w < words; w++) into[offset + w] = segment[at + w] as number;
  }

  /**
   * Adds `count` states, whose words stand one after the other in `from`; puts their numbers into `ids`. Their places in the
   * table are all touched before any is looked up, and so are the states that stand there: their cache lines come meanwhile.
   */
  addAll(from: Int32Array, hashes: Int32Array, count: number, ids: Int32Array): void {
    const { words } = this;
    const table = this.#table;
    const store = this.#store;
    const low = this.#low;
    const tableBits = this.#tableBits;
    const tableMask = this.#tableMask;
    const storeBits = this.#storeBits;
    const storeMask = this.#storeMask;
    let touched = 0;
    for (let i = 0; i < count; i++) {
      const slot = (hashes[i] as number) & low;
      ids[i] = (table[slot >>> tableBits] as Int32Array)[slot & tableMask] as number;
    }
    for (let i = 0; i < count; i++) {
      const id = ((ids[i] as number) & low) - 1;
      if (id >= 0) touched ^= (store[id >>> storeBits] as Int32Array)[(id & storeMask) * words] as number;
    }
    this.#touched ^= touched;
    for (let i = 0; i < count; i++) ids[i] = this.add(from, i * words, hashes[i] as number);
  }

  /** The number of the state whose words stand in `from` at `offset`, added if it is new. `hash` must be its own. */
  add(from: Int32Array, offset: number, hash: number): number {
    const { words } = this;
    const low = this.#low;
    const high = hash & ~low;
    for (let slot = hash & low; ; slot = (slot + 1) & low) {
      const segment = this.#table[slot >>> this.#tableBits] as Int32Array;
      const entry = segment[slot & this.#tableMask] as number;
      if (entry === 0) {
        if (this.size === this.#room) {
          this.#grow();
          return this.add(from, offset, hash);
        }
        segment[slot & this.#tableMask] = high | (this.size + 1);
        return this.#append(from, offset);
      }
      if ((entry & ~low) === high) {
        const id = (entry & low) - 1;
        const known = this.#store[id >>> this.#storeBits] as Int32Array;
        const at = (id & this.#storeMask) * words;
        let w = 0;
        while (w < words && known[at + w] === from[offset + w]) w += 1;
        if (w === words) return id;
      }
    }
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

  #layTable(): void {
    const slots = 2 ** this.#slotBits;
    this.#low = slots - 1;
    const inSegment = Math.min(slots, this.#tableMask + 1);
    this.#table = Array.from({ length: slots / inSegment }, () => new Int32Array(inSegment));
    this.#room = Math.max(1, Math.floor(slots * fullest));
  }

  /** Doubles the table and enters all states anew. */
  #grow(): void {
    if (this.#slotBits === mostSlotBits) {
      throw new RangeError(
        `there are more than ${this.size} states, the most that one search can tell apart`,
      );
    }
    this.#slotBits += 1;
    this.#layTable();
    // Sorted roughly by where they go, so that the part of the table that is written at a time fits a cache.
    const parts = Math.min(partBits, this.#slotBits);
    const shift = this.#slotBits - parts;
    const chunk = Math.min(this.size, together);
    const ids = new Int32Array(chunk);
    const hashes = new Int32Array(chunk);
    const sorted = new Int32Array(chunk);
    const ends = new Int32Array(2 ** parts + 1);
    for (let first = 0; first < this.size; first += chunk) {
      const count = Math.min(chunk, this.size - first);
      ends.fill(0);
      for (let i = 0; i < count; i++) {
        const hash = this.#hash(first + i);
        hashes[i] = hash;
        const part = ((hash & this.#low) >>> shift) + 1;
        ends[part] = (ends[part] as number) + 1;
      }
      for (let part = 1; part < ends.length; part++)
        ends[part] = (ends[part] as number) + (ends[part - 1] as number);
      for (let i = 0; i < count; i++) {
        const hash = hashes[i] as number;
        const part = (hash & this.#low) >>> shift;
        const at = ends[part] as number;
        ends[part] = at + 1;
        ids[at] = first + i;
        sorted[at] = hash;
      }
      for (let i = 0; i < count; i++) this.#enter(ids[i] as number, sorted[i] as number);
    }
  }

  #hash(id: number): number {
    return this.#hashOf(
      this.#store[id >>> this.#storeBits] as Int32Array,
      (id & this.#storeMask) * this.words,
    );
  }

  /** Enters a state that the table does not have yet. */
  #enter(id: number, hash: number): void {
    const table = this.#table;
    const tableBits = this.#tableBits;
    const tableMask = this.#tableMask;
    const low = this.#low;
    let slot = hash & low;
    while ((table[slot >>> tableBits] as Int32Array)[slot & tableMask] !== 0) slot = (slot + 1) & low;
    (table[slot >>> tableBits] as Int32Array)[slot & tableMask] = (hash & ~low) | (id + 1);
  }
}
