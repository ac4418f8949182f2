/** Whole numbers in typed arrays that grow. */

const segmentBits = 16;
const segmentMask = 2 ** segmentBits - 1;

/** A copy of `old` with room for as much again. */
export function doubled(old: Int32Array): Int32Array<ArrayBuffer> {
  const made = new Int32Array(2 * old.length);
  made.set(old);
  return made;
}

/** A list that grows by segments, so that growing it never copies it. */
export class Numbers {
  length = 0;
  readonly #segments: Int32Array[] = [];

  get bytes(): number {
    return this.#segments.reduce((all, { byteLength }) => all + byteLength, 0);
  }

  push(value: number): void {
    const at = this.length;
    if (at >>> segmentBits === this.#segments.length) this.#segments.push(new Int32Array(segmentMask + 1));
    (this.#segments[at >>> segmentBits] as Int32Array)[at & segmentMask] = value;
    this.length = at + 1;
  }

  set(index: number, value: number): void {
    (this.#segments[index >>> segmentBits] as Int32Array)[index & segmentMask] = value;
  }

  at(index: number): number {
    return (this.#segments[index >>> segmentBits] as Int32Array)[index & segmentMask] as number;
  }
}
