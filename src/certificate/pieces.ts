/** Reads a file that comes piece by piece: a line, or so many bytes. */

import { Checksum } from "./checksum.js";
import { CertificateRefused } from "./refused.js";

/** No line is longer than this: text of more bytes is none that we wrote, and may be more than a string holds. */
const longestLine = 2 ** 28;

export class Pieces {
  /** Of all that was taken so far. */
  readonly checksum = new Checksum();
  readonly #pieces: Iterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  #at = 0;

  constructor(pieces: Iterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.iterator]();
  }

  /** The next line, without its end. @throws CertificateRefused where the file ends before that, or it is no text */
  line(): string {
    const parts: Uint8Array[] = [];
    let length = 0;
    for (;;) {
      this.#more("in the middle of a line");
      const end = this.#piece.indexOf(0x0a, this.#at);
      const part = this.#take(end < 0 ? this.#piece.length : end + 1);
      length += part.length;
      if (length > longestLine) throw new CertificateRefused("it has a line without an end");
      parts.push(part.slice());
      if (end >= 0) break;
    }
    const whole = new Uint8Array(length - 1);
    let at = 0;
    for (const part of parts) {
      whole.set(part.subarray(0, Math.min(part.length, whole.length - at)), at);
      at += part.length;
    }
    try {
      return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(whole);
    } catch (error) {
      throw new CertificateRefused("it has a line that is no text", { cause: error });
    }
  }

  /** Fills `into` with the next bytes. @throws CertificateRefused where there are fewer: `what` says what ends early */
  fill(into: Uint8Array, what: string): void {
    for (let had = 0; had < into.length; ) {
      this.#more(what);
      const part = this.#take(Math.min(this.#piece.length, this.#at + into.length - had));
      into.set(part, had);
      had += part.length;
    }
  }

  /** Whether all was taken. */
  get ended(): boolean {
    return !this.#next();
  }

  /** The bytes up to `end` of the piece at hand. */
  #take(end: number): Uint8Array {
    const part = this.#piece.subarray(this.#at, end);
    this.#at = end;
    this.checksum.add(part);
    return part;
  }

  #more(what: string): void {
    if (!this.#next()) throw new CertificateRefused(`it was cut short: it ends ${what}`);
  }

  /** Sees to it that there is a byte left in the piece at hand; false at the end of the file. */
  #next(): boolean {
    while (this.#at === this.#piece.length) {
      const { done, value } = this.#pieces.next();
      if (done) return false;
      this.#piece = value;
      this.#at = 0;
    }
    return true;
  }
}
