/** The matrix of a family for a terminal: columns padded, what is not as expected in red. */

import type { Family } from "../model/family.js";
import { wrap } from "./columns.js";
import { type Checked, cellLegend, checkedValues, matrixOf, type Table, unexpected } from "./matrix.js";
import { plainStyle, type Style } from "./style.js";

function tableLines({ heads, rows, legend }: Table, style: Style): readonly string[] {
  const table = [heads, ...rows];
  const widths = heads.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const lines = table.map((row, i) => {
    const text = row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join("  ")
      .trimEnd();
    const odd = row.some((cell) => cell.endsWith(unexpected));
    return i === 0 ? style.strong(text) : odd ? style.bad(text) : text;
  });
  const names = legend.map(({ head, property }) =>
    property.startsWith(`${head} `) ? `  ${property}` : `  ${head}  ${property}`,
  );
  return [...lines, "", ...names];
}

/** Draws the matrix of `family`: what must hold, then what is not reached by all. Lines without a final newline. */
export function matrixText(
  family: Family,
  checked: readonly Checked[],
  { style = plainStyle() }: { readonly style?: Style } = {},
): string {
  const { claims, unreached, reached } = matrixOf(family, checked);
  const values = checkedValues(checked);
  return [
    style.strong(`${family.name}: ${family.title}`),
    ...(values.length === 0 ? [] : wrap(`checked at ${values.join(", ")}`, 100, 3)),
    "",
    ...tableLines(claims, style),
    ...(unreached === undefined ? [] : ["", "not reached everywhere:", ...tableLines(unreached, style)]),
    ...(reached.length === 0 ? [] : ["", "reached everywhere:", ...reached.map((name) => `  ${name}`)]),
  ].join("\n");
}

/** What the cells of `checked` mean. Lines without a final newline. */
export function matrixLegend(checked: readonly Checked[]): string {
  const legend = cellLegend(checked);
  const longest = Math.max(...legend.map(([cell]) => cell.length));
  return legend.map(([cell, meaning]) => `${cell.padEnd(longest)}  ${meaning}`).join("\n");
}
