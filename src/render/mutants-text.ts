/** The mutants of a model for a terminal: by what they stand in, a line each. */

import { byHome, fateText, legendOf, type MutantTable, modelText, staleText, tallyText } from "./mutants.js";
import { plainStyle, type Style } from "./style.js";

/** A row is a line, whatever is in a name. */
const inLine = (text: string): string => text.replaceAll(/\s*[\r\n]\s*/g, " ");

/** Draws the table. Lines without a final newline. */
export function mutantsText(
  table: MutantTable,
  { style = plainStyle() }: { readonly style?: Style } = {},
): string {
  const { report, reasons, account } = table;
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
  const all = report.mutants.map(({ mutant }) => mutant);
  const number = String(all.length).length;
  const what = widest(all.map((mutant) => inLine(mutant.what)));
  const homes = byHome(report.mutants).flatMap(({ title, rows }) => {
    let last = "";
    const label = widest(rows.map(({ mutant }) => inLine(mutant.site.label)));
    const lines = rows.map((judged) => {
      const { mutant } = judged;
      const { word, detail, odd } = fateText(judged, reasons);
      const line = mutant.site.label === last ? "" : inLine(mutant.site.label);
      last = mutant.site.label;
      const cells = [
        String(mutant.number).padStart(number),
        line.padEnd(label),
        inLine(mutant.what).padEnd(what),
        (odd ? word.toUpperCase() : word).padEnd("does not run".length),
        inLine(detail),
      ];
      const text = `  ${cells.join("  ")}`.trimEnd();
      return odd ? style.bad(text) : text;
    });
    return ["", style.strong(inLine(title)), ...lines];
  });
  const legend = legendOf(report);
  const longest = widest(legend.map(([word]) => word));
  return [
    style.strong(inLine(modelText(report))),
    tallyText(table),
    ...homes,
    "",
    ...legend.map(([word, meaning]) => `${word.padEnd(longest)}  ${meaning}`),
    ...staleText(account).map((text) => style.bad(inLine(text))),
  ].join("\n");
}
