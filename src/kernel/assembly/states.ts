/**
 * The visited set: packed states in segments, and a table that finds them. The table is made of lines of 16 slots, a cache line
 * each, whose slots are compared four at a time. A slot is 0 where it is free, else the number of a state plus 1 in the low
 * bits, as many as number the slots, and above them bits of the state's hash that did not go into the choice of the line. A state
 * whose line is full is in the first line behind it that was not. A hash only says where to look: two states are the same when
 * all their words are.
 *
 * Everything here comes in two kinds. `K` is u64 where a state has at most two words, and is one number; and u32 where it has
 * more, and is known by its address.
 */

import * as r from "./registers";

/** The value of a register. */
export function register(at: i32): u32 {
  return load<u32>((<usize>at) << 2);
}

/** The address that a register holds. */
export function address(at: i32): usize {
  return load<u32>((<usize>at) << 2);
}

export function setRegister(at: i32, value: u32): void {
  store<u32>((<usize>at) << 2, value);
}

/** Where state `id` stands. */
export function placeOf(id: u32): usize {
  const bits = register(r.segmentBits);
  const segment: usize = load<u32>(address(r.segments) + <usize>((id >> bits) << 2));
  return segment + <usize>((id & ((1 << bits) - 1)) * (register(r.words) << 2));
}

/** Where the mask of state `id` stands. */
export function maskOf(id: u32): usize {
  const bits = register(r.segmentBits);
  const segment: usize = load<u32>(address(r.maskSegments) + <usize>((id >> bits) << 2));
  return segment + <usize>((id & ((1 << bits) - 1)) << 2);
}

/** The state at `from` as one number, if it is one. */
export function keyAt<K>(from: usize, words: u32): u64 {
  if (sizeof<K>() !== 8) return 0;
  return words === 1 ? <u64>load<u32>(from) : load<u64>(from);
}

/** An odd number whose bits are as good as random: 2^64 divided by the golden ratio. */
const golden: u64 = ((<u64>0x9e3779b9) << 32) | 0x7f4a7c15;

/** Spreads a hash over all its bits: the finaliser of SplitMix64 (Sebastiano Vigna, in the public domain). */
function spread(hash: u64): u32 {
  let h = hash;
  h = (h ^ (h >> 30)) * (((<u64>0xbf58476d) << 32) | 0x1ce4e5b9);
  h = (h ^ (h >> 27)) * (((<u64>0x94d049bb) << 32) | 0x133111eb);
  return <u32>(h ^ (h >> 31)) & register(r.hashMask);
}

/** The hash of the state `key`, or of that at `from`. */
export function hashOf<K>(key: u64, from: usize, words: u32): u32 {
  if (sizeof<K>() === 8) return spread(key + golden);
  let hash: u64 = 0;
  const last = from + ((words - 1) << 2);
  let at = from;
  for (; at < last; at += 8) hash = rotl(hash ^ load<u64>(at), 23) * golden;
  if (at === last) hash = rotl(hash ^ <u64>load<u32>(at), 23) * golden;
  return spread(hash);
}

/** Whether state `id` is the state `key`, or that at `from`. */
function isState<K>(id: u32, key: u64, from: usize, words: u32): bool {
  const at = placeOf(id);
  if (sizeof<K>() === 8) return keyAt<K>(at, words) === key;
  for (let w: u32 = 0; w < words << 2; w += 4) if (load<u32>(at + w) !== load<u32>(from + w)) return false;
  return true;
}

/** Puts the state `key`, or that at `from`, where state `id` stands. */
function put<K>(id: u32, key: u64, from: usize, words: u32): void {
  const at = placeOf(id);
  if (sizeof<K>() === 8) {
    if (words === 1) store<u32>(at, <u32>key);
    else store<u64>(at, key);
  } else for (let w: u32 = 0; w < words << 2; w += 4) store<u32>(at + w, load<u32>(from + w));
}

/** Of four slots from `at` on, a bit for each that holds `tag` in the bits of `high`. */
function alike(at: usize, tag: u32, high: u32): u32 {
  const bits = v128.and(v128.load(at), i32x4.splat(high));
  return i32x4.bitmask(i32x4.eq(bits, i32x4.splat(tag)));
}

/** Of four slots from `at` on, a bit for each that is free. */
function free(at: usize): u32 {
  return i32x4.bitmask(i32x4.eq(v128.load(at), i32x4.splat(0)));
}

