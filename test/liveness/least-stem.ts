/** The cheapest run to where a claim breaks: by putting right what is known of costs until nothing changes. */

import { canMove, type Explicit, type Move } from "./explicit.js";
import type { Ruling } from "./fair-cycles.js";

/** Preemptions, other events, steps. */
export type Cost = readonly [number, number, number];

export const nothing: Cost = [0, 0, 0];

export function compareCosts(a: Cost, b: Cost): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}

/** What a run of cost `cost` to `state`, where `last` moved last, costs with one more move; at first, nobody has. */
export function further(explicit: Explicit, cost: Cost, state: number, last: number, move: Move): Cost {
  const preempts = last >= 0 && last !== move.process && canMove(explicit, state, last);
  const implicit = { preemptions: Number(preempts), events: 0 };
  const { preemptions, events } = explicit.model.declaresCosts ? move.declared : implicit;
  return [cost[0] + preemptions, cost[1] + events, cost[2] + 1];
}

/** What the runs cost least that lead to where the claim breaks; undefined where none does. */
export function leastStem(explicit: Explicit, { obligation, breaks }: Ruling): Cost | undefined {
  const lasts = explicit.model.processes.length + 1;
  const start = Number(obligation.start) * lasts;
  const costs = new Map<number, Cost>([[start, nothing]]);
  const changed = [start];
  for (const node of changed) {
    const cost = costs.get(node) ?? nothing;
    const last = (node % lasts) - 1;
    const state = Math.floor(node / lasts / 2);
    const pending = Math.floor(node / lasts) % 2 === 1;
    for (const move of explicit.moves[state] ?? []) {
      const to = 2 * move.to + Number(obligation.next(pending, move.to));
      const target = to * lasts + move.process + 1;
      const now = further(explicit, cost, state, last, move);
      const before = costs.get(target);
      if (before !== undefined && compareCosts(before, now) <= 0) continue;
      costs.set(target, now);
      changed.push(target);
    }
  }
  const found = [...costs].filter(([node]) => {
    const both = Math.floor(node / lasts);
    return breaks(Math.floor(both / 2), both % 2 === 1);
  });
  return found.map(([, cost]) => cost).sort(compareCosts)[0];
}
