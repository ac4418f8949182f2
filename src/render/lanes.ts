/** A trace in lanes: a column for each process that moves, its writes beside it, switches as breaks across. */

import type { Source } from "../model/code.js";
import { textOf } from "../trace/json-value.js";
import { type Change, schedule, type Trace, type TraceAct, type TraceStep } from "../trace/trace.js";
import { needs, share, wrap } from "./columns.js";
import { plainStyle, type Style } from "./style.js";

/** What there is to say beside the trace itself. */
export interface LanesOptions {
  readonly style?: Style;
  /** Characters in a line. */
  readonly width?: number | undefined;
  /** The command that replays the trace. */
  readonly replay?: string | undefined;
  /** What was searched, in a line: `all 13 states, any number of preemptions`. */
  readonly searched?: string | undefined;
}

/** One line of the table: what stands in the lane, and beside it. */
interface Row {
  readonly lane: string;
  readonly changed: Change | undefined;
  readonly loud: boolean;
}

interface Block {
  readonly process: string;
  readonly number: string;
  /** What stands across the lanes before the step, if anything. */
  readonly before: { readonly text: string; readonly loud: boolean } | undefined;
  readonly rows: readonly Row[];
}

const numberWidth = 5;

type Namer = (variable: string) => string;

/**
 * The names of variables as lanes show them: that one is a ghost is for `show` to say, unless a real one is called the
 * same.
 */
function namerOf({ initial }: Trace): Namer {
  const names = new Set(initial.map(({ variable }) => variable));
  return (variable) => {
    const short = variable.replace(/\bghost\./g, "");
    return names.has(short) ? variable : short;
  };
}

/** A write in as many lines as it needs: on one, or the values below the name. */
function changeLines(
  { variable, from, to }: Change,
  width: number,
  arrow: string,
  nameOf: Namer,
): readonly string[] {
  const [was, is] = [textOf(from), textOf(to)];
  const name = nameOf(variable);
  const kept = JSON.stringify(from) === JSON.stringify(to);
  const values = kept ? `= ${is}` : `${was} ${arrow} ${is}`;
  const whole = `${name} ${values}`;
  return whole.length <= width ? [whole] : [...wrap(name, width, 2), ...wrap(`  ${values}`, width, 2)];
}

function placeText({ file, commit }: Source): string | undefined {
  return file === undefined && commit === undefined ? undefined : [file, commit].filter(Boolean).join(" @ ");
}

function switchText(step: TraceStep, last: string | undefined, arrow: string): Block["before"] {
  const kinds = step.cost.kinds.join(", ");
  const costs =
    kinds === "" ? "" : kinds === "preemption" && step.switch === "preempted" ? "preempted: " : `${kinds}: `;
  const from = last === undefined || step.switch === "none" ? "" : `${last} ${arrow} ${step.process}`;
  if (costs !== "") return { text: `${costs}${from || step.process}`, loud: true };
  switch (step.switch) {
    case "none":
      return undefined;
    case "preempted":
      return { text: from, loud: false };
    case "blocked":
      return { text: `${last ?? "nobody"} waits, ${step.process} runs`, loud: false };
    case "finished":
      return { text: `${last ?? "nobody"} is done, ${step.process} runs`, loud: false };
  }
}

