/** The families of the catalogue at their largest parameters, with one worker and with two. Fails where one has other counts than it should. */

import { figuresOf, headOf, lineOf, processor } from "./cases.js";
import { families } from "./models/families.js";

/** Prints the table as it stands in docs/performance.md. */
export function runFamilies({ runs }: { readonly runs?: number | undefined }): void {
  process.stdout.write(`${headOf("family and parameters")}\n`);
  families.forEach((asked, number) => {
    const row = figuresOf(asked, { table: "families", number }, runs ?? asked.runs);
    process.stdout.write(`${lineOf(row)}\n`);
  });
  process.stdout.write(`\n${processor()}\n`);
}
