/** Steps laid out as rows: functions and processes as headings, labels and failures in the lane, writes beside it. */

import type { Change, Trace, TraceAct, TraceStep } from "../trace/trace.js";
import { type Break, breaksOf } from "./breaks.js";
import type { Lanes } from "./places.js";

/** One line of the table: what stands in the lane, and beside it. */
export interface Row {
  readonly lane: string;
  readonly changed: Change | undefined;
  readonly loud: boolean;
}

/** One step. */
export interface Block {
  /** The title of its lane. */
  readonly lane: string;
  /** Its number with its mark, if it has one. */
  readonly number: string;
  /** What stands across the lanes before it, if anything. */
  readonly before: Break | undefined;
  readonly rows: readonly Row[];
}

/** @param before the act before it in the same step: what both stand in is said once */
function actRows(act: TraceAct, indent: string, before?: TraceAct): readonly Row[] {
  const attributes = act.under.join(", ");
  const under = attributes === "" || attributes === before?.under.join(", ") ? "" : ` [${attributes}]`;
  const lane = [
    { text: `${indent}${act.label}${under}`, loud: false },
    ...act.failures.map(({ property, why }) => ({
      text: `${indent}fails: ${property}${why === null ? "" : ` (${why})`}`,
      loud: true,
    })),
  ];
  const count = Math.max(lane.length, act.changes.length);
  return Array.from({ length: count }, (_, i) => {
    return { lane: lane[i]?.text ?? "", changed: act.changes[i], loud: lane[i]?.loud ?? false };
  });
}

const rowOf = (heading: string): Row => ({ lane: heading, changed: undefined, loud: false });

const spaced = (...words: readonly (string | undefined)[]): string => words.filter(Boolean).join(" ");

/** Who is at work, and in which function; empty where the lane says all there is to say. */
const headingOf = (who: string, act: TraceAct | undefined): string => spaced(who, act?.source?.name);

/**
 * Lays a step out. Its heading stands above it where the lane was last under another, and always above an atomic block,
 * with what makes it one; inside the block functions alone are headings.
 */
function stepRows({ acts, atomic }: TraceStep, who: string, lastHeading: string): readonly Row[] {
  const because = atomic === null ? "" : `[atomic: ${atomic}]`;
  const headings = new Set(acts.map((act) => headingOf(who, act)));
  if (atomic !== null && headings.size === 1) {
    return [rowOf(spaced(...headings, because)), ...acts.flatMap((act, i) => actRows(act, " ", acts[i - 1]))];
  }
  const rows: Row[] = atomic === null ? [] : [rowOf(spaced(who, because))];
  const inside = atomic === null ? who : "";
  let current = atomic === null ? lastHeading : "";
  acts.forEach((act, i) => {
    const heading = headingOf(inside, act);
    if (heading !== "" && heading !== current) rows.push(rowOf(heading));
    current = heading;
    rows.push(...actRows(act, heading === "" ? "" : " ", acts[i - 1]));
  });
  return rows;
}

/** The steps of a trace, each laid out in its lane. */
export function blocksOf(
  trace: Trace,
  lanes: Lanes,
  { marks, arrow }: { readonly marks: ReadonlyMap<number, string>; readonly arrow: string },
): readonly Block[] {
  const headings = new Map<string, string>();
  const breaks = breaksOf(trace, arrow);
  return trace.steps.map((step, i) => {
    const lane = lanes.of(step);
    const who = lanes.who(step);
    const before = breaks[i];
    // Behind a break it is not plain any more who is at work, where the lane does not say it.
    const last = before === undefined || who === "" ? headings.get(lane) : undefined;
    const rows = stepRows(step, who, last ?? "");
    // Inside a block who is at work was said above it, so what comes behind says it again.
    const said = step.atomic === null || who === "";
    headings.set(lane, said ? headingOf(who, step.acts.at(-1)) : "");
    return { lane, number: `${i + 1}${marks.get(i + 1) ?? " "}`, before, rows };
  });
}
