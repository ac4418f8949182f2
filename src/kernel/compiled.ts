/** The compiled kernel, and what it exports. */

import { type Arena, wasm } from "./arena.js";
import { code } from "./code.js";

/** What src/kernel/assembly/index.ts exports. Addresses are in bytes. */
export interface Exports {
  addState(from: number): number;
  enterStates(): void;
  first(desk: number, states: number, count: number, root: number, wanted: number): number;
  makeMoves(desk: number, states: number, count: number, chosen: number): number;
  sweepStates(desk: number, begin: number, count: number): number;
  work(desk: number): void;
  renumberState(from: number, to: number): void;
  repack(old: number, words: number, moves: number, variables: number): void;
}

const compiled: { module?: object } = {};

/** Compiled once, when it is first needed. */
export function moduleOfKernel(): object {
  compiled.module ??= new wasm.Module(Uint8Array.from(atob(code), (char) => char.charCodeAt(0)));
  return compiled.module;
}

/** The kernel at work on `memory`. */
export function instanceOn({ memory }: Arena): Exports {
  // A test holds that it exports what is said above.
  return new wasm.Instance(moduleOfKernel(), { env: { memory } }).exports as Exports;
}
