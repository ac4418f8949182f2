/** What the kernel does, for states of at most two words ("narrow") and for wider ones. */

import * as r from "./registers";
import {
  add,
  enterAll,
  enterDisplaced,
  hashOf,
  keyAt,
  register,
  renumber,
  repack,
  splitLines,
} from "./states";
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

/** So many lines are taken on at once. */
const lineChunk: u32 = 1024;

/** Does a share of what is to be done, until there is nothing left that nobody has taken on. */
export function work(desk: usize): void {
  const job = register(r.job);
  if (job === r.levelJob) {
    if (isNarrow()) share<u64>(desk);
    else share<u32>(desk);
    return;
  }
  const lines = register(r.levelEnd);
  while (true) {
    const first: u32 = atomic.add<u32>((<usize>r.cursor) << 2, lineChunk);
    if (first >= lines) return;
    const end = min(first + lineChunk, lines);
    if (job === r.splitJob) splitLines(first, end);
    else if (isNarrow()) enterDisplaced<u64>(first, end);
    else enterDisplaced<u32>(first, end);
  }
}

export function renumberState(from: u32, to: u32): void {
  if (isNarrow()) renumber<u64>(from, to);
  else renumber<u32>(from, to);
}
