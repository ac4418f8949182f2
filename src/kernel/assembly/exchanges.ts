/**
 * Representatives: of all states that exchanges of what is alike turn into each other, the one that is kept. The procedure, and why it
 * comes to the same state for all of them, stands in src/symmetry/representatives.ts, which does the same where speed does not
 * matter; here it works on tables that src/symmetry/exchange-tables.ts lays out.
 *
 * With a state, it is noted where each process goes: `who` says which process of the state as it was has come to stand where.
 */

import * as r from "./registers";
import { field, register } from "./states";

/** The word number `at` of the table at `table`. */
function word(table: usize, at: u32): u32 {
  return load<u32>(table + ((<usize>at) << 2));
}

/** The number of the value of variable `v` in the state at hand. */
function numberOf(values: usize, v: u32): u32 {
  return load<u32>(values + ((<usize>v) << 2));
}

function setValue(values: usize, v: u32, value: u32): void {
  store<u32>(values + ((<usize>v) << 2), value);
}

/** The exchange of the element at `position` of a block with the next. */
function exchangeAt(block: usize, position: u32): usize {
  return <usize>(word(block, r.blockExchanges) + position * (r.exchangeWords << 2));
}

/** Whether an exchange leaves the state at hand as it is. */
function keeps(exchange: usize, values: usize): bool {
  let pair: usize = word(exchange, r.exchangePairs);
  const lastPair = pair + <usize>(word(exchange, r.exchangePairCount) << 4);
  for (; pair < lastPair; pair += 16) {
    const image = word(word(pair, 2), numberOf(values, word(pair, 0)));
    if (image !== numberOf(values, word(pair, 1))) return false;
  }
  let own: usize = word(exchange, r.exchangeInPlace);
  const lastOwn = own + <usize>(word(exchange, r.exchangeInPlaceCount) << 3);
  for (; own < lastOwn; own += 8) {
    const value = numberOf(values, word(own, 0));
    if (word(word(own, 1), value) !== value) return false;
  }
  return true;
}

/** Makes an exchange in the state at hand, and notes who has gone where. */
function apply(exchange: usize, values: usize, who: usize): void {
  let pair: usize = word(exchange, r.exchangePairs);
  const lastPair = pair + <usize>(word(exchange, r.exchangePairCount) << 4);
  for (; pair < lastPair; pair += 16) {
    const v = word(pair, 0);
    const w = word(pair, 1);
    const goes = word(word(pair, 2), numberOf(values, v));
    setValue(values, v, word(word(pair, 3), numberOf(values, w)));
    setValue(values, w, goes);
  }
  let own: usize = word(exchange, r.exchangeInPlace);
  const lastOwn = own + <usize>(word(exchange, r.exchangeInPlaceCount) << 3);
  for (; own < lastOwn; own += 8) {
    const v = word(own, 0);
    setValue(values, v, word(word(own, 1), numberOf(values, v)));
  }
  let swap: usize = word(exchange, r.exchangeProcesses);
  const lastSwap = swap + <usize>(word(exchange, r.exchangeProcessCount) << 3);
  for (; swap < lastSwap; swap += 8) {
    const a = word(swap, 0);
    const b = word(swap, 1);
    const went = numberOf(who, a);
    setValue(who, a, numberOf(who, b));
    setValue(who, b, went);
  }
}

