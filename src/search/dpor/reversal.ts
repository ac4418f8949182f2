/**
 * What has to be run to see a race the other way round: everything that does not happen after its earlier event, and then the
 * process of the later one. It is run once more for that: without the earlier event the later step may look at, and do, something
 * else. The events that are kept do what they did.
 */

import { finished, type PendingId } from "../../space/runs.js";
import type { Execution } from "./execution.js";

/** A race, or a wait, seen the other way round. */
export interface Reversal {
  /** The number of events before the one that is to come later. */
  readonly at: number;
  /** The events that are kept, in order. */
  readonly kept: readonly number[];
  /** The process that comes next. */
  readonly process: number;
}

export class Reversals {
  readonly #execution: Execution;

  constructor(execution: Execution) {
    this.#execution = execution;
  }

  /** Every reversal that the run at hand, which goes no further, calls for. */
  all(found: (reversal: Reversal) => void): void {
    const execution = this.#execution;
    execution.races((earlier, later) => {
      const process = execution.process[later] as number;
      const mutex = this.#given(earlier, later);
      const at = mutex < 0 ? earlier : this.#taking(mutex, earlier, later, process);
      if (at >= 0) found({ at, kept: this.#kept(at), process });
    });
    this.#waiting(found);
    this.#ended(found);
  }

  /** The mutex that `later` could take because `earlier` gave it back, or -1. */
  #given(earlier: number, later: number): number {
    const { runs, pending } = this.#execution;
    const { locks } = runs.pending(pending[later] as number);
    return locks >= 0 && runs.pending(pending[earlier] as number).releases.includes(locks) ? locks : -1;
  }

  /**
   * The event at which the process of `event`, or an earlier one of its, took `mutex`, unless that happens before what `process`
   * did last before `until`; -1 then. A mutex is not taken before it is given back: what can be turned round is who takes it first.
   */
  #taking(mutex: number, event: number, until: number, process: number): number {
    const execution = this.#execution;
    const holder = execution.process[event] as number;
    const own = execution.lastOf(process, until);
    for (let at = event; at >= 0; at--) {
      if (execution.process[at] !== holder) continue;
      if (!execution.runs.pending(execution.pending[at] as number).acquires.includes(mutex)) continue;
      return own >= 0 && execution.before(at, own) ? -1 : at;
    }
    return -1;
  }

  /** Who waits for a mutex at the end could have taken it first. Where the run was ended for all, that is before it was. */
  #waiting(found: (reversal: Reversal) => void): void {
    const execution = this.#execution;
    const { runs, count } = execution;
    const ending = this.#ending();
    const length = ending < 0 ? execution.length : ending;
    for (let process = 0; process < count; process++) {
      const { waits, locks } = runs.pending(execution.next(length, process));
      if (waits !== "mutex" || execution.isCut(length, process)) continue;
      const taker = this.#taker(locks);
      const at = taker < 0 ? -1 : this.#taking(locks, taker, length, process);
      if (at >= 0) found({ at, kept: this.#kept(at), process });
    }
  }

  /** The last event, if it has ended the run for processes that were not finished, or -1. */
  #ending(): number {
    const execution = this.#execution;
    const at = execution.length - 1;
    for (let process = 0; at >= 0 && process < execution.count; process++)
      if (this.#isStopped(process, at)) return at;
    return -1;
  }

  /** Whether event `at`, of another process, keeps `process` from ever moving. */
  #isStopped(process: number, at: number): boolean {
    const execution = this.#execution;
    return (
      process !== execution.process[at] &&
      execution.next(at, process) !== finished &&
      execution.next(at + 1, process) === finished
    );
  }

  /** Whom the event that ended the run kept from moving could have moved before. */
  #ended(found: (reversal: Reversal) => void): void {
    const execution = this.#execution;
    const at = this.#ending();
    if (at < 0) return;
    for (let process = 0; process < execution.count; process++) {
      if (this.#isStopped(process, at) && execution.canMove(at, process)) found({ at, kept: [], process });
    }
  }

  /** The last event that took `mutex`. */
  #taker(mutex: number): number {
    const { runs, pending, length } = this.#execution;
    for (let event = length - 1; event >= 0; event--)
      if (runs.pending(pending[event] as number).acquires.includes(mutex)) return event;
    return -1;
  }

  /** The events behind event `at` that do not happen after it. */
  #kept(at: number): readonly number[] {
    const execution = this.#execution;
    const kept: number[] = [];
    for (let event = at + 1; event < execution.length; event++)
      if (!execution.before(at, event)) kept.push(event);
    return kept;
  }

  /** Whether any of `processes` does the first of what is kept, or something that nobody could tell from it. */
  beginsWith({ at, kept }: Reversal, processes: (process: number) => boolean): boolean {
    const { process } = this.#execution;
    return kept.some((event) => processes(process[event] as number) && this.#isInitial(event, at));
  }

  /** Whether event `kept`, behind the first `at`, happens after no other but these. */
  #isInitial(kept: number, at: number): boolean {
    const { clocks, counts, count, process, index } = this.#execution;
    const own = process[kept] as number;
    if ((index[kept] as number) !== (counts[at * count + own] as number) + 1) return false;
    for (let p = 0; p < count; p++) {
      if (p !== own && (clocks[kept * count + p] as number) > (counts[at * count + p] as number))
        return false;
    }
    return true;
  }

  /** What the process of the reversal does when that is run; undefined where nobody has signalled to it by then, nor will have. */
  rerun({ at, kept, process }: Reversal): PendingId | undefined {
    const execution = this.#execution;
    const others = kept.map((event) => ({
      process: execution.process[event] as number,
      pending: execution.pending[event] as number,
      outcome: execution.outcome[event] as number,
    }));
    const last = execution.runs.pendingAfter(at, others, process);
    const { outcomes, waits } = execution.runs.pending(last);
    if (outcomes > 0 || waits === "guard") return last;
    if (waits === "signal") return undefined;
    // A mutex is free before it is taken, and what is kept does not take it.
    throw new Error(`a race cannot be turned round: ${execution.runs.names[process]} cannot move (${waits})`);
  }
}
