/** Files that are there when they are whole. */

import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { UsageError } from "./usage-error.js";

/** Where a file is written before it takes its place: nobody else's, where several write the same. */
const beside = (file: string): string => `${file}.${process.pid}.new`;

/** What a file's name stands for: what a link leads to is replaced, and not the link. */
const placeOf = (file: string): string => (existsSync(file) ? realpathSync(file) : file);

/**
 * A file that is written beside its place, and is put there when it is whole and on the disk: whenever the process is killed, there stands
 * what stood there before, or all of it. Errors are those of the system.
 */
export class WholeFile {
  readonly #file: string;
  readonly #descriptor: number;
  #isThere = false;

  constructor(file: string) {
    this.#file = placeOf(file);
    this.#descriptor = openSync(beside(this.#file), "w");
  }

  write(bytes: Uint8Array): void {
    // A disk that is nearly full takes a part, and says so at the next one.
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#descriptor, bytes, at);
  }

  /** Puts it in its place: all was written. */
  finish(): void {
    fsyncSync(this.#descriptor);
    renameSync(beside(this.#file), this.#file);
    this.#isThere = true;
    keepNames(this.#file);
  }

  /** Closes it. What is not whole is not left there. */
  close(): void {
    closeSync(this.#descriptor);
    if (!this.#isThere) rmSync(beside(this.#file), { force: true });
  }
}

/** Has the disk keep the name of a file that was put in its place. Not every system lets a folder be opened. */
function keepNames(file: string): void {
  let folder: number | undefined;
  try {
    folder = openSync(dirname(file), "r");
    fsyncSync(folder);
  } catch {
    // What is lost then is the new name, and the old file stands.
  } finally {
    if (folder !== undefined) closeSync(folder);
  }
}

/** Whether an error is one of the system's: it says what it was asked for, and of what file. */
export function isOfSystem(error: unknown): error is Error {
  return error instanceof Error && "syscall" in error;
}

/** A kind of file that is written over its like, and over nothing else. */
interface Kind {
  readonly option: string;
  readonly what: string;
  /** How every one of them begins. */
  readonly title: string;
}

/** Whether there is a file that begins in another way; an empty one does not. */
export function isAnother(file: string, title: string): boolean {
  if (!existsSync(file) || !statSync(file).isFile()) return false;
  const descriptor = openSync(file, "r");
  try {
    const begins = Buffer.alloc(title.length);
    const length = readSync(descriptor, begins);
    return length > 0 && begins.toString("latin1", 0, length) !== title;
  } finally {
    closeSync(descriptor);
  }
}

/**
 * Refuses to write where that would destroy something, or cannot be done: before the search, so that nobody waits for it in vain.
 *
 * @throws UsageError
 */
export function refuseOverwriting(file: string, { option, what, title }: Kind): void {
  const refused = (why: string, cause?: unknown): UsageError =>
    new UsageError(`${option}: "${file}" ${why}`, { cause });
  if (file === "") throw refused("is no name of a file");
  try {
    if (existsSync(file) && !statSync(file).isFile()) throw refused("is there already, and is no file");
    if (isAnother(file, title)) throw refused(`is there already, and is no ${what}; it is left as it is`);
    new WholeFile(file).close();
  } catch (error) {
    if (!isOfSystem(error)) throw error;
    throw refused(`cannot be written: ${error.message}`, error);
  }
}
