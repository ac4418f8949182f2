/** The table of a trace: a column for each lane and one for what changed, breaks across them. */

import { textOf } from "../trace/json-value.js";
import type { Change } from "../trace/trace.js";
import type { Block, Row } from "./blocks.js";
import type { Break } from "./breaks.js";
import { needs, share, wrap } from "./columns.js";
import type { Namer } from "./names.js";
import type { Style } from "./style.js";

const numberWidth = 5;

/** How to draw it. */
export interface TableOptions {
  /** The titles of the lanes, from left to right. */
  readonly titles: readonly string[];
  readonly nameOf: Namer;
  readonly style: Style;
  readonly width: number | undefined;
  /** What stands across the lanes behind the last block. */
  readonly end: readonly Break[];
}

/** A write in as many lines as it needs: on one, or the values below the name. */
function changeLines(
  { variable, from, to }: Change,
  width: number,
  { nameOf, style }: TableOptions,
): readonly string[] {
  const [was, is] = [textOf(from), textOf(to)];
  const name = nameOf(variable);
  const kept = JSON.stringify(from) === JSON.stringify(to);
  const values = kept ? `= ${is}` : `${was} ${style.ascii ? "->" : "→"} ${is}`;
  const whole = `${name} ${values}`;
  return whole.length <= width ? [whole] : [...wrap(name, width, 2), ...wrap(`  ${values}`, width, 2)];
}

/** The width of the whole, and of each column. */
function widthsOf(
  blocks: readonly Block[],
  options: TableOptions,
): { total: number; widths: readonly number[] } {
  const { titles, width } = options;
  const laneNeeds = titles.map((title) => {
    const mine = blocks.filter(({ lane }) => lane === title);
    const rows = mine.flatMap((block) => block.rows.map((row) => row.lane));
    return needs([title, ...rows], { atLeast: 10 });
  });
  const written = blocks.flatMap(({ rows }) => rows.flatMap(({ changed }) => changed ?? []));
  const changes = written.flatMap((change) => changeLines(change, 1000, options));
  const columns = [...laneNeeds, needs(["changed", ...changes], { atLeast: 10 })];
  const gaps = columns.length;
  const least = columns.reduce((sum, column) => sum + Math.min(column.least, 24), numberWidth + gaps);
  const total = width ?? (titles.length <= 2 ? 72 : Math.max(72, least));
  return { total, widths: share(total - numberWidth - gaps, columns, 8) };
}

/** Draws `blocks`: lines as wide as asked for, 72 columns for up to two lanes where nothing is. */
export function tableOf(blocks: readonly Block[], options: TableOptions): readonly string[] {
  const { titles, style } = options;
  const { total, widths } = widthsOf(blocks, options);
  const rule = style.ascii ? "-" : "─";
  const line = (number: string, cells: readonly string[]): string =>
    [number.padStart(numberWidth), ...cells.map((cell, i) => cell.padEnd(widths[i] ?? 0))]
      .join(" ")
      .trimEnd();
  const rulers = [rule.repeat(numberWidth), ...widths.map((w) => rule.repeat(w))].join(" ");
  const across = (text: string, mark: string): string =>
    `${mark.repeat(numberWidth)} ${text} `.padEnd(total, mark);
  const breakLines = ({ text, loud }: Break): readonly string[] =>
    wrap(text, total - numberWidth - 2)
      .map((line) => across(line, loud ? "~" : rule))
      .map(loud ? style.strong : style.faint);
  const cellsOf = (lane: number, row: Row): readonly (readonly string[])[] => {
    const inLane = row.lane === "" ? [""] : wrap(row.lane, widths[lane] ?? 0, 2);
    const beside = row.changed === undefined ? [""] : changeLines(row.changed, widths.at(-1) ?? 0, options);
    return Array.from({ length: Math.max(inLane.length, beside.length) }, (_, i) =>
      widths.map((_width, column) =>
        column === widths.length - 1 ? (beside[i] ?? "") : column === lane ? (inLane[i] ?? "") : "",
      ),
    );
  };
  const body = blocks.flatMap(({ lane, number, before, rows }) => {
    const column = titles.indexOf(lane);
    const cells = rows.flatMap((row) => cellsOf(column, row).map((cell) => ({ cell, loud: row.loud })));
    const emphasised = number.endsWith("!") || number.endsWith("*");
    const lines = cells.map(({ cell, loud }, i) => {
      const text = line(i === 0 ? number : "", cell);
      return loud ? style.bad(text) : i === 0 && emphasised ? style.strong(text) : text;
    });
    return [...before.flatMap(breakLines), ...lines];
  });
  const heads = [...titles, "changed"].map((title, i) => wrap(title, widths[i] ?? 0));
  const head = Array.from({ length: Math.max(...heads.map(({ length }) => length)) }, (_, i) =>
    line(
      "",
      heads.map((title) => title[i] ?? ""),
    ),
  );
  return [...head, rulers, ...body, ...options.end.flatMap(breakLines), rulers];
}
