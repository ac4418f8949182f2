/** The inner loops: what processes do in a state, and what predicates answer there. */

import { represent } from "./exchanges";
import * as r from "./registers";
import { add, address, addShared, field, hashOf, keyAt, maskOf, placeOf, register } from "./states";

/** States that are expanded together: their places in the table are fetched side by side. */
const batch: u32 = 64;

function on(desk: usize, at: i32): u32 {
  return load<u32>(desk + ((<usize>at) << 2));
}

function pointer(desk: usize, at: i32): usize {
  return load<u32>(desk + ((<usize>at) << 2));
}

function set(desk: usize, at: i32, value: u32): void {
  store<u32>(desk + ((<usize>at) << 2), value);
}

function count(desk: usize, at: i32, more: u64): void {
  const place = desk + ((<usize>at) << 2);
  store<u64>(place, load<u64>(place) + more);
}

/** What the value at a place of the state at hand is. */
function valueAt<K>(key: u64, here: usize, place: u32, mask: u32): u32 {
  return sizeof<K>() === 8 ? <u32>(key >> place) & mask : field(here, place, mask);
}

/** Notes what has to be known before state `id` can be dealt with. */
function need(desk: usize, reason: u32, id: u32, subject: u32, value: u32): u32 {
  set(desk, r.state, id);
  set(desk, r.subject, subject);
  set(desk, r.value, value);
  return reason;
}

/** The number at the end of the way of the state at hand through a tree: ~leaf, or 0 where that is not known. */
function walk<K>(key: u64, here: usize, root: u32): i32 {
  const nodes = address(r.nodes);
  const children = address(r.children);
  let entry = load<i32>(children + ((<usize>root) << 2));
  while (entry > 0) {
    const node = nodes + ((<usize>(entry - 1)) << 2);
    const value = valueAt<K>(key, here, load<u32>(node), load<u32>(node, 4));
    entry = load<i32>(children + ((<usize>(load<u32>(node, 8) + value)) << 2));
  }
  return entry;
}

/**
 * The position of the first of `count` states, whose numbers stand at `states`, of which the tree at `root` answers `wanted`; -1 for none;
 * -2 where it does not know, with the state and the position on the desk.
 */
export function firstWhere<K>(desk: usize, states: usize, count: u32, root: u32, wanted: i32): i32 {
  const words = register(r.words);
  for (let i: u32 = 0; i < count; i++) {
    const id = load<u32>(states + ((<usize>i) << 2));
    const at = placeOf(id);
    const entry = walk<K>(keyAt<K>(at, words), at, root);
    if (entry === 0) {
      need(desk, r.unknownAnswer, id, i, 0);
      return -2;
    }
    if (~entry === wanted) return i;
  }
  return -1;
}

/**
 * Asks the open questions of a sweep about state `id`, which is at hand; the reason where one cannot be answered yet. Those that have been
 * answered are asked to the end of the level: so it does not hang on the order of its states what is asked.
 */
function ask<K>(desk: usize, id: u32, key: u64, here: usize): u32 {
  const questions = address(r.questions);
  const found = pointer(desk, r.found);
  const questionCount = register(r.questionCount);
  for (let q: u32 = 0; q < questionCount; q++) {
    const question = questions + <usize>(q * 12);
    if (load<i32>(question, 8) === 0) continue;
    const entry = walk<K>(key, here, load<u32>(question));
    if (entry === 0) return need(desk, r.unknownAnswer, id, q, 0);
    const first = found + ((<usize>q) << 2);
    if (~entry === load<i32>(question, 4) && load<i32>(first) < 0) store<u32>(first, id);
  }
  return r.finished;
}

