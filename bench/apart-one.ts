/** Checks one case of a table in a process of its own, with so many workers; prints what it took as JSON. */

import { type Case, grown } from "./cases.js";
import { measured } from "./measured.js";
import { families } from "./models/families.js";
import { mostKernelBytes } from "./models/growth.js";

const tables: Readonly<Record<string, readonly Case[]>> = { growth: grown, families };
const [table = "", number, workers] = process.argv.slice(2);
const asked = tables[table]?.[Number(number)];
if (asked === undefined) throw new Error(`there is no case ${number} of "${table}"`);
const { model, properties, symmetry } = asked;
const measures = measured(model, {
  properties,
  symmetry,
  workers: Number(workers ?? 1),
  bytes: mostKernelBytes,
});
// In kilobytes of 1,024 bytes, and of the whole process.
const peakBytes = 1024 * process.resourceUsage().maxRSS;
process.stdout.write(JSON.stringify({ ...measures, peakBytes }));
