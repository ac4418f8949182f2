/** What a trace costs, and which of two is the lesser. */

/** Compared in this order: preemptions, then other events that nobody was forced to, then steps. */
export interface TraceCost {
  readonly preemptions: number;
  /** Interrupts, migrations, and sleeps of what could have gone on. */
  readonly events: number;
  readonly steps: number;
}

export const free: TraceCost = { preemptions: 0, events: 0, steps: 0 };

/** The cost of a trace of cost `a` and one more step of cost `b`. */
export function plus(a: TraceCost, b: { readonly preemptions: number; readonly events: number }): TraceCost {
  return { preemptions: a.preemptions + b.preemptions, events: a.events + b.events, steps: a.steps + 1 };
}

/** Negative where `a` is the lesser, positive where `b` is, 0 where they are equal. */
export function compareCosts(a: TraceCost, b: TraceCost): number {
  return a.preemptions - b.preemptions || a.events - b.events || a.steps - b.steps;
}
