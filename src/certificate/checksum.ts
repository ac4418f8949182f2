/**
 * CRC-32 (the polynomial of IEEE 802.3, reflected, as in gzip): tells a torn or damaged file. It is no signature, and need be
 * none: nothing in a certificate is believed.
 */

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest;
});

/** The checksum of bytes that come piece by piece. */
export class Checksum {
  #rest = -1;

  add(bytes: Uint8Array): void {
    let rest = this.#rest;
    for (let i = 0; i < bytes.length; i++)
      rest = (rest >>> 8) ^ (table[(rest ^ (bytes[i] as number)) & 0xff] as number);
    this.#rest = rest;
  }

  /** Of all that was added so far: eight hexadecimal digits. */
  get text(): string {
    return (~this.#rest >>> 0).toString(16).padStart(8, "0");
  }
}
