/**
 * The run at hand, as events with vector clocks, and its races.
 *
 * An event is one step of one process. It happens after the events of its own process, after those that it depends on, and after
 * what these happen after. Two events race where they are of different processes and depend on each other with nothing between
 * them: no third that happens after the one and before the other.
 */

import { finished, givenUp, type PendingId, type Runs } from "../../space/runs.js";

export class Execution {
  readonly runs: Runs;
  /** How many processes there are. */
  readonly count: number;
  /** How many events there are. */
  length = 0;
  /** By event. */
  process = new Int32Array(64);
  pending = new Int32Array(64);
  /** -1 where the process gave up. */
  outcome = new Int32Array(64);
  /** Its place among the events of its process, from 1 on. */
  index = new Int32Array(64);
  /** By event and process: how many of the events of that process it happens after, or is. */
  clocks: Int32Array;
  /** By number of events and process: how many of those events are of that process. */
  counts: Int32Array;
  /** By number of events and process: the last of its events, plus 1. */
  #last: Int32Array;
  /** The events that each event races with, one event's behind the other's; and where those of each begin. */
  #races: number[] = [];
  #firstRace = new Int32Array(65);
  readonly #most: number;

  /** @param most how many steps a process may take: then it is cut short */
  constructor(runs: Runs, most = Number.POSITIVE_INFINITY) {
    this.runs = runs;
    this.count = runs.names.length;
    this.clocks = new Int32Array(64 * this.count);
    this.counts = new Int32Array(65 * this.count);
    this.#last = new Int32Array(65 * this.count);
    this.#most = most;
  }

  /** What `process` would do next after the first `length` events. */
  next(length: number, process: number): PendingId {
    return this.runs.pendingAt(length, process);
  }

  /** Whether `process` can take a step after the first `length` events, or give up waiting. */
  canMove(length: number, process: number): boolean {
    const id = this.runs.pendingAt(length, process);
    if (id === finished || id === givenUp || this.isCut(length, process)) return false;
    const { outcomes, waits } = this.runs.pending(id);
    return outcomes > 0 || waits === "guard";
  }

  /** Whether `process` has taken as many steps as it may. */
  isCut(length: number, process: number): boolean {
    return (this.counts[length * this.count + process] as number) >= this.#most;
  }

  /** In how many ways `process` can go on, 1 where it gives up. */
  ways(process: number): number {
    return Math.max(1, this.runs.pending(this.next(this.length, process)).outcomes);
  }

  /** Lets `process` go on: its way number `way`. */
  push(process: number, way: number): void {
    const { count, length, runs } = this;
    const id = runs.pendingAt(length, process);
    if (length + 2 >= this.index.length) this.#lengthen();
    const gives = runs.pending(id).outcomes === 0;
    const from = length * count;
    const own = this.counts[from + process] as number;
    this.process[length] = process;
    this.pending[length] = id;
    this.outcome[length] = gives ? -1 : way;
    this.index[length] = own + 1;
    this.#clock(length, process, id);
    for (let p = 0; p < count; p++) {
      this.counts[from + count + p] = this.counts[from + p] as number;
      this.#last[from + count + p] = this.#last[from + p] as number;
    }
    this.counts[from + count + process] = own + 1;
    this.#last[from + count + process] = length + 1;
    if (gives) runs.giveUp(process);
    else runs.take(process, way);
    this.length = length + 1;
  }

  #clock(event: number, process: number, id: PendingId): void {
    const { clocks, count, runs, index, pending } = this;
    const row = event * count;
    const before = this.#last[row + process] as number;
    if (before === 0) clocks.fill(0, row, row + count);
    else clocks.copyWithin(row, (before - 1) * count, before * count);
    const first = this.#firstRace[event] as number;
    this.#races.length = first;
    for (let i = event - 1; i >= 0; i--) {
      const other = this.process[i] as number;
      if ((index[i] as number) <= (clocks[row + other] as number)) continue;
      if (other === process || !runs.dependent(pending[i] as number, id)) continue;
      this.#races.push(i);
      const its = i * count;
      for (let p = 0; p < count; p++) {
        const seen = clocks[its + p] as number;
        if (seen > (clocks[row + p] as number)) clocks[row + p] = seen;
      }
    }
    this.#firstRace[event + 1] = this.#races.length;
    clocks[row + process] = index[event] as number;
  }

  /** Takes back the last event. */
  pop(): void {
    this.length -= 1;
    this.runs.back();
  }

  /** Whether event `a` happens before event `b`, or is it. */
  before(a: number, b: number): boolean {
    return (this.clocks[b * this.count + (this.process[a] as number)] as number) >= (this.index[a] as number);
  }

  /** The last event of `process` among the first `length`, or -1. */
  lastOf(process: number, length: number): number {
    return (this.#last[length * this.count + process] as number) - 1;
  }

  /** Tells `found` of each race: the earlier event, and the later one. */
  races(found: (earlier: number, later: number) => void): void {
    for (let event = 0; event < this.length; event++) {
      const end = this.#firstRace[event + 1] as number;
      for (let at = this.#firstRace[event] as number; at < end; at++) found(this.#races[at] as number, event);
    }
  }

  /** Whether the event has nothing behind it that happens after it. */
  isLast(event: number): boolean {
    for (let later = event + 1; later < this.length; later++) if (this.before(event, later)) return false;
    return true;
  }

  #lengthen(): void {
    const longer = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const made = new Int32Array(2 * old.length);
      made.set(old);
      return made;
    };
    this.process = longer(this.process);
    this.pending = longer(this.pending);
    this.outcome = longer(this.outcome);
    this.index = longer(this.index);
    this.clocks = longer(this.clocks);
    this.counts = longer(this.counts);
    this.#last = longer(this.#last);
    this.#firstRace = longer(this.#firstRace);
  }
}
