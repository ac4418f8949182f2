/**
 * One model from ten thousand states to a hundred million: how fast it is gone through with one worker and with two, and what a
 * state takes. Fails where a size has other counts than it should, or a process takes 4 GB.
 */

import { writeFileSync } from "node:fs";
import { figuresOf, grown, headOf, lineOf, processor } from "./cases.js";
import { growthPlot } from "./growth-plot.js";

/** What is asked of the whole. */
export interface Growing {
  /** Larger sizes are left out. */
  readonly most?: number | undefined;
  /** How often each size is run; what the table of sizes says, if left out. */
  readonly runs?: number | undefined;
  /** Where to write the plot. */
  readonly svg?: string | undefined;
}

/** Prints the table as it stands in docs/performance.md; writes the plot where that is asked for. */
export function runGrowth({ most = Number.POSITIVE_INFINITY, runs, svg }: Growing): void {
  const asked = grown.filter(({ states }) => states <= most);
  process.stdout.write(`${headOf("tasks and their rounds")}\n`);
  const rows = asked.map((size, number) => {
    const row = figuresOf(size, { table: "growth", number }, runs ?? size.runs);
    process.stdout.write(`${lineOf(row)}\n`);
    return row;
  });
  process.stdout.write(`\n${processor()}\n`);
  if (svg !== undefined) writeFileSync(svg, growthPlot(rows));
}
