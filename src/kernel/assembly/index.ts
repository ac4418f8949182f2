/** What the kernel does, for states of at most two words ("narrow") and for wider ones. */

import * as r from "./registers";
import { add, doubleInto, enterAll, hashOf, keyAt, register, renumber, repack } from "./states";
import { firstWhere, moves, share, sweep } from "./steps";

export { repack };

function isNarrow(): bool {
  return register(r.words) <= 2;
}

/** Adds the state at `from`; returns its number. */
export function addState(from: usize): u32 {
  const words = register(r.words);
  if (!isNarrow()) return add<u32>(0, from, hashOf<u32>(0, from, words));
  const key = keyAt<u64>(from, words);
  return add<u64>(key, from, hashOf<u64>(key, from, words));
}

export function enterStates(): void {
  if (isNarrow()) enterAll<u64>();
  else enterAll<u32>();
}

export function doubleTable(old: usize, into: usize): void {
  if (isNarrow()) doubleInto<u64>(old, into);
  else doubleInto<u32>(old, into);
}

export function first(desk: usize, states: usize, count: u32, root: u32, wanted: i32): i32 {
  return isNarrow()
    ? firstWhere<u64>(desk, states, count, root, wanted)
    : firstWhere<u32>(desk, states, count, root, wanted);
}

export function makeMoves(desk: usize, states: usize, count: u32, chosen: usize): u32 {
  return isNarrow() ? moves<u64>(desk, states, count, chosen) : moves<u32>(desk, states, count, chosen);
}

export function sweepStates(desk: usize, begin: u32, count: u32): u32 {
  return isNarrow() ? sweep<u64>(desk, begin, count, false) : sweep<u32>(desk, begin, count, false);
}

export function shareLevel(desk: usize): void {
  if (isNarrow()) share<u64>(desk);
  else share<u32>(desk);
}

export function renumberState(from: u32, to: u32): void {
  if (isNarrow()) renumber<u64>(from, to);
  else renumber<u32>(from, to);
}
