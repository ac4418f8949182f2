/** A typed array that grows. */

/** Signed 32-bit integers, appended and overwritten. */
export class Ints {
  /** Valid up to {@link length}; replaced when it grows, so read it afresh after a push. */
  data: Int32Array;
  length = 0;

  constructor(capacity = 64) {
    this.data = new Int32Array(capacity);
  }

  /** Appends `value`; returns its position. */
  push(value: number): number {
    this.reserve(1);
    this.data[this.length] = value;
    this.length += 1;
    return this.length - 1;
  }

  /** Appends `count` zeros; returns the position of the first. */
  extend(count: number): number {
    this.reserve(count);
    const at = this.length;
    this.data.fill(0, at, at + count);
    this.length += count;
    return at;
  }

  reserve(more: number): void {
    if (this.length + more <= this.data.length) return;
    const longer = new Int32Array(Math.max(2 * this.data.length, this.length + more));
    longer.set(this.data.subarray(0, this.length));
    this.data = longer;
  }
}
