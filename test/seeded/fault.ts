/** A fault that somebody could make, as data: what the source says, and what it would say instead. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../support/cli.js";

/** A change of one file. */
export interface Edit {
  readonly file: string;
  /** What is replaced. It must occur exactly once. */
  readonly from: string;
  readonly to: string;
}

export interface Fault {
  readonly name: string;
  readonly edits: readonly Edit[];
  /** The file of tests that must notice it. */
  readonly noticed: string;
}

/** Faults by what goes wrong. */
export type Faults = Readonly<Record<string, readonly Fault[]>>;

/** By file, with its whole name: what it says with the fault in it. */
export function sourcesWith({ name, edits }: Fault): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  for (const { file, from, to } of edits) {
    const path = join(root, file);
    const source = sources.get(path) ?? readFileSync(path, "utf8");
    const found = source.split(from).length - 1;
    if (found !== 1) {
      throw new Error(
        `the fault "${name}" replaces ${JSON.stringify(from)} in ${file}, which must be there once and is there ` +
          `${found} times: adapt the fault in test/seeded to what the file says now`,
      );
    }
    sources.set(
      path,
      source.replace(from, () => to),
    );
  }
  return sources;
}
