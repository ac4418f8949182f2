/** What the functions of the compiled kernel are called: the committed one has no names, so that it is small. */

import { join } from "node:path";
import { code } from "../src/kernel/code.js";

/** What TypeScript's own libraries know of WebAssembly stands in that of browsers alone. */
interface Wasm {
  readonly Module: {
    new (bytes: Uint8Array): object;
    customSections(module: object, name: string): ArrayBuffer[];
  };
}

const { Module } = (globalThis as unknown as { readonly WebAssembly: Wasm }).WebAssembly;

/** In the section of names: the part that is about functions. */
const ofFunctions = 1;

/** Reads numbers and names as WebAssembly writes them. */
class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** A number in groups of seven bits, the lowest first. */
  number(): number {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new Error("the section of names ends within a number");
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  }

  bytes(): Uint8Array {
    const length = this.number();
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }
}

function namesIn(section: Uint8Array): ReadonlyMap<number, string> {
  const parts = new Reader(section);
  const names = new Map<number, string>();
  while (!parts.isAtEnd) {
    const kind = parts.number();
    const part = new Reader(parts.bytes());
    if (kind !== ofFunctions) continue;
    const count = part.number();
    for (let i = 0; i < count; i++) names.set(part.number(), Buffer.from(part.bytes()).toString("utf8"));
  }
  return names;
}

/**
 * By number of a function, its name, as `steps/expand<u64>`.
 *
 * @param folder where the sources of the kernel are
 * @throws Error where the committed kernel is not what comes of the sources
 */
export async function kernelNames(folder: string): Promise<ReadonlyMap<number, string>> {
  // Not bundled: it reads the sources that stand beside it.
  const { compiled } = (await import(
    join(folder, "compile.mjs")
  )) as typeof import("../src/kernel/assembly/compile.mjs");
  const text = await compiled(new Map(), ["--debug"]);
  const named = Buffer.from([...text.matchAll(/"([^"]*)"/g)].map(([, line]) => line).join(""), "base64");
  const committed = Buffer.from(code, "base64");
  // Names come behind all else.
  if (!named.subarray(0, committed.length).equals(committed))
    throw new Error("src/kernel/code.ts is not what comes of src/kernel/assembly: run `npm run kernel`");
  const [section] = Module.customSections(new Module(named), "name");
  if (section === undefined) throw new Error("the kernel was compiled without names");
  return namesIn(new Uint8Array(section));
}
