/** What is claimed to be independent: as `dpor` has it, from the footprints that the tables record. */

import type { Model } from "../../src/model/model.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import type { Scheduled } from "../../src/space/space.js";
import { TableRuns } from "../../src/tables/table-runs.js";

/** Claims about the next steps of processes, state by state. */
export interface Claims {
  /** Goes to the state that the moves lead to; later questions are about that one. */
  go(schedule: readonly Scheduled[]): void;
  /** Whether nobody could tell in which order two processes take their next steps. */
  independent(one: number, other: number): boolean;
}

/** The claims of the tables. */
export class TableClaims implements Claims {
  readonly #runs: TableRuns;

  constructor(model: Model) {
    this.#runs = TableRuns.of(new Interpreter(model));
  }

  go(schedule: readonly Scheduled[]): void {
    const runs = this.#runs;
    const taken = runs.schedule;
    let same = 0;
    while (
      same < taken.length &&
      taken[same]?.process === schedule[same]?.process &&
      taken[same]?.outcome === schedule[same]?.outcome
    )
      same += 1;
    while (runs.length > same) runs.back();
    for (const { process, outcome } of schedule.slice(same)) runs.take(process, outcome);
  }

  independent(one: number, other: number): boolean {
    const runs = this.#runs;
    const [a, b] = [runs.pendingAt(runs.length, one), runs.pendingAt(runs.length, other)];
    return !runs.dependent(a, b);
  }
}