/** Compares what the element at `position` of a block determines with what the next does: less than 0, 0, or more. */
function compare(block: usize, position: u32, values: usize, orbits: usize): i32 {
  const own = word(block, r.blockOwn);
  let here: usize = word(block, r.blockOwnTable) + position * (own << 2);
  const end = here + <usize>(own << 2);
  for (let there = end; here < end; here += 4, there += 4) {
    const v = load<u32>(here);
    const w = load<u32>(there);
    const a = word(word(orbits, v), numberOf(values, v));
    const b = word(word(orbits, w), numberOf(values, w));
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

/** Puts the elements of a block in order; says whether that took an exchange. */
function sort(block: usize, values: usize, who: usize, orbits: usize): bool {
  const elements = word(block, r.blockElements);
  let changed = false;
  for (let i: u32 = 1; i < elements; i++) {
    for (let k: i32 = i - 1; k >= 0 && compare(block, k, values, orbits) > 0; k--) {
      apply(exchangeAt(block, k), values, who);
      changed = true;
    }
  }
  return changed;
}

/** Whether two neighbours of a block that is in order are equal in what they alone determine, and yet not the same. */
function hasTies(block: usize, values: usize, orbits: usize): bool {
  const last = word(block, r.blockElements) - 1;
  for (let k: u32 = 0; k < last; k++) {
    if (compare(block, k, values, orbits) !== 0) continue;
    if (!keeps(exchangeAt(block, k), values)) return true;
  }
  return false;
}

/** Whether no exchange of those from `from` to `to` changes anything. */
function isIdle(block: usize, from: u32, to: u32, values: usize): bool {
  for (let k = from; k < to; k++) if (!keeps(exchangeAt(block, k), values)) return false;
  return true;
}

/** Notes the tie of the elements from `from` to `to` of a block. */
function noteTie(ties: usize, count: u32, block: usize, from: u32, to: u32): void {
  const tie = ties + <usize>(count * (r.tieWords << 2));
  store<u32>(tie, <u32>block);
  store<u32>(tie, from, 4);
  store<u32>(tie, to, 8);
}

/** Writes down what is tied in the blocks that are open; says how many ties there are. */
function findTies(table: usize, open: u32, values: usize, orbits: usize, ties: usize): u32 {
  const blocks = word(table, r.exchangeBlocks);
  let count: u32 = 0;
  for (let b: u32 = 0; b < blocks; b++) {
    if (b < <u32>r.settledBlocks && ((open >> b) & 1) === 0) continue;
    const block: usize = word(table, r.exchangeBlockTable) + b * (r.blockWords << 2);
    const elements = word(block, r.blockElements);
    let from: u32 = 0;
    for (let i: u32 = 0; i < elements; i++) {
      if (i < elements - 1 && compare(block, i, values, orbits) === 0) continue;
      if (i > from && !isIdle(block, from, i, values)) {
        noteTie(ties, count, block, from, i);
        count += 1;
      }
      from = i + 1;
    }
  }
  return count;
}

/** How many orders there are of the tied, as far as that matters. */
function ordersOf(ties: usize, count: u32): u32 {
  let orders: u32 = 1;
  for (let t: u32 = 0; t < count; t++) {
    const tie = ties + <usize>(t * (r.tieWords << 2));
    const tied = word(tie, 2) - word(tie, 1) + 1;
    for (let i: u32 = 2; i <= tied && orders <= <u32>r.mostOrders; i++) orders *= i;
  }
  return orders;
}

function isLess(a: usize, b: usize, words: u32): bool {
  const end = a + ((<usize>words) << 2);
  for (; a < end; a += 4, b += 4) {
    const difference: i32 = load<i32>(a) - load<i32>(b);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Where on a desk its room for exchanges has what: the values at hand, the best so far, who stands where in each, and ties. */
function bestIn(table: usize, room: usize): usize {
  return room + <usize>(word(table, r.exchangeVariables) << 2);
}

function whoIn(table: usize, room: usize): usize {
  return room + <usize>(word(table, r.exchangeVariables) << 3);
}

function tiesIn(table: usize, room: usize): usize {
  return whoIn(table, room) + <usize>(register(r.processes) << 3);
}

/** Takes the state at hand for the best so far. */
function keepBest(table: usize, room: usize): void {
  const bytes: usize = word(table, r.exchangeVariables) << 2;
  memory.copy(bestIn(table, room), room, bytes);
  const who = whoIn(table, room);
  const processes: usize = register(r.processes) << 2;
  memory.copy(who + processes, who, processes);
}

/** Takes the best so far for the state at hand. */
function takeBest(table: usize, room: usize): void {
  const bytes: usize = word(table, r.exchangeVariables) << 2;
  memory.copy(room, bestIn(table, room), bytes);
  const who = whoIn(table, room);
  const processes: usize = register(r.processes) << 2;
  memory.copy(who, who + processes, processes);
}

/** Goes through the orders of the ties from number `t` on; says whether one was better than the best. */
function through(table: usize, room: usize, t: u32, count: u32): bool {
  if (t === count) {
    if (!isLess(room, bestIn(table, room), word(table, r.exchangeVariables))) return false;
    keepBest(table, room);
    return true;
  }
  const tie = tiesIn(table, room) + <usize>(t * (r.tieWords << 2));
  const block: usize = word(tie, 0);
  const from = word(tie, 1);
  let ways: usize = word(word(table, r.exchangeWays), word(tie, 2) - from + 1);
  let better = through(table, room, t + 1, count);
  const end = ways + ((<usize>(load<u32>(ways) + 1)) << 2);
  for (ways += 4; ways < end; ways += 4) {
    apply(exchangeAt(block, from + load<u32>(ways)), room, whoIn(table, room));
    if (through(table, room, t + 1, count)) better = true;
  }
  return better;
}

/** Where there are too many orders to try: exchanges neighbours as long as that makes the state less. */
function smaller(table: usize, room: usize, count: u32): bool {
  const variables = word(table, r.exchangeVariables);
  const who = whoIn(table, room);
  let changed = false;
  for (let more = true; more; ) {
    more = false;
    for (let t: u32 = 0; t < count; t++) {
      const tie = tiesIn(table, room) + <usize>(t * (r.tieWords << 2));
      const block: usize = word(tie, 0);
      const last = word(tie, 2);
      for (let k = word(tie, 1); k < last; k++) {
        keepBest(table, room);
        apply(exchangeAt(block, k), room, who);
        if (isLess(room, bestIn(table, room), variables)) more = true;
        else takeBest(table, room);
      }
    }
    if (more) changed = true;
  }
  return changed;
}

/** Turns the state at hand into its representative; says whether that took an exchange. */
function settle(table: usize, room: usize): bool {
  const blocks = word(table, r.exchangeBlocks);
  const closable = min(blocks, <u32>r.settledBlocks);
  const who = whoIn(table, room);
  let open: u32 = (1 << closable) - 1;
  let changed = false;
  for (let b: u32 = 0; b < blocks; ) {
    const bit: u32 = b < closable ? 1 << b : 0;
    if (bit !== 0 && (open & bit) === 0) {
      b += 1;
      continue;
    }
    const orbits: usize = word(word(table, r.exchangeOrbits), open);
    const block: usize = word(table, r.exchangeBlockTable) + b * (r.blockWords << 2);
    if (sort(block, room, who, orbits)) changed = true;
    if (bit === 0 || hasTies(block, room, orbits)) b += 1;
    else {
      open &= ~bit;
      // The others are told apart by more now.
      b = 0;
    }
  }
  if (open === 0 && blocks === closable) return changed;
  const orbits: usize = word(word(table, r.exchangeOrbits), open);
  const ties = findTies(table, open, room, orbits, tiesIn(table, room));
  if (ties === 0) return changed;
  if (ordersOf(tiesIn(table, room), ties) > <u32>r.mostOrders) return smaller(table, room, ties) || changed;
  keepBest(table, room);
  const better = through(table, room, 0, ties);
  takeBest(table, room);
  return better || changed;
}

/**
 * Turns the state at `at` into its representative, in the room at `room`. At `standings` is written where each of the first processes
 * goes, in 16 bits each.
 */
export function represent(table: usize, room: usize, at: usize, standings: usize): void {
  const variables = word(table, r.exchangeVariables);
  const processes = register(r.processes);
  const places: usize = register(r.places);
  const live: usize = word(table, r.exchangeLive);
  for (let v: u32 = 0; v < variables; v++) {
    const place = places + ((<usize>word(live, v)) << 3);
    setValue(room, v, field(at, load<u32>(place), load<u32>(place, 4)));
  }
  const who = whoIn(table, room);
  for (let p: u32 = 0; p < processes; p++) setValue(who, p, p);
  if (settle(table, room)) {
    memory.fill(at, 0, register(r.words) << 2);
    for (let v: u32 = 0; v < variables; v++) {
      const place = load<u32>(places + ((<usize>word(live, v)) << 3));
      const to = at + ((place >> 5) << 2);
      store<u32>(to, load<u32>(to) | (numberOf(room, v) << (place & 31)));
    }
  }
  for (let p: u32 = 0; p < processes; p++) {
    const from = numberOf(who, p);
    if (from < <u32>r.maskedProcesses) store<u16>(standings + ((<usize>from) << 1), <u16>p);
  }
}
