/** Certificates as files: written whole, read piece by piece. */

import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import type { Progress } from "../search/judge.js";
import { UsageError } from "./usage-error.js";
import { isOfSystem, WholeFile } from "./whole-file.js";

/**
 * Writes `pieces` to `file`; says how many bytes, or undefined where it was stopped. What is not whole is not left there.
 *
 * @throws UsageError where it cannot be written
 */
export function* saving(
  file: string,
  pieces: Iterable<Uint8Array>,
  stop: (progress: Progress) => string | undefined,
): Generator<Progress, number | undefined> {
  let into: WholeFile | undefined;
  try {
    into = new WholeFile(file);
    let bytes = 0;
    for (const piece of pieces) {
      into.write(piece);
      bytes += piece.length;
      const progress: Progress = { strategy: "writing", states: 0, transitions: 0, depth: 0 };
      if (stop(progress) !== undefined) return undefined;
      yield progress;
    }
    into.finish();
    return bytes;
  } catch (error) {
    if (!isOfSystem(error)) throw error;
    throw new UsageError(`the certificate could not be written: ${error.message}`, { cause: error });
  } finally {
    into?.close();
  }
}

/** Bytes that are read together. */
const together = 2 ** 18;

/**
 * A file, piece by piece. A piece is to be used before the next is asked for.
 *
 * @throws UsageError where there is none, or it cannot be read
 */
export function* piecesOf(file: string): Generator<Uint8Array> {
  if (!existsSync(file)) throw new UsageError(`no file "${file}"`);
  if (!statSync(file).isFile()) throw new UsageError(`"${file}" is a folder or a device, not a certificate`);
  let from: number | undefined;
  try {
    from = openSync(file, "r");
    const piece = new Uint8Array(together);
    for (let had = readSync(from, piece); had > 0; had = readSync(from, piece)) yield piece.subarray(0, had);
  } catch (error) {
    if (!isOfSystem(error)) throw error;
    throw new UsageError(`"${file}" could not be read: ${error.message}`, { cause: error });
  } finally {
    if (from !== undefined) closeSync(from);
  }
}
