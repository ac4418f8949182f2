/** Explores one of the programs of traces.ts in a process of its own; prints what it took as JSON. */

import { classics } from "../models/classics/index.js";
import { Dpor } from "../src/search/dpor/dpor.js";
import { Interpreter } from "../src/semantics/interpreter.js";
import { TableRuns } from "../src/tables/table-runs.js";
import { programs } from "./traces-programs.js";

const program = programs[Number(process.argv[2])];
const family = classics.find(({ name }) => name === program?.family);
if (program === undefined || family === undefined)
  throw new Error(`there are programs 0 to ${programs.length - 1}`);
const { model } = family.instance(program.variant, { n: String(program.n) });
const started = performance.now();
const dpor = new Dpor(TableRuns.of(new Interpreter(model)), { algorithm: "optimal" });
for (const _ of dpor.explore());
const seconds = (performance.now() - started) / 1000;
process.stdout.write(JSON.stringify({ ...dpor.counts.endings, steps: dpor.counts.steps, seconds }));
