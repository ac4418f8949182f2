/** Checks by random runs: what they find, what they leave open, and what they say of it. */

import {
  always,
  type CheckOptions,
  check,
  deadlockFree,
  eventually,
  isModelError,
  language,
  type Model,
  model,
  neverStuck,
  type Progress,
  type SamplingOptions,
} from "preempt";
import { describe, expect, test } from "vitest";
import { reportText, searchedText } from "../../src/render/report.js";
import { statisticsText } from "../../src/render/statistics.js";
import { found } from "../search/found.js";
import { grid, groundsOf, set, type View, variables } from "../search/grid.js";
import { skipAndCopy } from "../search/programs.js";

const { step, loop, process, never, reachable, assertion } = language<typeof variables>();

const strategies = ["random-walk", "pct"] as const;

const sampled = (strategy: (typeof strategies)[number], sampling: SamplingOptions = {}): CheckOptions => ({
  strategy,
  sampling: { seed: 1, ...sampling },
});

/** Each of six processes counts to 50: 51^6 states, 17 billion. */
function vast(): Model {
  const names = ["a", "b", "c", "d", "e", "f"] as const;
  const counters = { a: 0, b: 0, c: 0, d: 0, e: 0, f: 0 };
  const words = language<typeof counters>();
  const [last, other] = [50, 25];
  return model({
    name: "vast",
    variables: counters,
    processes: names.map((name) =>
      words.process(name, {
        program: words.loopWhile(
          "more?",
          (k) => k[name] < last,
          words.step("count", (k) => {
            k[name] += 1;
          }),
        ),
      }),
    ),
    properties: [
      words.never("f is half-way when a has begun", (s) => s.f === other && s.a > 0),
      words.never("all are done and a is not", (s) => s.b + s.c + s.d + s.e + s.f === 5 * last && s.a < 0),
    ],
  });
}

describe.each(strategies)("%s", (strategy) => {
  test("finds what breaks, and its least trace; proves nothing of the rest", () => {
    const properties = [
      never("x = 1 and y = 1", (s: View) => s.x === 1 && s.y === 1),
      always("y is small", (s: View) => s.y < 3),
      reachable("y = 1", (s: View) => s.y === 1),
      reachable("y = 3", (s: View) => s.y === 3),
      reachable("x = 3", (s: View) => s.x === 3, { impossible: "nobody sets it" }),
      assertion("P"),
      deadlockFree(),
      neverStuck(),
      eventually("x is 2 at last", (s: View) => s.x === 2),
    ];
    const open = "inconclusive: no violation in 50 random runs; not a proof";
    const whole = "inconclusive: it takes every run to decide this, and these were drawn at random";
    expect(found(grid(properties), sampled(strategy, { runs: 50 }))).toEqual({
      "x = 1 and y = 1": "violated (1, 0, 2) A ~ B",
      "y is small": open,
      "y = 1": "holds (0, 0, 1) B",
      "y = 3": "inconclusive: not reached in 50 random runs; not a proof",
      "x = 3": open,
      P: open,
      "deadlock free": open,
      "never stuck": whole,
      "x is 2 at last": whole,
    });
  });

  test("finds failing steps and deadlocks, and what the initial state shows", () => {
    const waits = step("wait", () => undefined, { enabled: ({ y }) => y === 9 });
    const fails = step("fail", (k) => {
      k.assert("P", k.x !== 1);
    });
    const broken = model({
      name: "broken",
      variables,
      processes: [
        process("A", { program: [set("x", 1), set("x", 2), waits] }),
        process("B", { program: fails }),
      ],
      properties: [assertion("P"), deadlockFree(), never("x is 0", (s) => s.x === 0)],
    });
    expect(found(broken, sampled(strategy))).toEqual({
      P: "violated (1, 0, 2) A ~ B",
      "deadlock free": "violated (0, 0, 3) A A B",
      "x is 0": "violated (0, 0, 0)",
    });
  });

  test("makes a trace cheaper by trying where there is no room to search for the least, and says so", () => {
    const report = check(skipAndCopy(), sampled(strategy, { leastWithin: 0 }));
    const [verdict] = report.verdicts;
    expect(verdict).toMatchObject({
      kind: "violated",
      trace: { least: false, cost: { preemptions: 1, events: 0, steps: 4 } },
    });
    expect(reportText(report)).toMatch(/not\s+proven\s+minimal/);
  });

  test("samples a space that no memory would hold, and cheapens what it finds there", () => {
    const { verdicts, grounds } = check(vast(), { ...sampled(strategy, { runs: 40, leastWithin: 1_000 }) });
    expect(verdicts.map(({ kind }) => kind)).toEqual(["violated", "inconclusive"]);
    expect(grounds).toMatchObject({ exhausted: false, sampling: { seed: 1, runs: 40, cut: 0 } });
    expect(grounds.depth).toBe(6 * 101);
  });

  test("cuts runs at the most steps that they may have, and counts them", () => {
    const endless = model({
      name: "endless",
      variables,
      processes: [process("A", { program: [set("x", 1), loop(step("spin"))] })],
      properties: [never("x is 2", (s) => s.x === 2)],
    });
    const { sampling, transitions, depth } = groundsOf(endless, sampled(strategy, { runs: 7, steps: 9 }));
    expect({ sampling, transitions, depth }).toMatchObject({
      sampling: { runs: 7, cut: 7, steps: 9 },
      transitions: 63,
      depth: 9,
    });
    // A run that has come to its end there was not cut.
    expect(groundsOf(grid([never("no", () => false)]), sampled(strategy, { steps: 4 })).sampling?.cut).toBe(
      0,
    );
  });

  test("draws no more runs than it takes", () => {
    const shown = [reachable("x = 1", (s: View) => s.x === 1), never("y is 1", (s: View) => s.y === 1)];
    expect(groundsOf(grid(shown), sampled(strategy)).sampling?.runs).toBe(1);
  });

  test("is the same again for the same seed, and another for another", () => {
    const late = [never("late", (s: View) => s.x === 1 && s.y === 2)];
    const of = (seed: number): unknown => {
      const { verdicts, grounds } = check(grid(late), sampled(strategy, { seed, leastWithin: 0 }));
      return { verdicts, grounds };
    };
    expect(of(3)).toEqual(of(3));
    const runs = Array.from({ length: 20 }, (_, seed) => groundsOf(grid(late), sampled(strategy, { seed })));
    expect(new Set(runs.map(({ sampling }) => sampling?.runs)).size).toBeGreaterThan(1);
  });

  test("is stopped by whoever has had enough, and says so", () => {
    const stop = ({ runs = 0 }: Progress) => (runs >= 5 ? "enough" : undefined);
    const options = { ...sampled(strategy, { runs: 1_000 }), stop };
    const { verdicts, grounds } = check(vast(), options);
    expect(verdicts[1]).toMatchObject({
      kind: "inconclusive",
      reason: expect.stringMatching(/^enough; no violation in \d+ random runs; not a proof$/),
    });
    expect(grounds.stopped).toBe("enough");
    expect(grounds.sampling?.runs).toBeLessThan(20);
  });

  test("is stopped though its runs have no step", () => {
    const still = model({
      name: "still",
      variables,
      processes: [process("A", { program: step("wait", () => undefined, { enabled: () => false }) })],
      properties: [never("no", () => false)],
    });
    const options = sampled(strategy, { runs: Number.MAX_SAFE_INTEGER });
    const { stopped, transitions } = groundsOf(still, { ...options, stop: () => "enough" });
    expect({ stopped, transitions }).toEqual({ stopped: "enough", transitions: 0 });
  });

  test("tells of a mistake in the model with the schedule that led to it", () => {
    const mistaken = model({
      name: "mistaken",
      variables,
      processes: [
        process("A", {
          program: [
            set("x", 1),
            step("bad", (k) => {
              k.x = Number.NaN;
            }),
          ],
        }),
      ],
      properties: [never("no", () => false)],
    });
    const caught = (): unknown => {
      try {
        return check(mistaken, sampled(strategy));
      } catch (error) {
        return error;
      }
    };
    expect(isModelError(caught())).toBe(true);
    expect(String(caught())).toMatch(/step "bad" of A wrote to "x" NaN[\s\S]*schedule "A"/);
  });
});

