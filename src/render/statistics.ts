/** What a search took, for who asks. */

import type { ExploredRuns, Grounds } from "../check.js";
import { counted, grouped } from "./numbers.js";

/** A word, and what there is to say of it. */
type Row = readonly [string, string];

/** Of a bounded search, what it expanded where that is more than the states. */
function nodesRow({ bound, states }: Grounds): readonly Row[] {
  if (bound === undefined || bound.nodes === states) return [];
  return [["nodes", `${grouped(bound.nodes)}; a state once for each process that moved last`]];
}

/** Of dynamic partial order reduction: what it explored, and what it took. */
function exploredRows({ transitions, depth }: Grounds, explored: ExploredRuns): readonly Row[] {
  const { complete, blocked, cut, asleep, abandoned, reversed, looking } = explored;
  return [
    ["traces", `${grouped(complete)} complete, ${grouped(blocked)} blocked, ${grouped(cut)} cut`],
    ["in vain", `${counted(asleep, "run")} explored already, ${grouped(abandoned)} given up`],
    ["races", `${grouped(reversed)} turned round`],
    ["looking", `${counted(looking, "run")} more, to see what claims look at`],
    ["steps", grouped(transitions)],
    ["depth", grouped(depth)],
  ];
}

/** How much there is of what was searched. */
function sizeRows(grounds: Grounds): readonly Row[] {
  const { states, frontier = 0, transitions, depth, sampling, explored } = grounds;
  if (explored !== undefined) return exploredRows(grounds, explored);
  if (sampling !== undefined) {
    return [
      ["runs", `${grouped(sampling.runs)}, of which ${grouped(sampling.cut)} could have gone on`],
      ["steps", grouped(transitions)],
      ["depth", grouped(depth)],
    ];
  }
  return [
    ["states", `${grouped(states)}${frontier === 0 ? "" : `, and ${grouped(frontier)} more come upon`}`],
    ...nodesRow(grounds),
    ["moves", grouped(transitions)],
    ["depth", grouped(depth)],
  ];
}

/** What states take; single runs keep none. */
function memoryText({ bytes, states, sampling, explored }: Grounds): string {
  if (sampling !== undefined || explored !== undefined) return "no states are kept";
  return `${(bytes / states).toFixed(1)} bytes a state, ${grouped(bytes)} in all`;
}

/** What a search took: a line each, without a final newline. `seconds` are those of deciding and explaining. */
export function statisticsText(grounds: Grounds, seconds: number): string {
  const { views, leftOut } = grounds;
  const rows: readonly Row[] = [
    ...sizeRows(grounds),
    ["views", `${grouped(views)}; user code is run for each of them, and not for each state`],
    ["memory", memoryText(grounds)],
    ["time", `${seconds.toFixed(2)} s; deciding, explaining and testing for purity`],
  ];
  const ghosts: readonly Row[] =
    leftOut.length === 0
      ? []
      : [["left out", `${leftOut.join(", ")}: no step and nothing checked looks at them`]];
  return [...rows, ...ghosts].map(([name, value]) => `${name.padEnd(8)}  ${value}`).join("\n");
}