/**
 * The number of the state `key`, or of that at `from`; a new one, which is the size before, if it is not there yet. `hash` must be its
 * own. There must be room for it.
 */
export function add<K>(key: u64, from: usize, hash: u32): u32 {
  const words = register(r.words);
  const low: u32 = (1 << register(r.tableBits)) - 1;
  const table = address(r.table);
  const lines = low >> 4;
  const tag = (hash << 4) & ~low;
  let line = hash & lines;
  while (true) {
    const first = table + ((<usize>line) << 6);
    for (let at = first; at < first + 64; at += 16) {
      const open = free(at);
      // Slots are taken in order: behind a free one there is nothing.
      for (let like = alike(at, tag, ~low) & ~open; like !== 0; like &= like - 1) {
        const id = (load<u32>(at + ((<usize>ctz(like)) << 2)) & low) - 1;
        if (isState<K>(id, key, from, words)) return id;
      }
      if (open !== 0) {
        const id = register(r.size);
        put<K>(id, key, from, words);
        store<u32>(at + ((<usize>ctz(open)) << 2), tag | (id + 1));
        setRegister(r.size, id + 1);
        return id;
      }
    }
    line = (line + 1) & lines;
  }
}

/** As a register, where several write it. */
function shared(at: i32): usize {
  return (<usize>at) << 2;
}

/**
 * As {@link add} where several desks add at once, and with the mask of the move that leads there: a state of number `level` or
 * more gets what it has. A slot is taken when all else that belongs to its state has been written.
 */
export function addShared<K>(desk: usize, key: u64, from: usize, hash: u32, mask: u32, level: u32): void {
  const words = register(r.words);
  const low: u32 = (1 << register(r.tableBits)) - 1;
  const table = address(r.table);
  const lines = low >> 4;
  const tag = (hash << 4) & ~low;
  let line = hash & lines;
  while (true) {
    const first = table + ((<usize>line) << 6);
    let at = first;
    while (at < first + 64) {
      const open = free(at);
      for (let like = alike(at, tag, ~low) & ~open; like !== 0; like &= like - 1) {
        const id = (atomic.load<u32>(at + ((<usize>ctz(like)) << 2)) & low) - 1;
        if (!isState<K>(id, key, from, words)) continue;
        if (id >= level && mask !== 0) atomic.or<u32>(maskOf(id), mask);
        return;
      }
      if (open === 0) {
        at += 16;
        continue;
      }
      const id = nextNumber(desk);
      put<K>(id, key, from, words);
      store<u32>(maskOf(id), mask);
      if (atomic.cmpxchg<u32>(at + ((<usize>ctz(open)) << 2), 0, tag | (id + 1)) === 0) {
        store<u32>(desk + ((<usize>r.blockNext) << 2), id + 1);
        return;
      }
      // Somebody else has taken the slot, perhaps for the same state: the same four once more.
    }
    line = (line + 1) & lines;
  }
}

/** The next number that is this desk's to give. */
function nextNumber(desk: usize): u32 {
  const next = load<u32>(desk + ((<usize>r.blockNext) << 2));
  if (next < load<u32>(desk + ((<usize>r.blockEnd) << 2))) return next;
  const begin: u32 = atomic.add<u32>(shared(r.size), r.block);
  store<u32>(desk + ((<usize>r.blockNext) << 2), begin);
  store<u32>(desk + ((<usize>r.blockEnd) << 2), begin + r.block);
  return begin;
}

/** Gives state `from` the number `to`, which no state has. */
export function renumber<K>(from: u32, to: u32): void {
  const words = register(r.words);
  const low: u32 = (1 << register(r.tableBits)) - 1;
  const lines = low >> 4;
  const hash = hashOfState<K>(from);
  const slot = ((hash << 4) & ~low) | (from + 1);
  memory.copy(placeOf(to), placeOf(from), words << 2);
  store<u32>(maskOf(to), load<u32>(maskOf(from)));
  let at = address(r.table) + ((<usize>(hash & lines)) << 6);
  const end = address(r.table) + ((<usize>(lines + 1)) << 6);
  while (load<u32>(at) !== slot) {
    at += 4;
    if (at === end) at = address(r.table);
  }
  store<u32>(at, ((hash << 4) & ~low) | (to + 1));
}

