/** The mutants of a model as Markdown, for issues, mails and the documentation. */

import { escaped } from "./matrix-markdown.js";
import { byHome, fateText, type MutantTable, modelText, staleText, tallyText } from "./mutants.js";

const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;

/** Writes the table. Lines without a final newline. */
export function mutantsMarkdown(table: MutantTable): string {
  const { report, reasons, account } = table;
  const rows = byHome(report.mutants).flatMap(({ title, rows }) => {
    let last = "";
    const lines = rows.map((judged) => {
      const { mutant } = judged;
      const { word, detail, odd } = fateText(judged, reasons);
      const label = mutant.site.label === last ? "" : escaped(mutant.site.label);
      last = mutant.site.label;
      const fate = odd ? `**${word}**` : word;
      const said = detail === "" ? fate : `${fate}${word === "killed" ? "" : ":"} ${escaped(detail)}`;
      return line([String(mutant.number), label, escaped(mutant.what), said]);
    });
    return [line(["", `**${escaped(title)}**`, "", ""]), ...lines];
  });
  return [
    `${escaped(modelText(report))}: ${escaped(tallyText(table))}.`,
    "",
    line(["", "line", "changed", "what comes of it"]),
    line(["---", "---", "---", "---"]),
    ...rows,
    ...staleText(account).flatMap((text) => ["", `**${escaped(text)}**`]),
  ].join("\n");
}
