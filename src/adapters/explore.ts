/** A check that lets the event loop have its turn: for searches that take long. */

import type { CheckOptions, Report } from "../check.js";
import type { Progress } from "../search/judge.js";
import type { Claims, StateOf } from "./asked.js";
import { machineClock, turn } from "./clock.js";
import { judging } from "./judged.js";
import { checkNames, checkValues, type TestOptions, testOptions } from "./options.js";
import type { Checkable } from "./subject.js";

/** As much of an `AbortSignal` as is looked at: where that is declared differs from place to place. */
export interface Aborting {
  readonly aborted: boolean;
  readonly reason?: unknown;
}

/** How to explore. */
export interface ExploreOptions<M = never>
  extends Omit<TestOptions, "inconclusive">,
    Pick<CheckOptions, "witnesses"> {
  /** Names of the model's own properties, or claims that it does not make itself; all of its own, if left out. */
  readonly properties?: Claims<StateOf<M>>;
  /** Ends the search: what is not decided by then is inconclusive. */
  readonly signal?: Aborting;
  /** Told after every batch of states how far the search has come. */
  readonly progress?: (progress: Progress) => unknown;
}

/** Why it was aborted, if somebody said so. */
function reasonOf({ reason }: Aborting): string {
  const said = reason instanceof Error ? reason.message : String(reason);
  return `aborted: ${said}`;
}

/**
 * Explores every interleaving of `model`, as `check` does, and goes on after each batch of states only when the event loop has had its
 * turn. A search that is aborted ends with a report in which what was open is inconclusive.
 *
 * @throws ModelError for a mistake in the model, or in what is asked of it
 * @example expect(await explore(model, { signal })).toHold()
 */
export async function explore<M extends Checkable>(
  model: M,
  options: ExploreOptions<M> = {},
): Promise<Report> {
  const own = ["properties", "witnesses", "signal", "progress"] as const;
  const known = [...own, ...testOptions.filter((name) => name !== "inconclusive")];
  checkNames("option of explore", options, known);
  checkValues(options);
  const { properties, signal, progress, witnesses = false } = options;
  const stop = (): string | undefined => (signal?.aborted ? reasonOf(signal) : undefined);
  const asking = { asked: "explore", clock: machineClock, more: { stop, witnesses } };
  const search = judging(model, properties as Claims | undefined, options, asking);
  for (;;) {
    const { done, value } = search.next();
    if (done) return value.report;
    progress?.(value);
    await turn();
  }
}