function actRows(act: TraceAct, indent: string): readonly Row[] {
  const under = act.under.length === 0 ? "" : ` [${act.under.join(", ")}]`;
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

const heading = (lane: string): Row => ({ lane, changed: undefined, loud: false });

/**
 * Lays a step out. The name of its function stands above it where the lane was last in another, and always above an
 * atomic block, with what makes it one.
 */
function stepRows({ acts, atomic }: TraceStep, inFunction: string | undefined): readonly Row[] {
  const names = [...new Set(acts.map(({ source }) => source?.name))];
  const [only] = names;
  const because = atomic === null ? "" : `[atomic: ${atomic}]`;
  if (atomic !== null && names.length === 1) {
    return [
      heading(only === undefined ? because : `${only} ${because}`),
      ...acts.flatMap((act) => actRows(act, " ")),
    ];
  }
  const rows: Row[] = atomic === null ? [] : [heading(because)];
  let current = atomic === null ? inFunction : undefined;
  for (const act of acts) {
    const name = act.source?.name;
    if (name !== undefined && name !== current) rows.push(heading(name));
    current = name;
    rows.push(...actRows(act, name === undefined ? "" : " "));
  }
  return rows;
}

function blocksOf(trace: Trace, marks: ReadonlyMap<number, string>, arrow: string): readonly Block[] {
  const inFunction = new Map<string, string | undefined>();
  return trace.steps.map((step, i) => {
    const rows = stepRows(step, inFunction.get(step.process));
    inFunction.set(step.process, step.acts.at(-1)?.source?.name);
    const before = switchText(step, trace.steps[i - 1]?.process, arrow);
    return { process: step.process, number: `${i + 1}${marks.get(i + 1) ?? " "}`, before, rows };
  });
}

function tableOf(
  trace: Trace,
  blocks: readonly Block[],
  style: Style,
  width: number | undefined,
): readonly string[] {
  const movers = new Set(trace.steps.map(({ process }) => process));
  const lanes = trace.model.processes.filter((name) => movers.has(name));
  const laneNeeds = lanes.map((lane) => {
    const mine = blocks
      .filter(({ process }) => process === lane)
      .flatMap(({ rows }) => rows.map((row) => row.lane));
    return needs([lane, ...mine], { atLeast: 10 });
  });
  const arrow = style.ascii ? "->" : "→";
  const nameOf = namerOf(trace);
  const written = blocks.flatMap(({ rows }) => rows.flatMap(({ changed }) => changed ?? []));
  const changes = written.flatMap((change) => changeLines(change, 1000, arrow, nameOf));
  const columns = [...laneNeeds, needs(["changed", ...changes], { atLeast: 10 })];
  const gaps = columns.length;
  const least = columns.reduce((sum, column) => sum + Math.min(column.least, 24), numberWidth + gaps);
  const total = width ?? (lanes.length <= 2 ? 72 : Math.max(72, least));
  const widths = share(total - numberWidth - gaps, columns, 8);
  const rule = style.ascii ? "-" : "─";
  const line = (number: string, cells: readonly string[]): string =>
    [number.padStart(numberWidth), ...cells.map((cell, i) => cell.padEnd(widths[i] ?? 0))]
      .join(" ")
      .trimEnd();
  const rulers = [rule.repeat(numberWidth), ...widths.map((w) => rule.repeat(w))].join(" ");
  const across = (text: string, mark: string): string =>
    `${mark.repeat(numberWidth)} ${text} `.padEnd(total, mark);
  const cellsOf = (lane: number, row: Row): readonly (readonly string[])[] => {
    const inLane = row.lane === "" ? [""] : wrap(row.lane, widths[lane] ?? 0, 2);
    const beside =
      row.changed === undefined ? [""] : changeLines(row.changed, widths.at(-1) ?? 0, arrow, nameOf);
    return Array.from({ length: Math.max(inLane.length, beside.length) }, (_, i) =>
      widths.map((_width, column) =>
        column === widths.length - 1 ? (beside[i] ?? "") : column === lane ? (inLane[i] ?? "") : "",
      ),
    );
  };
  const body = blocks.flatMap(({ process, number, before, rows }) => {
    const lane = lanes.indexOf(process);
    const cells = rows.flatMap((row) => cellsOf(lane, row).map((cell) => ({ cell, loud: row.loud })));
    const emphasised = number.endsWith("!") || number.endsWith("*");
    const lines = cells.map(({ cell, loud }, i) => {
      const text = line(i === 0 ? number : "", cell);
      return loud ? style.bad(text) : i === 0 && emphasised ? style.strong(text) : text;
    });
    if (before === undefined) return lines;
    const mark = before.loud ? "~" : rule;
    const broken = wrap(before.text, total - numberWidth - 2).map((text) => across(text, mark));
    return [...broken.map(before.loud ? style.strong : style.faint), ...lines];
  });
  const titles = [...lanes, "changed"].map((title, i) => wrap(title, widths[i] ?? 0));
  const head = Array.from({ length: Math.max(...titles.map(({ length }) => length)) }, (_, i) =>
    line(
      "",
      titles.map((title) => title[i] ?? ""),
    ),
  );
  return [...head, rulers, ...body, rulers];
}

/** `2 preemptions, 1 other event, 5 steps`. */
export function costText({ preemptions, events, steps }: Trace["cost"]): string {
  const count = (n: number, one: string, many: string): string => `${n} ${n === 1 ? one : many}`;
  return [
    count(preemptions, "preemption", "preemptions"),
    count(events, "other event", "other events"),
    count(steps, "step", "steps"),
  ].join(", ");
}

function costLine({ least, cost, switches, shows }: Trace): string {
  const how = switches === 1 ? "1 switch" : `${switches} switches`;
  const what = `${shows === "violation" ? "trace" : shows}: ${costText(cost)} (${how})`;
  if (shows === "run") return what;
  return `${what}; ${least ? "no cheaper run shows it" : "not shown to be the least"}`;
}

/** What the marked steps did. */
function explained(trace: Trace): readonly string[] {
  const { seen, damage, property, shows, steps } = trace;
  if (shows === "run") return [];
  if (seen === 0)
    return [`"${property.name}" is ${shows === "violation" ? "broken" : "met"} in the initial state`];
  const where = `${seen}!`;
  const verb = shows === "witness" ? "meets" : property.kind === "assertion" ? "fails" : "breaks";
  const subject =
    property.kind === "deadlockFree" ? "after it nothing can move" : `${verb} "${property.name}"`;
  const lines = [`${where} ${subject}`];
  if (damage !== null && shows === "violation") {
    const what = damage.variables.map(namerOf(trace)).join(", ");
    const who = steps[damage.step - 1]?.process ?? "";
    lines.push(
      damage.step === seen
        ? `   it wrote ${what}, which that looks at`
        : `${damage.step}* ${who} last wrote ${what}, which ${seen}! looks at`,
    );
  }
  return lines;
}

/** Which functions the steps stand in, by file and commit. */
function sources(trace: Trace): readonly string[] {
  const places = new Map<string, Map<string, number[]>>();
  trace.steps.forEach(({ acts }, i) => {
    for (const { source } of acts) {
      const place = source === null ? undefined : placeText(source);
      if (source === null || place === undefined) continue;
      const functions = places.get(place) ?? new Map<string, number[]>();
      const steps = functions.get(source.name) ?? [];
      if (!steps.includes(i + 1)) steps.push(i + 1);
      places.set(place, functions.set(source.name, steps));
    }
  });
  return [...places].flatMap(([place, functions]) => [
    `at ${place}`,
    ...[...functions].map(
      ([name, steps]) => `   ${name}: ${steps.length === 1 ? "step" : "steps"} ${steps.join(", ")}`,
    ),
  ]);
}

function waitingLines(trace: Trace): readonly string[] {
  const nameOf = namerOf(trace);
  return trace.waiting.map(({ process, steps, reads }) => {
    const because = reads.map(({ variable, value }) => `${nameOf(variable)} = ${textOf(value)}`).join(", ");
    const at = steps.map((label) => `"${label}"`).join(" or ");
    return `   ${process} waits at ${at}${because === "" ? "" : `: ${because}`}`;
  });
}

function assumptionLines({ model }: Trace): readonly string[] {
  const parameters = Object.entries(model.parameters).map(([name, value]) => `${name}=${value}`);
  return [
    ...(parameters.length === 0 ? [] : [`parameters: ${parameters.join(", ")}`]),
    ...(model.assumptions.length === 0 ? [] : [`assumed: ${model.assumptions.join("; ")}`]),
  ];
}

/**
 * Draws the run that `traces` share: one trace, or those of several properties that the same run breaks.
 *
 * @returns lines without a final newline; 72 columns for up to two lanes, unless a width is given
 */
export function lanes(traces: readonly [Trace, ...Trace[]], options: LanesOptions = {}): string {
  const [trace] = traces;
  const { style = plainStyle(), width, replay, searched } = options;
  const arrow = style.ascii ? "->" : "→";
  const marks = new Map<number, string>();
  for (const { damage, shows } of traces)
    if (damage !== null && shows === "violation") marks.set(damage.step, "*");
  for (const { seen, shows } of traces) if (shows !== "run") marks.set(seen, "!");
  const total = width ?? 72;
  const folded = (text: string): readonly string[] => wrap(text, total, 3);
  const headings = { violation: style.bad, witness: style.good, run: style.strong };
  const words = { violation: "VIOLATED", witness: "REACHED", run: "RUN" };
  const titles = traces.map(({ property, shows }) =>
    wrap(property.name, total - words[shows].length - 2)
      .map((line, i) => `${i === 0 ? words[shows] : " ".repeat(words[shows].length)}  ${line}`)
      .map(headings[shows]),
  );
  const blocks = blocksOf(trace, marks, arrow);
  const table = blocks.length === 0 ? [] : ["", ...tableOf(trace, blocks, style, width)];
  const still = trace.halted === null ? [] : folded(`halted: ${trace.halted}`);
  const notes = [...new Set(traces.flatMap(explained))];
  return [
    ...folded(trace.model.name).map(style.strong),
    ...titles.flat(),
    ...folded(costLine(trace)),
    ...table,
    "",
    ...notes.flatMap(folded),
    ...waitingLines(trace).flatMap(folded),
    ...still,
    ...sources(trace).flatMap(folded),
    ...(searched === undefined ? [] : folded(`searched: ${searched}`)),
    ...assumptionLines(trace).flatMap(folded),
    // A command is pasted as it stands: it is not folded.
    ...(replay === undefined ? [] : [`replay: ${replay} "${schedule(trace)}"`]),
  ].join("\n");
}
