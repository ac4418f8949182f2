/** What a search took, for who asks. */

import type { Grounds } from "../check.js";
import { grouped } from "./numbers.js";

/** What a search took: a line each, without a final newline. `seconds` are those of deciding and explaining. */
export function statisticsText(grounds: Grounds, seconds: number): string {
  const { states, transitions, depth, views, bytes, leftOut } = grounds;
  const rows: readonly (readonly [string, string])[] = [
    ["states", grouped(states)],
    ["moves", grouped(transitions)],
    ["depth", grouped(depth)],
    ["views", `${grouped(views)}; user code is run for each of them, and not for each state`],
    ["memory", `${(bytes / states).toFixed(1)} bytes a state, ${grouped(bytes)} in all`],
    ["time", `${seconds.toFixed(2)} s; deciding, explaining and testing for purity`],
  ];
  const ghosts: typeof rows =
    leftOut.length === 0
      ? []
      : [["left out", `${leftOut.join(", ")}: no step and nothing checked looks at them`]];
  return [...rows, ...ghosts].map(([name, value]) => `${name.padEnd(8)}  ${value}`).join("\n");
}