test("what was drawn is said: how, from which seed, and what that promises", () => {
  const nothing = [never("no", () => false)];
  expect(searchedText(groundsOf(grid(nothing), sampled("random-walk", { runs: 3, seed: 9 })))).toBe(
    "only 3 random runs, 12 steps, the longest run of 4 (random-walk, seed 9: in each state, every move has the same chance)",
  );
  const grounds = groundsOf(grid(nothing), sampled("pct", { runs: 10, bugDepth: 2 }));
  expect(searchedText(grounds)).toBe(
    "only 10 random runs, 40 steps, the longest run of 4 (pct, seed 1: a bug of depth 2 that shows within 4 steps of 2 processes " +
      "is found by a run with a chance of at least 1/(n·k^(d-1)) = 12.5 %, by 10 of at least 73.69 %)",
  );
  expect(grounds.sampling?.pct).toEqual({
    depth: 2,
    processes: 2,
    steps: 4,
    chance: 1 / 8,
    overall: expect.closeTo(1 - (7 / 8) ** 10, 12),
  });
  expect(statisticsText(grounds, 1)).toMatch(
    /^runs {6}10, of which 0 could have gone on\nsteps {5}40\ndepth {5}4\nviews .*\nmemory {4}no states are kept\n/,
  );
});

test.each<[number, number, string]>([
  [1, 9, "= 50 %, by 9 of at least 99.8 %"],
  [1, 90, "= 50 %, by 90 of at least 99.99 %"],
  [9, 10, "= 7e-6, by 10 of at least 7e-5"],
  [100, 10, "= 1e-60, by 10 of at least 1e-59"],
])("a chance is never said to be more than it is: depth %i, %i runs", (bugDepth, runs, says) => {
  const options = sampled("pct", { bugDepth, runs });
  expect(searchedText(groundsOf(grid([never("no", () => false)]), options))).toContain(says);
});

describe("refuses", () => {
  test.each<[string, CheckOptions, RegExp]>([
    [
      "no runs",
      { strategy: "pct", sampling: { runs: 0 } },
      /sampling\.runs is to be a whole number from 1 to/,
    ],
    ["half a step", { strategy: "pct", sampling: { steps: 0.5 } }, /sampling\.steps .*; it is 0\.5/],
    [
      "a huge seed",
      { strategy: "pct", sampling: { seed: 1e300 } },
      /sampling\.seed .* from 0 to 9007199254740991/,
    ],
    ["sampling of what is not sampled", { sampling: {} }, /sampling is for random-walk and pct.*exhaustive/],
    [
      "a bound on it",
      { strategy: "pct", preemptions: 2 },
      /bounds a bounded search, and the strategy is pct/,
    ],
    ["a strategy that is none", { strategy: "bogus" as "pct" }, /no strategy "bogus"; there is exhaustive/],
    [
      "an option that is none",
      { strategy: "pct", sampling: { walks: 1 } as object },
      /no sampling option "walks"/,
    ],
  ])("%s", (_, options, says) => {
    expect(() => check(grid([never("no", () => false)]), options)).toThrow(says);
  });
});
