/** The matrix of a family as Markdown, for issues, mails and wikis. */

import type { Family } from "../model/family.js";
import { type Checked, cellLegend, checkedValues, matrixOf, type Table } from "./matrix.js";

/** `text` as it stands, whatever signs of Markdown or HTML are in it. */
export function escaped(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll(/[\\`*_[\]<>|&~#]/g, "\\$&");
}

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

function tableLines({ heads, rows, legend }: Table): readonly string[] {
  return [
    line(heads.map(escaped)),
    line(heads.map(() => "---")),
    ...rows.map((row) => line(row.map(escaped))),
    "",
    ...legend.map(({ head, property }) => {
      const text = property.startsWith(`${head} `) ? property.slice(head.length + 1) : property;
      return `- **${escaped(head)}** ${escaped(text)}`;
    }),
  ];
}

/** Writes the matrix of `family`. Lines without a final newline. */
export function matrixMarkdown(family: Family, checked: readonly Checked[]): string {
  const { claims, unreached, reached } = matrixOf(family, checked);
  const values = checkedValues(checked);
  return [
    `## ${escaped(`${family.name}: ${family.title}`)}`,
    "",
    ...(values.length === 0 ? [] : [`Checked at ${values.map(escaped).join(", ")}.`, ""]),
    ...tableLines(claims),
    ...(unreached === undefined ? [] : ["", "Not reached everywhere:", "", ...tableLines(unreached)]),
    ...(reached.length === 0
      ? []
      : ["", "Reached everywhere:", "", ...reached.map((name) => `- "${escaped(name)}"`)]),
  ].join("\n");
}

/** What the cells of `checked` mean. Lines without a final newline. */
export function markdownLegend(checked: readonly Checked[]): string {
  return cellLegend(checked)
    .map(([cell, meaning]) => `- \`${cell}\` ${escaped(meaning)}`)
    .join("\n");
}
