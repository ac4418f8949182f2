/** Checks one benchmark model in a process of its own; prints what it took as JSON. */

import { checking } from "../src/check.js";
import { benchmarks } from "./models/index.js";

const benchmark = benchmarks[Number(process.argv[2])];
if (benchmark === undefined) throw new Error(`there are benchmarks 0 to ${benchmarks.length - 1}`);

const started = performance.now();
const search = checking(benchmark.model());
for (;;) {
  const { done, value } = search.next();
  if (!done) continue;
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(JSON.stringify({ seconds, ...value.grounds, kinds: value.verdicts.map(({ kind }) => kind) }));
  break;
}
