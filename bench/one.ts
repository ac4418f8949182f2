/** Checks one benchmark model in a process of its own; prints what it took as JSON. */

import { checking } from "../src/check.js";
import { TableSpace } from "../src/tables/table-space.js";
import { benchmarks, large } from "./models/index.js";

const all = [...benchmarks, large];
const benchmark = all[Number(process.argv[2])];
if (benchmark === undefined) throw new Error(`there are benchmarks 0 to ${all.length - 1}`);

let space: TableSpace | undefined;
const started = performance.now();
const search = checking(benchmark.model(), {
  properties: benchmark.properties,
  space: (interpreter) => {
    space = new TableSpace(interpreter);
    return space;
  },
});
for (;;) {
  const { done, value } = search.next();
  if (!done) continue;
  const seconds = (performance.now() - started) / 1000;
  const { states, transitions } = value.grounds;
  const wrong = value.verdicts.find(({ kind }) => kind !== "holds");
  if (wrong !== undefined) throw new Error(`"${wrong.property}" is ${wrong.kind}`);
  // States, and the table that finds them; who a state was reached from is not kept.
  const bytesPerState = (space?.bytes ?? 0) / states;
  process.stdout.write(
    JSON.stringify({ states, transitions, seconds, bytesPerState, views: space?.views ?? 0 }),
  );
  break;
}
