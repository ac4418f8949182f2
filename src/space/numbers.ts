/** Whole numbers in typed arrays that grow. */

const segmentBits = 16;
const segmentMask = 2 ** segmentBits - 1;

/** A copy of `old` with room for as much again. */
export function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const made = new Int32Array(2 * old.length);
  made.set(old);
  return made;
}

/** How many numbers the first segment of a list has room for at first. */
const smallest = 256;

/** A list that grows by segments, so that growing it never copies it; but the first begins small and doubles. */
export class Numbers {
  length = 0;
  readonly #segments: Int32Array[] = [new Int32Array(smallest)];

  get bytes(): number {
    return this.#segments.reduce((all, { byteLength }) => all + byteLength, 0);
  }

  push(value: number): void {
    const at = this.length;
    let segment = this.#segments[at >>> segmentBits];
    if (segment === undefined || (at & segmentMask) >= segment.length) segment = this.#extended(at, segment);
    segment[at & segmentMask] = value;
    this.length = at + 1;
  }

  #extended(at: number, full: Int32Array | undefined): Int32Array {
    const segment = full === undefined ? new Int32Array(segmentMask + 1) : doubled(full);
    this.#segments[at >>> segmentBits] = segment;
    return segment;
  }

  set(index: number, value: number): void {
    (this.#segments[index >>> segmentBits] as Int32Array)[index & segmentMask] = value;
  }

  at(index: number): number {
    return (this.#segments[index >>> segmentBits] as Int32Array)[index & segmentMask] as number;
  }
}
