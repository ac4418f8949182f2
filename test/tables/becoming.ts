/** Tables of what becomes of variables when A acts before, between and after the two moves of B; see ways.ts. */

import type { Context } from "preempt";
import { expect, test } from "vitest";
import { agreed, type Counts, countsOf } from "./agreed.js";
import { type L, type Program, type V, type Way, watching, words } from "./ways.js";

/** B gives x its values. */
export const xs: Way["sets"] = (k, n) => {
  k.x = n;
};

/** The step of A that does `does`. */
export const act = (does: (k: Context<V, L>) => void): Program =>
  words.step("act", (k) => {
    does(k);
  });

/** A line of such a table. */
export interface Row {
  readonly what: string;
  /** What A does. */
  readonly program: Program;
  /** What B does; it gives x its values if left out. */
  readonly sets?: Way["sets"];
  /** Every value that a variable has in some state in which A has moved. */
  readonly after: readonly (readonly [variable: string, values: readonly unknown[]])[];
  readonly counts: Counts;
}

/** Tests every line of a table. */
export function become(rows: readonly Row[]): void {
  for (const { what, program, sets = xs, after, counts } of rows) {
    test(what, () => {
      const acting = watching(sets, program);
      const end = acting.processes[0]?.program.locations.findIndex(({ steps }) => steps.length === 0);
      const { report, states } = agreed(acting);
      expect(countsOf(report)).toEqual(counts);
      const moved = states.filter((state) => state.getIn(["process", "A", "at"]) === end);
      for (const [variable, values] of after) {
        expect(new Set(moved.map((state) => state.getIn(variable.split("."))))).toEqual(new Set(values));
      }
    });
  }
}
