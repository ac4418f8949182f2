/**
 * What the tables take to be independent is: in every state, for every two processes, they say what the oracle says, and the steps
 * that the oracle says are independent do the same in either order.
 */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { classics } from "../../../models/classics/index.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import { TableRuns } from "../../../src/tables/table-runs.js";
import { built } from "./built-program.js";
import { wronglyIndependent } from "./commuting.js";
import { programClasses, randomProgram } from "./random-programs.js";
import { type Position, StateGraph } from "./state-graph.js";

/** The first two processes that the tables and the oracle do not agree about, and how many they do agree about. */
function disagreement(graph: StateGraph): { readonly first: string | undefined; readonly pairs: number } {
  const runs = TableRuns.of(new Interpreter(graph.model));
  const seen = new Set<Position>();
  let pairs = 0;
  const compared = ({ pending, key }: Position): string | undefined => {
    for (const one of pending) {
      for (const other of pending) {
        if (one.process >= other.process) continue;
        const [a, b] = [one, other].map(({ process }) => runs.pendingAt(runs.length, process));
        if (a === undefined || b === undefined) return `no process in ${key}`;
        pairs += 1;
        if (runs.dependent(a, b) !== graph.dependent(one.footprint, other.footprint))
          return `processes ${one.process} and ${other.process} in ${key}`;
      }
    }
    return undefined;
  };
  const visit = (position: Position): string | undefined => {
    if (seen.has(position)) return undefined;
    seen.add(position);
    const odd = compared(position);
    if (odd !== undefined) return odd;
    for (const { process, moves } of position.pending) {
      for (const { outcome, to } of moves) {
        runs.take(process, outcome);
        const further = visit(to);
        runs.back();
        if (further !== undefined) return further;
      }
    }
    return undefined;
  };
  return { first: visit(graph.start), pairs };
}

describe("independence is what it is said to be, in", () => {
  for (const [number, name] of programClasses.entries()) {
    test(`programs of the class ${name}`, () => {
      let pairs = 0;
      const programs = fc.property(randomProgram(name), (program) => {
        const graph = StateGraph.of(built(program), { most: 2_000 });
        if (graph === undefined) return;
        expect(wronglyIndependent(graph)).toBeUndefined();
        const found = disagreement(graph);
        expect(found.first).toBeUndefined();
        pairs += found.pairs;
      });
      fc.assert(programs, { numRuns: 200, seed: 50 + number });
      expect(pairs).toBeGreaterThan(2_000);
    });
  }

  for (const family of classics) {
    test(`the classics of ${family.name}`, () => {
      for (const name of Object.keys(family.variants)) {
        const graph = StateGraph.of(family.instance(name, {}).model, { most: 3_000 });
        if (graph === undefined) continue;
        expect(wronglyIndependent(graph)).toBeUndefined();
        expect(disagreement(graph).first).toBeUndefined();
      }
    });
  }
});
