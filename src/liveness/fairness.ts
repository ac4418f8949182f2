/** What a run must do to count: who has to go on, and who must not be passed over for ever. */

import type { Model } from "../model/model.js";
import type { StateId } from "../space/space.js";
import type { Graph } from "./graph.js";

/** What is assumed of the schedules of a model, by process. */
export interface Assumed {
  readonly weak: readonly number[];
  readonly strong: readonly number[];
  /** 1 for a process that does not just stop while nobody else moves: all but an environment that is not declared fair. */
  readonly goesOn: Uint8Array;
}

export function assumedBy({ processes }: Model): Assumed {
  const declared = (wanted: string): readonly number[] =>
    processes.filter(({ fair }) => fair === wanted).map(({ index }) => index);
  return {
    weak: declared("weak"),
    strong: declared("strong"),
    goesOn: Uint8Array.from(processes, ({ environment, fair }) => Number(!environment || fair !== undefined)),
  };
}

/** Whether a run may end in `state`. */
export function mayEnd(graph: Graph, state: StateId, { goesOn }: Assumed): boolean {
  const end = graph.end(state);
  for (let m = graph.first(state); m < end; m++) if (goesOn[graph.mover(m)] === 1) return false;
  return true;
}

/** Who can move in some state of a set, who in each, and who moves inside it. */
export interface Activity {
  /** Whether any move stays inside. */
  readonly moves: boolean;
  readonly taken: Uint8Array;
  readonly sometimes: Uint8Array;
  readonly always: Uint8Array;
}

/** The activity of `states`, which are those that `part` gives the number `set`. */
export function activityIn(
  graph: Graph,
  states: Int32Array,
  { part, set, processes }: { readonly part: Int32Array; readonly set: number; readonly processes: number },
): Activity {
  const taken = new Uint8Array(processes);
  const sometimes = new Uint8Array(processes);
  const always = new Uint8Array(processes).fill(1);
  /** By process: the last state in which it was seen to be able to move. */
  const able = new Int32Array(processes).fill(-1);
  let moves = false;
  for (const state of states) {
    const end = graph.end(state);
    for (let m = graph.first(state); m < end; m++) {
      const p = graph.mover(m);
      able[p] = state;
      sometimes[p] = 1;
      if (part[graph.target(m)] !== set) continue;
      taken[p] = 1;
      moves = true;
    }
    for (let p = 0; p < processes; p++) if (able[p] !== state) always[p] = 0;
  }
  return { moves, taken, sometimes, always };
}
