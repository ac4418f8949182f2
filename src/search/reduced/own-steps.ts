/** What one process does at one of its locations, over all known views in which its guard found the same. */

import type { KnownRead, KnownView } from "../../space/known-views.js";

/** What the steps at a location read and write, whatever the guard of their process says. */
export interface OwnSteps {
  /** Variables whose values they read. */
  readonly reads: ReadonlySet<number>;
  /** Questions that they ask of variables, as variable by question. */
  readonly asks: ReadonlyMap<number, number>;
  /** Variables that they write, their process' location apart. */
  readonly writes: ReadonlySet<number>;
  /** Where they lead. */
  readonly to: ReadonlySet<number>;
  readonly costs: boolean;
  /** What the guard of the process read when it let them be taken. */
  readonly gate: readonly KnownRead[];
}

/** The text that two ways through a guard share exactly when they are the same. */
export function wayKey(reads: readonly KnownRead[]): string {
  return reads.map(({ variable, projection, found }) => `${variable}.${projection}=${found}`).join(" ");
}

/** Where a guard lets its process move in more ways than this, they are taken for one in which it may have found anything. */
const mostWays = 32;

/**
 * The steps in `views`, which are all of one location: for each way through the guard that lets them be taken. What others may do is found
 * out for each way, so that there must not be as many as a variable has values.
 */
export function ownSteps(views: readonly KnownView[]): readonly OwnSteps[] {
  const ways = new Map<string, [KnownView, ...KnownView[]]>();
  for (const view of views) {
    if (!view.open) continue;
    const same = ways.get(wayKey(view.gate));
    if (same === undefined) ways.set(wayKey(view.gate), [view]);
    else same.push(view);
  }
  const [first, ...others] = views.filter(({ open }) => open);
  if (first !== undefined && ways.size > mostWays) return [{ ...summed([first, ...others]), gate: [] }];
  return [...ways.values()].map(summed);
}

function summed(views: readonly [KnownView, ...KnownView[]]): OwnSteps {
  const reads = new Set<number>();
  const asks = new Map<number, number>();
  const writes = new Set<number>();
  const to = new Set<number>();
  let costs = false;
  for (const { own, outcomes } of views) {
    for (const { variable, projection } of own) {
      if (projection < 0) reads.add(variable);
      else asks.set(projection, variable);
    }
    for (const outcome of outcomes) {
      for (const [variable] of outcome.writes) writes.add(variable);
      to.add(outcome.to);
      costs ||= outcome.costs;
    }
  }
  return { reads, asks, writes, to, costs, gate: views[0].gate };
}
