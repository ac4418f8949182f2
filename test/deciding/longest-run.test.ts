/** How long runs can be, as far as programs tell. */

import fc from "fast-check";
import { type Context, language, model, type Part } from "preempt";
import { expect, test } from "vitest";
import { longestRun } from "../../src/deciding/longest-run.js";
import { type Situation, Situations } from "../differential/brute-force.js";
import { builtModel } from "../differential/built-model.js";
import { modelDescription } from "../differential/random-model.js";

const { step, when, choose, loop, loopWhile, atomic, process, never } = language<{ x: number }>();
const [a, b, c] = [step("a"), step("b"), step("c")];

test.each<[string, readonly Part<Context<{ x: number }>>[], number]>([
  ["a step", [a], 1],
  ["the steps of all processes", [[a, b], [c], [a, b, c]], 6],
  ["a condition, and the longer branch", [when("x?", ({ x }) => x === 0, [a, b, c], a)], 4],
  ["the longest of several", [choose(a, [b, c], c)], 2],
  ["an atomic block, as one step", [[atomic("all", a, b, c), a]], 2],
  ["a loop, without end", [[a, loop(b)]], Number.POSITIVE_INFINITY],
  ["a loop that may be left", [[loopWhile("x?", ({ x }) => x === 0, a), b]], Number.POSITIVE_INFINITY],
  [
    "a loop in an atomic block, as one step",
    [
      atomic(
        "all",
        loopWhile("x?", ({ x }) => x === 1, a),
        b,
      ),
    ],
    1,
  ],
])("%s", (_, programs, length) => {
  const made = model({
    name: "long",
    variables: { x: 0 },
    processes: programs.map((program, i) => process(`P${i}`, { program })),
    properties: [never("nothing", () => false)],
  });
  expect(longestRun(made)).toBe(length);
});

test("no run of a random model is longer, and some are as long", () => {
  let exact = 0;
  fc.assert(
    fc.property(modelDescription("plain"), (description) => {
      const made = builtModel(description);
      const situations = Situations.of(made, { most: 100 });
      fc.pre(situations !== undefined);
      if (situations === undefined) return;
      const lengths = new Map<Situation, number>();
      const from = (situation: Situation): number => {
        const known = lengths.get(situation);
        if (known !== undefined) return known;
        const length = Math.max(0, ...situation.moves.map(({ to }) => 1 + from(to)));
        lengths.set(situation, length);
        return length;
      };
      expect(from(situations.start)).toBeLessThanOrEqual(longestRun(made));
      exact += Number(from(situations.start) === longestRun(made));
    }),
    { numRuns: 200, seed: 10 },
  );
  expect(exact).toBeGreaterThan(20);
});