/** Applies the updates at `at` to the state at `to`, which was made of that at `here`; the reason where what one makes is not known. */
function update<K>(desk: usize, id: u32, at: usize, end: usize, to: usize, key: u64, here: usize): u32 {
  const places = address(r.places);
  for (let u = at; u < end; u += 8) {
    const variable = load<u32>(u);
    const known = address(r.updates) + ((<usize>load<u32>(u, 4)) << 3);
    const place = load<u32>(places + ((<usize>variable) << 3));
    const mask = load<u32>(places + ((<usize>variable) << 3), 4);
    const value = valueAt<K>(key, here, place, mask);
    const made = value < load<u32>(known, 4) ? load<u32>(<usize>load<u32>(known) + ((<usize>value) << 2)) : 0;
    if (made === 0) return need(desk, r.unknownUpdate, id, load<u32>(u, 4), value);
    const word = to + ((place >> 5) << 2);
    const shift = place & 31;
    store<u32>(word, (load<u32>(word) & ~(mask << shift)) | ((made - 1) << shift));
  }
  return r.finished;
}

/** Notes a move that fails assertions, if they were not reported before: so each set is noted once, and there is room for all. */
function note(desk: usize, failed: u32, id: u32, process: u32, outcome: u32): void {
  const reported = address(r.reported) + <usize>failed;
  if (load<u8>(reported) !== 0) return;
  store<u8>(reported, 1);
  const failing = on(desk, r.failing);
  const at = pointer(desk, r.failingTable) + ((<usize>failing) << 4);
  store<u32>(at, id);
  store<u32>(at, process, 4);
  store<u32>(at, outcome, 8);
  store<u32>(at, failed, 12);
  set(desk, r.failing, failing + 1);
}

/** Takes back what was noted behind the first `kept`; returns `reason`. */
function unnote(desk: usize, kept: u32, reason: u32): u32 {
  for (let i = kept; i < on(desk, r.failing); i++) {
    const failed = load<u32>(pointer(desk, r.failingTable) + ((<usize>i) << 4), 12);
    store<u8>(address(r.reported) + <usize>failed, 0);
  }
  set(desk, r.failing, kept);
  return reason;
}

/** The first moves of a process, and the first that is not its own. */
function firstMove(mover: usize): u32 {
  return load<u32>(mover, 20);
}

function lastMove(mover: usize): u32 {
  return load<u32>(mover, 24);
}

/** Where process `p` has gone by move number `move`. */
function standing(standings: usize, move: u32, p: u32): u32 {
  return load<u16>(standings + <usize>(move * r.standingBytes) + ((<usize>p) << 1));
}

/**
 * Of representatives: leaves out of what follows each move of a state what comes by another way. Process `q` need not be looked at behind
 * a move of `p` that it commutes with, if `p` is looked at behind every move of `q`, and stands behind `q` there: for each of two
 * ways to a state that is left out leads to one by a process of a greater number, and that cannot go on for ever.
 */
function maskRepresented(desk: usize, movable: usize, end: usize): void {
  const standings = pointer(desk, r.standings);
  const masks = pointer(desk, r.masks);
  for (let mover = movable; mover < end; mover += r.movableBytes) {
    const p = load<u32>(mover, 16);
    for (let other = movable; other < end; other += r.movableBytes) {
      if (other === mover) continue;
      const shared = (load<u64>(other) & load<u64>(mover, 8)) | (load<u64>(other, 8) & load<u64>(mover));
      if (shared !== 0) continue;
      const q = load<u32>(other, 16);
      let least: u32 = 0xffff;
      for (let m = firstMove(other); m < lastMove(other); m++) least = min(least, standing(standings, m, p));
      for (let m = firstMove(mover); m < lastMove(mover); m++) {
        const at = standing(standings, m, q);
        if (at >= <u32>r.maskedProcesses || at >= least) continue;
        const mask = masks + ((<usize>m) << 2);
        store<u32>(mask, load<u32>(mask) | (1 << at));
      }
    }
  }
}

/** Which processes a state's moves are made of. */
const everybody: i32 = -1;

/**
 * Makes the moves from state `id` on the desk, behind those that are there. `lean`: all enabled outcomes are counted, but those of processes
 * in the state's mask are not made. Else all are, or those of the process `only`, and everything is noted of them, `source` as where
 * they come from. A reason other than `finished` where it could not be done: then nothing has happened.
 */
