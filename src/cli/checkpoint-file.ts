/**
 * Checkpoints as files. A line says what it is, of which form, and which preempt wrote it. Behind it stand blocks: how many bytes there
 * are, a checksum of all up to the end of them, and the bytes; the last has none. What is in them is the facts, as JSON behind their
 * length, and then the bytes of the search.
 */

import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { crc32 } from "node:zlib";
import type { SavedSearch, SearchFacts, SearchSource } from "../check.js";
import { grouped } from "../render/numbers.js";
import { UsageError } from "./usage-error.js";
import { WholeFile } from "./whole-file.js";

const form = 2;
/** How every checkpoint begins. */
export const checkpointTitle = "preempt checkpoint ";
const headLine = (version: string): string => `${checkpointTitle}${form} ${version}\n`;

/** The line is no longer than this. */
const longestLine = 256;

const blockBytes = 2 ** 20;

/** Before the bytes of a block: their number, and a checksum, of 4 bytes each. */
const blockHead = 8;

class BlockWriter {
  readonly #file: WholeFile;
  readonly #block = Buffer.allocUnsafe(blockHead + blockBytes);
  #length = 0;
  #checksum: number;

  constructor(file: WholeFile, line: string) {
    this.#file = file;
    const bytes = Buffer.from(line);
    this.#checksum = crc32(bytes);
    file.write(bytes);
  }

  write(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const count = Math.min(bytes.length - at, blockBytes - this.#length);
      this.#block.set(bytes.subarray(at, at + count), blockHead + this.#length);
      this.#length += count;
      at += count;
      if (this.#length === blockBytes) this.#flush();
    }
  }

  end(): void {
    if (this.#length > 0) this.#flush();
    this.#flush();
  }

  #flush(): void {
    const block = this.#block.subarray(0, blockHead + this.#length);
    block.writeUInt32LE(this.#length, 0);
    this.#checksum = blockChecksum(block, this.#checksum);
    block.writeUInt32LE(this.#checksum, 4);
    this.#file.write(block);
    this.#length = 0;
  }
}

/** Of the number of bytes of a block, and of the bytes, and of all before. */
function blockChecksum(block: Buffer, before: number): number {
  return crc32(block.subarray(blockHead), crc32(block.subarray(0, 4), before));
}

/**
 * Writes a checkpoint in the place of the one before.
 *
 * @throws the error of the system; the one before stands then
 */
export function writeCheckpoint(file: string, version: string, { facts, pieces }: SavedSearch): void {
  const into = new WholeFile(file);
  try {
    const writer = new BlockWriter(into, headLine(version));
    const text = Buffer.from(JSON.stringify(facts));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    writer.write(length);
    writer.write(text);
    for (const piece of pieces()) writer.write(piece);
    writer.end();
    into.finish();
  } finally {
    into.close();
  }
}

/** Reads blocks, each of which has to be what was written. */
class BlockReader {
  readonly #file: string;
  readonly #descriptor: number;
  readonly #block = Buffer.allocUnsafe(blockHead + blockBytes);
  readonly #size: number;
  #at = 0;
  #checksum = 0;
  #begin = 0;
  #end = 0;

  constructor(file: string, version: string) {
    this.#file = file;
    this.#descriptor = openSync(file, "r");
    this.#size = fstatSync(this.#descriptor).size;
    this.#readLine(version);
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** Goes through all that is left. */
  checkAll(): void {
    while (this.#next()) this.#begin = this.#end;
    if (this.#at !== this.#size) throw this.#refused("something stands behind its end");
  }

  read(into: Uint8Array): void {
    for (let at = 0; at < into.length; ) {
      if (this.#begin === this.#end && !this.#next()) throw this.#refused("there is less in it than it says");
      const count = Math.min(into.length - at, this.#end - this.#begin);
      into.set(this.#block.subarray(this.#begin, this.#begin + count), at);
      this.#begin += count;
      at += count;
    }
  }

  #refused(why: string): UsageError {
    return new UsageError(`"${this.#file}" cannot be resumed: ${why}`);
  }

  #fill(from: number, to: number): void {
    for (let at = from; at < to; ) {
      const count = readSync(this.#descriptor, this.#block, at, to - at, this.#at);
      if (count === 0) throw this.#refused("it is torn: it ends before it is whole");
      at += count;
      this.#at += count;
    }
  }

  #readLine(version: string): void {
    const buffer = Buffer.alloc(longestLine);
    const text = buffer.toString("latin1", 0, readSync(this.#descriptor, buffer, 0, longestLine, 0));
    if (!text.startsWith(checkpointTitle)) throw this.#refused("it is no checkpoint");
    const line = text.slice(0, text.indexOf("\n") + 1);
    if (line === "") throw this.#refused("it is torn: it ends before it is whole");
    if (line !== headLine(version))
      throw this.#refused(
        `it was written by preempt ${line.slice(checkpointTitle.length).trim().split(" ")[1] ?? "?"}, form ${Number.parseInt(line.slice(checkpointTitle.length), 10)}, and this is ${version}, form ${form}`,
      );
    this.#at = line.length;
    this.#checksum = crc32(Buffer.from(line));
  }

  /** Reads the next block; false where that was the last. */
  #next(): boolean {
    const begin = this.#at;
    this.#fill(0, blockHead);
    const length = this.#block.readUInt32LE(0);
    const damaged = `it is damaged: the checksum of the block at byte ${grouped(begin)} is wrong`;
    if (length > blockBytes) throw this.#refused(damaged);
    this.#fill(blockHead, blockHead + length);
    this.#checksum = blockChecksum(this.#block.subarray(0, blockHead + length), this.#checksum);
    if (this.#checksum !== this.#block.readUInt32LE(4)) throw this.#refused(damaged);
    this.#begin = blockHead;
    this.#end = blockHead + length;
    return length > 0;
  }
}

/** A checkpoint that is being read. */
export interface OpenCheckpoint extends SearchSource {
  close(): void;
}

/**
 * Opens a checkpoint. All of it is looked at before any of it is believed.
 *
 * @throws UsageError where there is none, or it is torn, damaged, or of another version
 */
export function openCheckpoint(file: string, version: string): OpenCheckpoint {
  if (!existsSync(file)) throw new UsageError(`there is no file "${file}" to resume from`);
  if (!statSync(file).isFile()) throw new UsageError(`"${file}" cannot be resumed: it is no file`);
  const checked = new BlockReader(file, version);
  try {
    checked.checkAll();
  } finally {
    checked.close();
  }
  const reader = new BlockReader(file, version);
  const length = Buffer.alloc(4);
  reader.read(length);
  const text = Buffer.alloc(length.readUInt32LE());
  reader.read(text);
  return {
    // Written by writeCheckpoint() of the same version: checksum and line say so.
    facts: JSON.parse(text.toString()) as SearchFacts,
    read: (into) => reader.read(into),
    close: () => reader.close(),
  };
}
