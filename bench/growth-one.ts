/** Checks one size of the growing model in a process of its own, with so many workers; prints what it took as JSON. */

import { measured } from "./measured.js";
import { ownRegisters } from "./models/fpu.js";
import { modelOf, mostKernelBytes, sizes } from "./models/growth.js";

const [size, workers] = process.argv.slice(2).map(Number);
const asked = sizes[size ?? Number.NaN];
if (asked === undefined) throw new Error(`there are sizes 0 to ${sizes.length - 1}`);
const measures = measured(() => modelOf(asked), {
  properties: [ownRegisters, "deadlock free"],
  workers: workers ?? 1,
  bytes: mostKernelBytes,
});
// In kilobytes of 1,024 bytes, and of the whole process.
const peakBytes = 1024 * process.resourceUsage().maxRSS;
process.stdout.write(JSON.stringify({ ...measures, peakBytes }));