function expand<K>(desk: usize, id: u32, source: u32, only: i32, lean: bool): u32 {
  const words = register(r.words);
  const stored = placeOf(id);
  const key = keyAt<K>(stored, words);
  const here = stored;
  const width: usize = sizeof<K>() === 8 ? 8 : words << 2;
  if (lean) {
    const asked = ask<K>(desk, id, key, here);
    if (asked !== r.finished) return asked;
  }
  if (valueAt<K>(key, here, register(r.haltPlace), register(r.haltMask)) !== 0) return r.finished;
  const nodes = address(r.nodes);
  const children = address(r.children);
  const roots = address(r.roots);
  const leaves = address(r.leaves);
  const codes = address(r.code);
  const next = pointer(desk, r.next);
  const hashes = pointer(desk, r.hashes);
  const masks = pointer(desk, r.masks);
  const movable = pointer(desk, r.movable);
  const room = on(desk, r.room);
  const skip: u32 = lean ? load<u32>(maskOf(id)) : 0;
  const noted = on(desk, r.failing);
  const exchanges = address(r.exchanges);
  let move = on(desk, r.moves);
  let enabled: u64 = 0;
  let others: usize = movable;
  let canMove: u32 = 0;
  let mustMove: u32 = 0;
  const begin: u32 = only === everybody ? 0 : only;
  const end: u32 = only === everybody ? register(r.processes) : only + 1;
  let process = address(r.processTable) + <usize>(begin * r.processBytes);
  for (let p: u32 = begin; p < end; p++, process += r.processBytes) {
    const at = valueAt<K>(key, here, load<u32>(process), load<u32>(process, 4));
    const location: usize = <usize>load<u32>(process, 8) + ((<usize>at) << 3);
    const counted = load<u32>(process, 12);
    const last = load<u32>(location, 8);
    const skipped = lean && p < <u32>r.maskedProcesses && ((skip >> p) & 1) !== 0;
    const first = move;
    let touches: u64 = 0;
    let writes: u64 = 0;
    let outcomes: u32 = 0;
    for (let step = load<u32>(location); step < last; step++) {
      let entry = load<i32>(children + ((<usize>load<u32>(roots + ((<usize>step) << 2))) << 2));
      while (entry > 0) {
        const node = nodes + ((<usize>(entry - 1)) << 2);
        const value = valueAt<K>(key, here, load<u32>(node), load<u32>(node, 4));
        entry = load<i32>(children + ((<usize>(load<u32>(node, 8) + value)) << 2));
      }
      if (entry === 0) return unnote(desk, noted, need(desk, r.unknownStep, id, step, 0));
      const leaf = leaves + ((<usize>~entry) << 5);
      const ways = load<u32>(leaf);
      if (lean) {
        touches |= load<u64>(leaf, 8);
        writes |= load<u64>(leaf, 16);
      }
      if (skipped) {
        outcomes += ways;
        continue;
      }
      if (move + ways > room) return unnote(desk, noted, r.noRoomForMoves);
      let code = codes + ((<usize>load<u32>(leaf, 4)) << 2);
      for (let way: u32 = 0; way < ways; way++, move++, outcomes++) {
        const patch = code + (r.outcomeHeader << 2);
        const to = next + width * <usize>move;
        const updates = load<u32>(code, 8);
        const failed = load<u32>(code, 4);
        let made: u64 = 0;
        if (sizeof<K>() === 8) {
          made = (key & load<u64>(patch)) | load<u64>(patch, 8);
          store<u64>(to, made);
        } else {
          for (let w: usize = 0; w < width; w += 4)
            store<u32>(to + w, (load<u32>(here + w) & load<u32>(patch + w)) | load<u32>(patch + width + w));
        }
        if (updates !== 0) {
          const from = patch + 2 * width;
          const reason = update<K>(desk, id, from, from + ((<usize>updates) << 3), to, key, here);
          if (reason !== r.finished) return unnote(desk, noted, reason);
          if (sizeof<K>() === 8) made = load<u64>(to);
        }
        if (exchanges !== 0) {
          const standings = pointer(desk, r.standings) + <usize>(move * r.standingBytes);
          represent(exchanges, pointer(desk, r.exchangeRoom), to, standings);
          if (sizeof<K>() === 8) made = load<u64>(to);
          store<u32>(masks + ((<usize>move) << 2), 0);
        }
        store<u32>(hashes + ((<usize>move) << 2), hashOf<K>(made, to, words));
        if (!lean) {
          const offset = (<usize>move) << 2;
          store<u32>(pointer(desk, r.sources) + offset, source);
          store<u32>(pointer(desk, r.movers) + offset, p);
          store<u32>(pointer(desk, r.outcomes) + offset, outcomes);
          store<u32>(pointer(desk, r.costs) + offset, load<u32>(code));
          store<u32>(pointer(desk, r.failures) + offset, failed);
        } else if (failed !== 0) note(desk, failed, id, p, outcomes);
        code = patch + 2 * width + ((<usize>updates) << 3);
      }
    }
    if (!lean) continue;
    mustMove |= counted & load<u32>(location, 4);
    if (outcomes === 0) continue;
    enabled += outcomes;
    canMove |= counted;
    if (!skipped && exchanges === 0) {
      let mask: u32 = 0;
      for (let other = movable; other < others; other += r.movableBytes) {
        if (((load<u64>(other) & writes) | (load<u64>(other, 8) & touches)) === 0)
          mask |= load<u32>(other, 16);
      }
      for (let m = first; m < move; m++) store<u32>(masks + ((<usize>m) << 2), mask);
    }
    // Of representatives: where those stand who are not looked at is not known.
    if (p < <u32>r.maskedProcesses && !(skipped && exchanges !== 0)) {
      store<u64>(others, touches);
      store<u64>(others, writes, 8);
      store<u32>(others, exchanges === 0 ? 1 << p : p, 16);
      store<u32>(others, first, 20);
      store<u32>(others, move, 24);
      others += r.movableBytes;
    }
  }
  if (lean && exchanges !== 0) maskRepresented(desk, movable, others);
  if (lean) {
    count(desk, r.transitions, enabled);
    if (canMove === 0 && mustMove !== 0 && <i32>on(desk, r.stuck) < 0) set(desk, r.stuck, id);
  }
  set(desk, r.moves, move);
  return r.finished;
}

