/** What must not change how many traces are explored: the order of the processes, a step that nobody sees, a process on its own. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { built } from "./built-program.js";
import { explored } from "./explored.js";
import type { Ops, Program } from "./program.js";
import { type ProgramClass, randomProgram } from "./random-programs.js";
import { StateGraph } from "./state-graph.js";

/** Classes whose programs mean no process by its number. */
const classes: readonly ProgramClass[] = ["plain", "cas", "locks", "multi"];

/** Reads nothing and writes nothing that anybody else does: t is the process' own. */
const unseen: Ops = [
  {
    op: "multi",
    guard: undefined,
    test: undefined,
    yes: [{ to: "t", value: "t", plus: 0 }],
    no: [],
  },
];

function traces(program: Program, algorithm: "source" | "optimal") {
  const graph = StateGraph.of(built(program), { most: 20_000 });
  const found = graph && explored(graph, algorithm);
  return found && { complete: found.complete.length, blocked: found.blocked.length };
}

describe.each(["source", "optimal"] as const)(
  "by %s-DPOR, as many traces are explored of a program",
  (algorithm) => {
    test.each(classes)("of the class %s", (name) => {
      fc.assert(
        fc.property(randomProgram(name), (program) => {
          const { processes } = program;
          const before = traces(program, algorithm);
          fc.pre(before !== undefined);
          const others: Readonly<Record<string, readonly Ops[]>> = {
            "with its processes the other way round": [...processes].reverse(),
            "with a process more that nobody sees": [...processes, unseen],
            "with a step more at the beginning that nobody sees": processes.map((ops) => [...unseen, ...ops]),
          };
          for (const [how, changed] of Object.entries(others))
            expect(traces({ ...program, processes: changed }, algorithm), how).toEqual(before);
        }),
        { numRuns: 100, seed: 8 },
      );
    });
  },
);
