/** The rows of a certificate in memory, each once: a hash says where to look, and two rows are one where all their bytes are. */

/** Rows in a segment: 2 to this power. So growing never copies what is there. */
const segmentBits = 12;
const inSegment = 2 ** segmentBits;

/** The table grows where more than this share of its slots is taken. */
const fullest = 0.6;

export class RowSet {
  /** How many rows there are; they are numbered in the order in which they were added. */
  size = 0;
  /** Bytes in a row. */
  readonly bytes: number;
  readonly #segments: Uint8Array[] = [];
  /** The number of a row plus 1, or 0 where the slot is free. */
  #slots = new Int32Array(1024);

  constructor(bytes: number) {
    this.bytes = bytes;
  }

  /** Adds the row that stands in `from` at `offset`; undefined, or the number of the one that is there already. */
  add(from: Uint8Array, offset: number): number | undefined {
    const slot = this.#slotOf(from, offset);
    const known = this.#slots[slot] as number;
    if (known !== 0) return known - 1;
    const row = this.size;
    if (row % inSegment === 0) this.#segments.push(new Uint8Array(inSegment * this.bytes));
    const segment = this.#segments[row >>> segmentBits] as Uint8Array;
    segment.set(from.subarray(offset, offset + this.bytes), (row % inSegment) * this.bytes);
    this.#slots[slot] = row + 1;
    this.size = row + 1;
    if (this.size > fullest * this.#slots.length) this.#grow();
    return undefined;
  }

  has(from: Uint8Array, offset: number): boolean {
    return this.#slots[this.#slotOf(from, offset)] !== 0;
  }

  /** The number of the row that stands in `from` at `offset`, or undefined. */
  find(from: Uint8Array, offset: number): number | undefined {
    const known = this.#slots[this.#slotOf(from, offset)] as number;
    return known === 0 ? undefined : known - 1;
  }

  /** Where row `row` stands: a segment, and an offset in it. */
  at(row: number): { readonly segment: Uint8Array; readonly offset: number } {
    const segment = this.#segments[row >>> segmentBits];
    if (segment === undefined || row >= this.size)
      throw new RangeError(`no row ${row}; there are ${this.size}`);
    return { segment, offset: (row % inSegment) * this.bytes };
  }

  /** The slot of a row, or the free one where it would go. */
  #slotOf(from: Uint8Array, offset: number): number {
    const mask = this.#slots.length - 1;
    let slot = this.#hash(from, offset) & mask;
    for (let known = this.#slots[slot] as number; known !== 0; known = this.#slots[slot] as number) {
      if (this.#same(known - 1, from, offset)) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #same(row: number, from: Uint8Array, offset: number): boolean {
    const segment = this.#segments[row >>> segmentBits] as Uint8Array;
    const at = (row % inSegment) * this.bytes;
    for (let i = 0; i < this.bytes; i++) if (segment[at + i] !== from[offset + i]) return false;
    return true;
  }

  /** FNV-1a, by Fowler, Noll and Vo; and its bits spread, as only some of them choose the slot. */
  #hash(from: Uint8Array, offset: number): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < this.bytes; i++) hash = Math.imul(hash ^ (from[offset + i] as number), 0x01000193);
    return hash ^ (hash >>> 15);
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    for (let row = 0; row < this.size; row++) {
      const { segment, offset } = this.at(row);
      this.#slots[this.#slotOf(segment, offset)] = row + 1;
    }
  }
}