/** Whether all that the moves on the desk lead to can be added. */
function hasRoom(moves: u32): bool {
  const size = register(r.size) + moves;
  return size <= register(r.capacity) && size <= register(r.tableRoom);
}

/** Has the lines of the table fetched that the moves on the desk lead to. */
function fetchLines(desk: usize): void {
  const table = address(r.table);
  const lines = (1 << (register(r.tableBits) - 4)) - 1;
  const hashes = pointer(desk, r.hashes);
  const end = hashes + (pointer(desk, r.moves) << 2);
  let touched: u32 = 0;
  for (let at = hashes; at < end; at += 4)
    touched ^= load<u32>(table + ((<usize>(load<u32>(at) & lines)) << 6));
  set(desk, r.touched, touched);
}

/** The same where every desk may be about to add what is on it. */
function hasSharedRoom(): bool {
  const size = atomic.load<u32>((<usize>r.size) << 2) + register(r.margin);
  return size <= register(r.capacity) && size <= register(r.tableRoom);
}

/** Adds what the moves on the desk lead to, and clears the desk. */
function addLean<K>(desk: usize, shared: bool): void {
  const words = register(r.words);
  const moves = on(desk, r.moves);
  const width: usize = sizeof<K>() === 8 ? 8 : words << 2;
  const level = register(r.nextLevel);
  const hashes = pointer(desk, r.hashes);
  const masks = pointer(desk, r.masks);
  let from = pointer(desk, r.next);
  fetchLines(desk);
  for (let m: usize = 0; m < (<usize>moves) << 2; m += 4, from += width) {
    const key = sizeof<K>() === 8 ? load<u64>(from) : 0;
    if (shared) {
      addShared<K>(desk, key, from, load<u32>(hashes + m), load<u32>(masks + m), level);
      continue;
    }
    const size = register(r.size);
    const id = add<K>(key, from, load<u32>(hashes + m));
    if (id < level) continue;
    const mask = maskOf(id);
    const before: u32 = id === size ? 0 : load<u32>(mask);
    store<u32>(mask, before | load<u32>(masks + m));
  }
  count(desk, r.lookups, moves);
  set(desk, r.moves, 0);
}

