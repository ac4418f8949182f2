/** The enumeration of runs itself, against what can be counted by hand. */

import fc from "fast-check";
import { language, type Model, model } from "preempt";
import { describe, expect, test } from "vitest";
import { setAndClear, skipAndCopy } from "../search/programs.js";
import { bruteForce, compareRuns, countRuns, type Run, Situations, scheduleOf } from "./brute-force.js";
import { builtModel } from "./built-model.js";
import { modelDescription } from "./random-model.js";

function situationsOf(of: Model, remember = true): Situations {
  const situations = Situations.of(of, { most: 1_000, remember });
  if (situations === undefined) throw new Error("it has more than 1,000 states");
  return situations;
}

function bestOf(of: Model): Readonly<Record<string, unknown>> {
  const { best } = bruteForce(situationsOf(of));
  return Object.fromEntries(
    [...best].map(([name, run]) => [
      name,
      { cost: run.cost, moves: scheduleOf(run).map(({ process, outcome }) => `${process}/${outcome}`) },
    ]),
  );
}

describe("runs", () => {
  test("two processes of two steps have 19, those that could go on among them", () => {
    // Of i steps of one and j of the other there are (i + j)! / i! j!: 1 1 1, 1 2 3, 1 3 6.
    const situations = situationsOf(skipAndCopy());
    expect(countRuns(situations.start)).toBe(19);
    expect(bruteForce(situations)).toMatchObject({ runs: 19, depth: 4 });
  });

  test("the best of them, of the programs that a search by state alone gets wrong", () => {
    expect(bestOf(skipAndCopy())).toEqual({
      "x = 2 and y = 1": { cost: [1, 0, 4], moves: ["1/0", "0/0", "0/0", "1/0"] },
    });
    expect(bestOf(setAndClear())).toEqual({
      "x = 1 and y = 2": { cost: [1, 0, 3], moves: ["1/0", "0/0", "0/0"] },
    });
  });

  test("a state that ends many runs is met by the first of them; a failure belongs to the step", () => {
    const { step, process, reachable, assertion } = language<{ x: number }>();
    const pick = step("pick", (k) => {
      k.x = k.choose([2, 1, 1]);
      k.assert("not one", k.x !== 1);
    });
    const picks = model({
      name: "picks",
      variables: { x: 0 },
      processes: [process("A", { program: pick })],
      properties: [reachable("one", (s) => s.x === 1), assertion("not one")],
    });
    const second = { cost: [0, 0, 1], moves: ["0/1"] };
    expect(bestOf(picks)).toEqual({ one: second, "not one": second });
  });
});

test("of runs of one cost, the one that costs less until its last step comes first, then process and outcome", () => {
  const start: Run = { before: undefined, process: -1, outcome: -1, cost: [0, 0, 0] };
  const cheap: Run = { before: start, process: 1, outcome: 0, cost: [0, 0, 1] };
  const dear: Run = { before: start, process: 0, outcome: 0, cost: [0, 1, 1] };
  const sorted: Run[] = [
    start,
    cheap,
    dear,
    { before: cheap, process: 1, outcome: 0, cost: [0, 1, 2] },
    { before: cheap, process: 1, outcome: 1, cost: [0, 1, 2] },
    { before: dear, process: 0, outcome: 0, cost: [0, 1, 2] },
    { before: dear, process: 0, outcome: 0, cost: [1, 0, 2] },
  ];
  expect(sorted.toReversed().sort(compareRuns)).toEqual(sorted);
});

test("comes to the same where every state is asked about anew, each time that a run is in it", () => {
  fc.assert(
    fc.property(modelDescription("plain"), (description) => {
      const of = builtModel(description);
      const anew = Situations.of(of, { most: 200, remember: false });
      fc.pre(anew !== undefined);
      if (anew === undefined) return;
      const [a, b] = [anew, situationsOf(of)].map((situations) => {
        const { best, runs } = bruteForce(situations);
        return { runs, best: new Map([...best].map(([name, run]) => [name, scheduleOf(run)])) };
      });
      expect(a).toEqual(b);
    }),
    { numRuns: 30, seed: 1 },
  );
});
