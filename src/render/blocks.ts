/** Steps laid out as rows: functions and processes as headings, labels and failures in the lane, writes beside it. */

import type { Change, Trace, TraceAct, TraceStep } from "../trace/trace.js";
import { type Break, breaksOf } from "./breaks.js";
import { hasTasks, type Lanes } from "./places.js";

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
  /** What stands across the lanes before it. */
  readonly before: readonly Break[];
  readonly rows: readonly Row[];
}

/** What is drawn of acts and what is not. */
interface Drawing {
  /** Whether a write stands beside the act. */
  readonly shows: (change: Change) => boolean;
  /** Whether an act of a block is drawn of which nothing would be seen but its label. */
  readonly bare: boolean;
}

/** @param before what the act before it stands in: what both stand in is said once */
function actRows(
  act: TraceAct,
  indent: string,
  { before, shows }: Pick<Drawing, "shows"> & { readonly before: readonly string[] },
): readonly Row[] {
  const entered = act.under.filter((attribute) => !before.includes(attribute));
  const under = entered.length === 0 ? "" : ` [${entered.join(", ")}]`;
  const lane = [
    { text: `${indent}${act.label}${under}`, loud: false },
    ...act.failures.map(({ property, why }) => ({
      text: `${indent}fails: ${property}${why === null ? "" : ` (${why})`}`,
      loud: true,
    })),
  ];
  const changes = act.changes.filter(shows);
  const count = Math.max(lane.length, changes.length);
  return Array.from({ length: count }, (_, i) => {
    return { lane: lane[i]?.text ?? "", changed: changes[i], loud: lane[i]?.loud ?? false };
  });
}

const rowOf = (heading: string): Row => ({ lane: heading, changed: undefined, loud: false });

const spaced = (...words: readonly (string | undefined)[]): string => words.filter(Boolean).join(" ");

/** Who is at work, and in which function; empty where the lane says all there is to say. */
const headingOf = (who: string, act: TraceAct | undefined): string => spaced(who, act?.source?.name);

/** The acts of a block that are drawn: all, or those of which there is more to see than a label of no function. */
function drawnOf(acts: readonly TraceAct[], { shows, bare }: Drawing): readonly TraceAct[] {
  if (bare) return acts;
  const drawn = acts.filter(
    ({ source, failures, changes }) => source !== null || failures.length > 0 || changes.some(shows),
  );
  return drawn.length === 0 ? acts.slice(0, 1) : drawn;
}

/** An atomic block: what makes it one above it, and functions as headings inside. */
function blockRows({ acts, atomic }: TraceStep, who: string, drawing: Drawing): readonly Row[] {
  const because = `[atomic: ${atomic}]`;
  const drawn = drawnOf(acts, drawing);
  const rowsOf = (act: TraceAct, indent: string): readonly Row[] => {
    // A label says what the code does where its condition is true.
    const kept = act.changes.every(({ from, to }) => JSON.stringify(from) === JSON.stringify(to));
    const idle = !drawing.bare && act.failures.length === 0 && kept;
    const told = idle ? { ...act, label: `${act.label} (no change)` } : act;
    return actRows(told, indent, { shows: drawing.shows, before: act.under });
  };
  const headings = new Set(drawn.map((act) => headingOf(who, act)));
  if (headings.size === 1) {
    return [rowOf(spaced(...headings, because)), ...drawn.flatMap((act) => rowsOf(act, " "))];
  }
  let current = "";
  return [
    rowOf(spaced(who, because)),
    ...drawn.flatMap((act) => {
      const heading = headingOf("", act);
      const above = heading !== "" && heading !== current ? [rowOf(heading)] : [];
      current = heading;
      return [...above, ...rowsOf(act, heading === "" ? "" : " ")];
    }),
  ];
}

/** A step of one act: its heading stands above it where the lane was last under another. */
function plainRows(
  { acts }: TraceStep,
  who: string,
  { lastHeading, before, shows }: Pick<Drawing, "shows"> & { lastHeading: string; before: readonly string[] },
): readonly Row[] {
  return acts.flatMap((act) => {
    const heading = headingOf(who, act);
    const above = heading !== "" && heading !== lastHeading ? [rowOf(heading)] : [];
    return [...above, ...actRows(act, heading === "" ? "" : " ", { before, shows })];
  });
}

/** The steps of a trace, each laid out in its lane. */
export function blocksOf(
  trace: Trace,
  lanes: Lanes,
  { marks, arrow }: { readonly marks: ReadonlyMap<number, string>; readonly arrow: string },
): readonly Block[] {
  const headings = new Map<string, string>();
  const under = new Map<string, readonly string[]>();
  const breaks = breaksOf(trace, arrow);
  const hidden = new Set(trace.model.background);
  // With tasks a step writes much that was there already: a machine sets what it finds set.
  const placed = hasTasks(trace);
  const shows = ({ variable, from, to }: Change): boolean =>
    !hidden.has(variable) && !(placed && JSON.stringify(from) === JSON.stringify(to));
  return trace.steps.map((step, i) => {
    const lane = lanes.of(step);
    const who = lanes.who(step);
    const before = breaks[i] ?? [];
    // Behind a break it is not plain any more who is at work, where the lane does not say it.
    const lastHeading = (before.length === 0 || who === "" ? headings.get(lane) : undefined) ?? "";
    const rows =
      step.atomic === null
        ? plainRows(step, who, { lastHeading, before: under.get(step.process) ?? [], shows })
        : blockRows(step, who, { shows, bare: !placed });
    // Inside a block who is at work was said above it, so what comes behind says it again.
    const said = step.atomic === null || who === "";
    headings.set(lane, said ? headingOf(who, step.acts.at(-1)) : "");
    under.set(step.process, step.acts.at(-1)?.under ?? []);
    return { lane, number: `${i + 1}${marks.get(i + 1) ?? " "}`, before, rows };
  });
}
