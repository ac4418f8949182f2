/** Certificates in memory: written, read, checked, taken apart and forged. */

import type { CheckOptions, Model } from "preempt";
import { Checksum } from "../../src/certificate/checksum.js";
import { certificateFormat, type Header } from "../../src/certificate/header.js";
import { reading } from "../../src/certificate/read.js";
import { CertificateRefused } from "../../src/certificate/refused.js";
import { Row } from "../../src/certificate/row.js";
import { type Verified, type VerifyOptions, verifying } from "../../src/certificate/verify.js";
import { certificate, type Explored, lastLine } from "../../src/certificate/write.js";
import { checkToFile, type Report } from "../../src/check.js";
import type { Origin } from "../../src/trace/stored.js";

const origin: Origin = { kind: "file", file: "model.ts", model: "model" };

function ended<T>(search: Generator<unknown, T>): T {
  for (;;) {
    const { done, value } = search.next();
    if (done) return value;
  }
}

export function joined(pieces: Iterable<Uint8Array>): Uint8Array {
  const all: number[] = [];
  for (const piece of pieces) all.push(...piece);
  return Uint8Array.from(all);
}

/** What a check found, and the file that it wrote; undefined where it was cut. */
export function certified(
  model: Model,
  options: CheckOptions = {},
): { readonly report: Report; readonly file: Uint8Array | undefined } {
  let explored: Explored | undefined;
  const note = (found: Explored): void => {
    explored = found;
  };
  const report = checkToFile(model, { recheck: 0, ...options, explored: note });
  const file = explored === undefined ? undefined : joined(certificate(explored, origin));
  return { report, file };
}

/** The file alone. */
export function fileOf(model: Model, options: CheckOptions = {}): Uint8Array {
  const { file } = certified(model, options);
  if (file === undefined) throw new Error(`the search of ${model.name} was cut`);
  return file;
}

/** What a file shows of a model. It comes in pieces of `size` bytes. */
export function verified(
  model: Model,
  file: Uint8Array,
  options: VerifyOptions = {},
  size = 1 << 16,
): Verified {
  function* pieces(): Generator<Uint8Array> {
    for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
  }
  return ended(verifying(model, ended(reading(pieces())), options));
}

/** Why a file is refused; "nothing" where it is not. */
export function refusal(of: Model, bytes: Uint8Array): string {
  try {
    verified(of, bytes);
  } catch (error) {
    if (error instanceof CertificateRefused) return error.message;
    throw error;
  }
  return "nothing";
}

/** By property, in a word. */
export const words = ({ verdicts }: Pick<Report, "verdicts">): Readonly<Record<string, string>> =>
  Object.fromEntries(verdicts.map(({ property, kind }) => [property, kind]));

/** A certificate taken apart: every state as the numbers of its values. */
export interface Parts {
  readonly header: Header;
  readonly states: readonly (readonly number[])[];
}

const rowOf = ({ variables }: Header): Row => new Row(variables.map(({ values }) => values.length));

export function takenApart(file: Uint8Array): Parts {
  const first = file.indexOf(0x0a);
  const second = file.indexOf(0x0a, first + 1);
  const header = JSON.parse(new TextDecoder().decode(file.subarray(first + 1, second))) as Header;
  const row = rowOf(header);
  const states = Array.from({ length: header.states }, (_, i) => {
    const numbers = new Int32Array(header.variables.length);
    row.read(file, second + 1 + i * row.bytes, numbers);
    return [...numbers];
  });
  return { header, states };
}

/** A file with these parts, its checksum right. */
export function forged({ header, states }: Parts, format = certificateFormat): Uint8Array {
  const row = rowOf(header);
  const head = new TextEncoder().encode(
    `${format}\n${JSON.stringify({ ...header, states: states.length })}\n`,
  );
  const rows = new Uint8Array(states.length * row.bytes);
  for (const [i, numbers] of states.entries()) row.write(Int32Array.from(numbers), rows, i * row.bytes);
  return withChecksum(joined([head, rows]));
}

/** `body` with its own checksum behind it. */
export function withChecksum(body: Uint8Array): Uint8Array {
  const checksum = new Checksum();
  checksum.add(body);
  return joined([body, new TextEncoder().encode(lastLine(checksum))]);
}

/** A file without its last line. */
export const bodyOf = (file: Uint8Array): Uint8Array =>
  file.subarray(0, file.length - lastLine(new Checksum()).length);
