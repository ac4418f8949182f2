/** Reads a certificate: that it is whole is checked here; that it is true, in verify.ts. */

import type { Progress } from "../search/judge.js";
import { certificateFormat, type Header, headerIn } from "./header.js";
import { Pieces } from "./pieces.js";
import { CertificateRefused } from "./refused.js";
import { Row } from "./row.js";
import { RowSet } from "./row-set.js";
import { lastLine } from "./write.js";

/** A certificate that is whole, and not believed yet. */
export interface Certificate {
  readonly header: Header;
  readonly row: Row;
  readonly rows: RowSet;
}

/** Rows that are read between two reports of progress. */
const together = 4096;

function checkFormat(line: string): void {
  if (line === certificateFormat) return;
  const [name, version] = certificateFormat.split("/") as [string, string];
  const given = /^preempt-certificate\/(\S{1,20})$/.exec(line)?.[1];
  throw new CertificateRefused(
    given === undefined
      ? `it is none: a certificate begins with the line "${certificateFormat}"`
      : `it is of version ${given} of ${name}, and this version of preempt reads ${version}; write it again with check --certificate`,
  );
}

/**
 * Reads a certificate; yields how far it has come.
 *
 * @throws CertificateRefused where it is none, of another version, damaged, cut short, or has a state twice
 */
export function* reading(file: Iterable<Uint8Array>): Generator<Progress, Certificate> {
  const pieces = new Pieces(file);
  checkFormat(pieces.line());
  const header = headerIn(pieces.line());
  for (const { name, values } of header.variables) {
    if (new Set(values.map((value) => JSON.stringify(value))).size < values.length)
      throw new CertificateRefused(`variable "${name}" has a value twice`);
  }
  const row = new Row(header.variables.map(({ values }) => values.length));
  const rows = new RowSet(row.bytes);
  const numbers = new Int32Array(header.variables.length);
  const piece = new Uint8Array(row.bytes);
  let twice: readonly [number, number] | undefined;
  while (rows.size < header.states && twice === undefined) {
    const next = rows.size;
    pieces.fill(piece, `behind ${next} of ${header.states} states`);
    row.read(piece, 0, numbers);
    const known = rows.add(piece, 0);
    if (known !== undefined) twice = [known, next];
    if (rows.size % together === 0)
      yield { strategy: "reading", states: rows.size, transitions: 0, depth: 0 };
  }
  if (twice !== undefined)
    throw new CertificateRefused(`states ${twice[0]} and ${twice[1]} of it are the same`);
  const expected = lastLine(pieces.checksum);
  const end = new Uint8Array(expected.length);
  pieces.fill(end, "before its checksum");
  if (new TextDecoder("latin1").decode(end) !== expected || !pieces.ended)
    throw new CertificateRefused(
      "it was damaged: its checksum is not that of what stands before it, or is not its end",
    );
  return { header, row, rows };
}
