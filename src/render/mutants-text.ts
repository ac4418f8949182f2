/** The mutants of a model for a terminal: by what they stand in, a line each. */

import {
  byHome,
  fateText,
  type MutantTable,
  modelText,
  mutantLegend,
  staleText,
  tallyText,
} from "./mutants.js";
import { plainStyle, type Style } from "./style.js";

/** Draws the table. Lines without a final newline. */
export function mutantsText(
  table: MutantTable,
  { style = plainStyle() }: { readonly style?: Style } = {},
): string {
  const { report, reasons, account } = table;
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map(({ length }) => length));
  const all = report.mutants.map(({ mutant }) => mutant);
  const number = String(all.length).length;
  const what = widest(all.map((mutant) => mutant.what));
  const homes = byHome(report.mutants).flatMap(({ title, rows }) => {
    let last = "";
    const label = widest(rows.map(({ mutant }) => mutant.site.label));
    const lines = rows.map((judged) => {
      const { mutant } = judged;
      const { word, detail, odd } = fateText(judged, reasons);
      const line = mutant.site.label === last ? "" : mutant.site.label;
      last = mutant.site.label;
      const cells = [
        String(mutant.number).padStart(number),
        line.padEnd(label),
        mutant.what.padEnd(what),
        (odd ? word.toUpperCase() : word).padEnd("does not run".length),
        detail,
      ];
      const text = `  ${cells.join("  ")}`.trimEnd();
      return odd ? style.bad(text) : text;
    });
    return ["", style.strong(title), ...lines];
  });
  const longest = widest(mutantLegend.map(([word]) => word));
  return [
    style.strong(modelText(report)),
    tallyText(table),
    ...homes,
    "",
    ...mutantLegend.map(([word, meaning]) => `${word.padEnd(longest)}  ${meaning}`),
    ...staleText(account).map(style.bad),
  ].join("\n");
}
