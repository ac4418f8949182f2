/**
 * Where a run can stay for ever and be fair: components in which each weakly fair process moves or cannot always move,
 * and each strongly fair one moves or can never move.
 *
 * A run that never ends stays, from some time on, in one component, and can visit all of it again and again. So a component
 * that is weakly fair as a whole holds a fair run. Strong fairness asks for more: where a process can move and no move of its
 * stays inside, a fair run avoids the states in which it can, and what is left is looked at again (Emerson and Lei's
 * fair components, as Streett automata are decided).
 */

import { Components } from "./components.js";
import { type Assumed, activityIn } from "./fairness.js";
import type { Graph } from "./graph.js";

/** By state: the number of its fair component, or 0 where it is in none. */
export function fairComponents(
  graph: Graph,
  states: Int32Array,
  { weak, strong, goesOn }: Assumed,
): Int32Array {
  const part = new Int32Array(graph.size);
  const components = new Components(graph, part);
  let last = 1;
  const waiting = [states];
  for (const state of states) part[state] = last;
  for (let whole = waiting.pop(); whole !== undefined; whole = waiting.pop()) {
    for (const found of components.of(whole)) {
      last += 1;
      const set = last;
      for (const state of found) part[state] = set;
      const { moves, taken, sometimes, always } = activityIn(graph, found, {
        part,
        set,
        processes: goesOn.length,
      });
      const passedOver = weak.some((p) => always[p] === 1 && taken[p] === 0);
      const denied = strong.filter((p) => sometimes[p] === 1 && taken[p] === 0);
      if (!moves || passedOver) for (const state of found) part[state] = 0;
      else if (denied.length > 0) waiting.push(avoiding(denied, { graph, part, states: found }));
    }
  }
  return part;
}

/** Those of `states` in which none of `processes` can move; the others are taken out of their part. */
function avoiding(
  processes: readonly number[],
  { graph, part, states }: { readonly graph: Graph; readonly part: Int32Array; readonly states: Int32Array },
): Int32Array {
  return states.filter((state) => {
    if (!processes.some((process) => graph.canMove(state, process))) return true;
    part[state] = 0;
    return false;
  });
}
