/**
 * Ghosts that are left out of the state.
 *
 * A ghost that nothing looks at tells states apart for nothing. All are left out at first, and their writes with them. As soon
 * as a checked predicate, or anything in a step, looks at one of them, the search begins again with it. So no code ever sees a
 * ghost that does not have its real value, and what was left out in the end was looked at by nothing. An update looks at
 * nothing: a history that steps only append to by `k.update`, without an end, costs no state.
 */

import { isModelError } from "../model/model-error.js";
import type { Variable } from "../model/variables.js";

/** Thrown where a search cannot do without ghosts that were left out: it must begin again with them. */
export class GhostsNeeded extends Error {
  readonly ghosts: Iterable<Variable>;

  constructor(ghosts: Iterable<Variable>) {
    super("the search needs ghosts that were left out");
    this.ghosts = ghosts;
  }
}

/**
 * Runs `learn`, in which user code finds the variables in `leftOut` at their initial values.
 *
 * @param looked collects those that it looks at
 * @throws GhostsNeeded where it looks at one, or where something goes wrong before it is known what it looks at
 */
export function without<T>(
  leftOut: ReadonlySet<Variable>,
  learn: (looked: (variable: Variable) => void) => T,
): T {
  const needed = new Set<Variable>();
  let learnt: T;
  try {
    learnt = learn((variable) => needed.add(variable));
  } catch (error) {
    if (leftOut.size > 0 && isModelError(error)) throw new GhostsNeeded(leftOut);
    throw error;
  }
  if (needed.size > 0) throw new GhostsNeeded(needed);
  return learnt;
}
