/** A typed array that grows. */

import { heap, type Room } from "../kernel/arena.js";

/** Signed 32-bit integers, appended and overwritten. */
export class Ints {
  /** Valid up to {@link length}; replaced when it grows, so read it afresh after a push. */
  data: Int32Array;
  length = 0;
  readonly #room: Room;

  constructor(capacity = 64, room: Room = heap) {
    this.#room = room;
    this.data = room.array(capacity);
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
    const longer = this.#room.array(Math.max(2 * this.data.length, this.length + more));
    longer.set(this.data.subarray(0, this.length));
    this.#room.release(this.data);
    this.data = longer;
  }

  /** Forgets everything. */
  clear(): void {
    this.length = 0;
  }
}
