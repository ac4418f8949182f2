/** A fault that somebody could make, as data: what the source says, and what it would say instead. */

import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { compiled } from "../../src/kernel/assembly/compile.mjs";
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

/** Compiled to WebAssembly, and not by whoever loads the rest. */
const kernelSources = join(root, "src/kernel/assembly");
const kernelCode = join(root, "src/kernel/code.ts");

/** Of files with their whole names, those that the kernel is compiled from. */
export function isOfKernel(path: string): boolean {
  return dirname(path) === kernelSources;
}

/**
 * By file, with its whole name: what is loaded in its place with the fault in it. The kernel is compiled anew where it is there.
 *
 * @throws Error where the kernel does not compile with it
 */
export async function loadedWith(fault: Fault): Promise<ReadonlyMap<string, string>> {
  const sources = sourcesWith(fault);
  if (![...sources.keys()].some(isOfKernel)) return sources;
  return new Map([...sources, [kernelCode, await compiled(sources)]]);
}