/** Enters state `id`, of that hash, which the table does not have yet. Several may do so at once. */
function enter(id: u32, hash: u32): void {
  const low: u32 = (1 << register(r.tableBits)) - 1;
  const table = address(r.table);
  const lines = low >> 4;
  const slot = ((hash << 4) & ~low) | (id + 1);
  for (let line = hash & lines; ; line = (line + 1) & lines) {
    const first = table + ((<usize>line) << 6);
    for (let at = first; at < first + 64; at += 4) {
      if (load<u32>(at) === 0 && atomic.cmpxchg<u32>(at, 0, slot) === 0) return;
    }
  }
}

function hashOfState<K>(id: u32): u32 {
  const words = register(r.words);
  const at = placeOf(id);
  return hashOf<K>(keyAt<K>(at, words), at, words);
}

/** Enters all states into the table, which is empty. */
export function enterAll<K>(): void {
  for (let id: u32 = 0; id < register(r.size); id++) enter(id, hashOfState<K>(id));
}

/** Whether a line of the table has no free slot. */
function isFull(line: usize): bool {
  return load<u32>(line + 60) !== 0;
}

/** Whether the line before `line` of the old table has no free slot: then what stands in `line` may belong to a line before. */
function isBehindFull(line: u32, lines: u32): bool {
  return isFull(address(r.oldTable) + ((<usize>((line - 1) & (lines - 1))) << 6));
}

/**
 * Fills lines of a table that is empty from those from `first` to `end` of the old one, which has half as many slots. A line becomes
 * two, by the next bit of the hashes, which stand in the slots. What stands behind full lines is left to {@link enterDisplaced}.
 */
export function splitLines(first: u32, end: u32): void {
  const bits = register(r.tableBits) - 1;
  const lines: u32 = 1 << (bits - 4);
  const bit: u32 = 1 << bits;
  const old = address(r.oldTable);
  const into = address(r.table);
  let behindFull = isBehindFull(first, lines);
  for (let line = first; line < end; line++) {
    const from = old + ((<usize>line) << 6);
    if (!behindFull) {
      let a = into + ((<usize>line) << 6);
      let b = into + ((<usize>(line + lines)) << 6);
      for (let at = from; at < from + 64; at += 4) {
        const slot = load<u32>(at);
        if (slot === 0) break;
        if ((slot & bit) !== 0) {
          store<u32>(b, slot ^ bit);
          b += 4;
        } else {
          store<u32>(a, slot);
          a += 4;
        }
      }
    }
    behindFull = isFull(from);
  }
}

/** Enters what stands behind full lines, of those from `first` to `end` of the old table, when all others have been split: these may find their lines full. */
export function enterDisplaced<K>(first: u32, end: u32): void {
  const bits = register(r.tableBits) - 1;
  const lines: u32 = 1 << (bits - 4);
  const numbers: u32 = (1 << bits) - 1;
  const old = address(r.oldTable);
  let behindFull = isBehindFull(first, lines);
  for (let line = first; line < end; line++) {
    const from = old + ((<usize>line) << 6);
    if (behindFull) {
      for (let at = from; at < from + 64; at += 4) {
        const slot = load<u32>(at);
        if (slot === 0) break;
        const id = (slot & numbers) - 1;
        enter(id, hashOfState<K>(id));
      }
    }
    behindFull = isFull(from);
  }
}

/**
 * Packs all states anew: from segments whose addresses stand at `old`, of so many words each, to the segments that are registered. At
 * `moves` there stands for each variable its old place and mask, and its new place.
 */
export function repack(old: usize, words: u32, moves: usize, variables: u32): void {
  const size = register(r.size);
  const bytes = register(r.words) << 2;
  const bits = register(r.segmentBits);
  for (let id: u32 = 0; id < size; id++) {
    const segment: usize = load<u32>(old + <usize>((id >> bits) << 2));
    const from = segment + <usize>((id & ((1 << bits) - 1)) * (words << 2));
    const to = placeOf(id);
    memory.fill(to, 0, bytes);
    for (let v: u32 = 0; v < variables; v++) {
      const move = moves + <usize>(v * 12);
      const value = field(from, load<u32>(move), load<u32>(move, 4));
      const place = load<u32>(move, 8);
      const word = to + ((place >> 5) << 2);
      store<u32>(word, load<u32>(word) | (value << (place & 31)));
    }
  }
}

/** What stands at a place, word × 32 + shift, of the state at `at`. */
export function field(at: usize, place: u32, mask: u32): u32 {
  return (load<u32>(at + ((place >> 5) << 2)) >> (place & 31)) & mask;
}
