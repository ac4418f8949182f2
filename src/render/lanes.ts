/** A trace in lanes: a column for each process or task that moves, its writes beside it, switches as breaks across. */

import { schedule, type Trace } from "../trace/trace.js";
import { blocksOf } from "./blocks.js";
import { endOf } from "./breaks.js";
import { wrap } from "./columns.js";
import { costText, roundOf } from "./cost.js";
import { namerOf } from "./names.js";
import { assumptionLines, cycleLines, explained, sources, waitingLines } from "./notes.js";
import { counted } from "./numbers.js";
import { hasTasks, lanesOf } from "./places.js";
import { plainStyle, type Style } from "./style.js";
import { tableOf } from "./table.js";

/** What there is to say beside the trace itself. */
export interface LanesOptions {
  readonly style?: Style;
  /** Characters in a line. */
  readonly width?: number | undefined;
  /** The command that replays the trace, without the schedule; or what is said of how to, with it. */
  readonly replay?: string | ((schedule: string) => string) | undefined;
  /** What was searched, in a line: `all 13 states, any number of preemptions`. */
  readonly searched?: string | undefined;
}

function costLine(trace: Trace): string {
  const { least, switches, shows, cycle } = trace;
  const how = hasTasks(trace)
    ? counted(switches, "context switch", "context switches")
    : counted(switches, "switch", "switches");
  if (cycle !== null && shows !== "run") {
    const sure = least ? "no cheaper run ends where that need never come" : "not proven minimal";
    const round = counted(roundOf(trace), "step");
    return `stem: ${costText(trace)} (${how}); ${sure}; cycle: ${round}, not claimed to be the shortest`;
  }
  const what = `${shows === "violation" ? "trace" : shows}: ${costText(trace)} (${how})`;
  if (shows === "run") return what;
  return `${what}; ${least ? "no cheaper run shows it" : "not proven minimal"}`;
}

/** The steps to be marked: where something shows, and what did the damage. */
function marksOf(traces: readonly Trace[]): ReadonlyMap<number, string> {
  const marks = new Map<number, string>();
  for (const { damage, shows } of traces)
    if (damage !== null && shows === "violation") marks.set(damage.step, "*");
  for (const { seen, shows } of traces) if (shows !== "run") marks.set(seen, "!");
  return marks;
}

function replayText(replay: NonNullable<LanesOptions["replay"]>, schedule: string): string {
  return typeof replay === "function" ? replay(schedule) : `${replay} "${schedule}"`;
}

/**
 * Draws the run that `traces` share: one trace, or those of several properties that the same run breaks.
 *
 * @returns lines without a final newline; 72 columns for up to two lanes, unless a width is given
 */
export function lanes(traces: readonly [Trace, ...Trace[]], options: LanesOptions = {}): string {
  const [trace] = traces;
  const { style = plainStyle(), width, replay, searched } = options;
  const total = width ?? 72;
  const folded = (text: string): readonly string[] => wrap(text, total, 3);
  const headings = { violation: style.bad, witness: style.good, run: style.strong };
  const words = { violation: "VIOLATED", witness: "REACHED", run: "RUN" };
  const claims = traces.map(({ property, shows }) =>
    wrap(property.name, total - words[shows].length - 2)
      .map((line, i) => `${i === 0 ? words[shows] : " ".repeat(words[shows].length)}  ${line}`)
      .map(headings[shows]),
  );
  const nameOf = namerOf(trace);
  const drawn = lanesOf(trace);
  const blocks = blocksOf(trace, drawn, { marks: marksOf(traces), arrow: style.ascii ? "->" : "→" });
  const table =
    blocks.length === 0
      ? []
      : ["", ...tableOf(blocks, { titles: drawn.titles, nameOf, style, width, end: endOf(trace) })];
  const still = trace.halted === null ? [] : folded(`halted: ${trace.halted}`);
  const notes = [...new Set(traces.flatMap((each) => explained(each, nameOf)))];
  return [
    ...folded(trace.model.name).map(style.strong),
    ...claims.flat(),
    ...folded(costLine({ ...trace, least: traces.every(({ least }) => least) })),
    ...table,
    "",
    ...notes.flatMap(folded),
    ...cycleLines(trace).flatMap(folded),
    ...[...new Set(traces.flatMap((each) => waitingLines(each, nameOf)))].flatMap(folded),
    ...still,
    ...sources(trace).flatMap(folded),
    ...(searched === undefined ? [] : folded(`searched: ${searched}`)),
    ...assumptionLines(trace.model, traces).flatMap(folded),
    // A command is pasted as it stands: it is not folded.
    ...(replay === undefined ? [] : [`replay: ${replayText(replay, schedule(trace))}`]),
  ].join("\n");
}
