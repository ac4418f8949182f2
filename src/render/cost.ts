/** What a trace costs: in words, in letters, and as data. */

import type { Trace } from "../trace/trace.js";
import { counted } from "./numbers.js";

type Costly = Pick<Trace, "cost" | "steps" | "cycle">;

/** Which events there were, beside preemptions. */
export type EventCounts = Readonly<Record<"interrupt" | "migration" | "sleep", number>>;

/** How many steps go on for ever at the end of a trace. */
export function roundOf({ steps, cycle }: Pick<Trace, "steps" | "cycle">): number {
  return cycle === null ? 0 : steps.length - cycle.from;
}

/** How often each kind of event happens in a trace, up to its cycle. */
export function eventsIn({ steps, cycle }: Pick<Trace, "steps" | "cycle">): EventCounts {
  const kinds = steps.slice(0, cycle?.from).flatMap(({ cost }) => cost.kinds);
  const count = (kind: string): number => kinds.filter((each) => each === kind).length;
  return { interrupt: count("interrupt"), migration: count("migration"), sleep: count("sleep") };
}

/** What there is of each kind, or undefined where nothing happens or not all of it is known by kind. */
function told(trace: Costly): readonly (readonly [kind: keyof EventCounts, count: number])[] | undefined {
  const { interrupt, migration, sleep } = eventsIn(trace);
  const kinds = [
    ["interrupt", interrupt],
    ["migration", migration],
    ["sleep", sleep],
  ] as const;
  const { events } = trace.cost;
  if (events === 0 || interrupt + migration + sleep !== events) return undefined;
  return kinds.filter(([, count]) => count > 0);
}

/** `2 preemptions, 1 interrupt, 5 steps`; where no event happens, `0 other events`. Of a lasso, its stem. */
export function costText(trace: Costly): string {
  const { preemptions, events, steps } = trace.cost;
  const kinds = told(trace)?.map(([kind, count]) => counted(count, kind));
  return [
    counted(preemptions, "preemption"),
    ...(kinds ?? [counted(events, "other event")]),
    counted(steps, "step"),
  ].join(", ");
}

/** What the letters of {@link costLetters} mean. */
export const costLegend =
  "violated; the least trace has so many preemptions (p), interrupts (i), migrations (m), sleeps (z), steps (s)";

/** What the letters mean that stand behind those, of a lasso. */
export const cycleLegend = "behind the letters: that many steps then go on for ever";

/** `2p 1i 21s`: what there is none of is left out, but for `0p` before steps alone. Of a lasso `2p 1i 21s (4s)`. */
export function costLetters(trace: Costly): string {
  const { preemptions, steps } = trace.cost;
  const { interrupt, migration, sleep } = eventsIn(trace);
  const counts = [
    [preemptions, "p"],
    [interrupt, "i"],
    [migration, "m"],
    [sleep, "z"],
  ] as const;
  const some = counts.filter(([count]) => count > 0).map(([count, letter]) => `${count}${letter}`);
  const round = roundOf(trace);
  return [...(some.length === 0 ? ["0p"] : some), `${steps}s`, ...(round === 0 ? [] : [`(${round}s)`])].join(
    " ",
  );
}
