/** A state as a row of bytes: the numbers of its values, one behind the other in as many bits as they need. */

import { CertificateRefused } from "./refused.js";

/** The bits of each number, the lowest first, from the lowest bit of the first byte on; what is left of the last byte is 0. */
export class Row {
  /** Bytes in a row; at least 1. */
  readonly bytes: number;
  readonly #sizes: readonly number[];
  readonly #widths: readonly number[];

  /** @param sizes by variable, how many values it has */
  constructor(sizes: readonly number[]) {
    this.#sizes = sizes;
    this.#widths = sizes.map((size) => (size <= 1 ? 0 : 32 - Math.clz32(size - 1)));
    const bits = this.#widths.reduce((sum, width) => sum + width, 0);
    this.bytes = Math.max(1, Math.ceil(bits / 8));
  }

  write(numbers: Int32Array, into: Uint8Array, offset: number): void {
    into.fill(0, offset, offset + this.bytes);
    let bit = 0;
    for (let v = 0; v < this.#widths.length; v++) {
      let rest = numbers[v] as number;
      for (let left = this.#widths[v] as number; left > 0; ) {
        const at = offset + (bit >>> 3);
        const taken = Math.min(8 - (bit & 7), left);
        into[at] = (into[at] as number) | ((rest & ((1 << taken) - 1)) << (bit & 7));
        rest >>>= taken;
        bit += taken;
        left -= taken;
      }
    }
  }

  /** @throws CertificateRefused where a number stands for no value, or bits are set behind the last */
  read(from: Uint8Array, offset: number, into: Int32Array): void {
    let bit = 0;
    for (let v = 0; v < this.#widths.length; v++) {
      let number = 0;
      const width = this.#widths[v] as number;
      for (let had = 0; had < width; ) {
        const taken = Math.min(8 - (bit & 7), width - had);
        number |= (((from[offset + (bit >>> 3)] as number) >>> (bit & 7)) & ((1 << taken) - 1)) << had;
        bit += taken;
        had += taken;
      }
      if (number >= (this.#sizes[v] as number))
        throw new CertificateRefused(
          `a state has value ${number} of a variable that has values 0 to ${(this.#sizes[v] as number) - 1}`,
        );
      into[v] = number;
    }
    const last = from[offset + this.bytes - 1] as number;
    if (bit < 8 * this.bytes && last >>> (bit - 8 * (this.bytes - 1)) !== 0)
      throw new CertificateRefused("a state has bits behind its last value");
  }
}