/** Expands `count` states from number `first` on, of one level, for a sweep; comes back early where it must. */
export function sweep<K>(desk: usize, first: u32, count: u32, shared: bool): u32 {
  set(desk, r.moves, 0);
  let done: u32 = 0;
  let reason: u32 = r.finished;
  while (done < count && reason === r.finished) {
    if (shared ? !hasSharedRoom() : !hasRoom(on(desk, r.room))) {
      reason = r.noRoomForStates;
      break;
    }
    const end = min(done + batch, count);
    while (done < end) {
      reason = expand<K>(desk, first + done, 0, everybody, true);
      if (reason !== r.finished) break;
      done += 1;
    }
    // What there was room for is added first, and the rest of the batch once more.
    if (reason === r.noRoomForMoves && on(desk, r.moves) > 0) reason = r.finished;
    addLean<K>(desk, shared);
  }
  set(desk, r.done, done);
  return reason;
}

/** Makes all moves from `count` states whose numbers stand at `states`, or of each those of the process whose number stands at `chosen`, if there is something. */
function draw<K>(desk: usize, states: usize, count: u32, chosen: usize): u32 {
  set(desk, r.moves, 0);
  for (let i: u32 = 0; i < count; i++) {
    const at = (<usize>i) << 2;
    const only = chosen === 0 ? everybody : load<i32>(chosen + at);
    const reason = expand<K>(desk, load<u32>(states + at), i, only, false);
    if (reason !== r.finished) return reason;
  }
  return r.finished;
}

/** Adds what the moves on the desk lead to, and puts the numbers of those states among the targets. */
export function addAll<K>(desk: usize): u32 {
  if (!hasRoom(on(desk, r.moves))) return r.noRoomForStates;
  const words = register(r.words);
  const width: usize = sizeof<K>() === 8 ? 8 : words << 2;
  const made = pointer(desk, r.moves) << 2;
  const hashes = pointer(desk, r.hashes);
  const targets = pointer(desk, r.targets);
  let from = pointer(desk, r.next);
  fetchLines(desk);
  for (let m: usize = 0; m < made; m += 4, from += width) {
    const key = sizeof<K>() === 8 ? load<u64>(from) : 0;
    store<u32>(targets + m, add<K>(key, from, load<u32>(hashes + m)));
  }
  return r.finished;
}

/** Makes moves and adds what they lead to. */
export function moves<K>(desk: usize, states: usize, count: u32, chosen: usize): u32 {
  const reason = draw<K>(desk, states, count, chosen);
  return reason === r.finished ? addAll<K>(desk) : reason;
}

/** Leaves `count` states from number `first` on to whoever collects what is left. */
function leave(desk: usize, first: u32, count: u32): void {
  const left = on(desk, r.left);
  const at = pointer(desk, r.leftTable) + ((<usize>left) << 3);
  store<u32>(at, first);
  store<u32>(at, count, 4);
  set(desk, r.left, left + 1);
}

/** Expands a share of a level, taking on states that nobody has, until there are none or everybody is to stop. */
export function share<K>(desk: usize): void {
  const end = register(r.levelEnd);
  const chunk = register(r.chunk);
  while (atomic.load<u32>((<usize>r.pause) << 2) === 0) {
    const begin: u32 = atomic.add<u32>((<usize>r.cursor) << 2, chunk);
    if (begin >= end) return;
    const count = min(chunk, end - begin);
    for (let done: u32 = 0; done < count; ) {
      const reason = sweep<K>(desk, begin + done, count - done, true);
      done += on(desk, r.done);
      if (reason === r.finished) continue;
      const noRoom = reason === r.noRoomForStates || reason === r.noRoomForMoves;
      // Where something is not known of one state, the others go on.
      const many = noRoom || on(desk, r.left) === r.mostLeft - 1;
      leave(desk, begin + done, many ? count - done : 1);
      if (many) {
        atomic.store<u32>((<usize>r.pause) << 2, 1);
        return;
      }
      done += 1;
    }
  }
}
