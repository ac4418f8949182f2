/** Checks one benchmark model in a process of its own; prints what it took as JSON. */

import { measured } from "./measured.js";
import { benchmarks, large } from "./models/index.js";

const all = [...benchmarks, large];
const benchmark = all[Number(process.argv[2])];
if (benchmark === undefined) throw new Error(`there are benchmarks 0 to ${all.length - 1}`);
process.stdout.write(JSON.stringify(measured(benchmark.model, benchmark)));
