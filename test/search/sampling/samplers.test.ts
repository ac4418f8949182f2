/** What the samplers draw, on models whose runs can be counted by hand. */

import { type Context, language, type Model, model, type Part } from "preempt";
import { describe, expect, test } from "vitest";
import { chanceOfRun, chanceOfRuns, Pct } from "../../../src/search/sampling/pct.js";
import { Random } from "../../../src/search/sampling/random.js";
import { RandomWalk } from "../../../src/search/sampling/random-walk.js";
import { rewind } from "../../../src/search/sampling/sample.js";
import type { Sampler } from "../../../src/search/sampling/sampler.js";
import { Interpreter } from "../../../src/semantics/interpreter.js";
import { scheduleText } from "../../../src/space/space.js";
import { TableRuns } from "../../../src/tables/table-runs.js";

const variables = { x: 0, y: 0 };
const { step, process, never } = language<typeof variables>();

function of(...programs: readonly Part<Context<typeof variables>>[]): Model {
  const names = ["A", "B", "C"];
  return model({
    name: "drawn",
    variables,
    processes: programs.map((program, i) => process(names[i] ?? "", { program })),
    properties: [never("nothing", () => false)],
  });
}

/** How often each run is drawn. */
function drawn(model: Model, sampler: Sampler, runs: number): ReadonlyMap<string, number> {
  const run = TableRuns.of(new Interpreter(model));
  const counts = new Map<string, number>();
  for (let i = 0; i < runs; i++) {
    rewind(run);
    sampler.begin();
    for (let move = sampler.next(run); move !== undefined; move = sampler.next(run))
      run.take(move.process, move.outcome);
    const text = scheduleText(run.names, run.schedule);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

const pick = step("pick", (k) => {
  k.x = k.choose([1, 2, 3]);
});
const two = [step("one"), step("two")];

describe("a random walk", () => {
  test("takes every move of a state as often as any other: outcomes, not processes", () => {
    const counts = drawn(of(pick, step("y")), new RandomWalk(Random.seeded(7)), 8_000);
    // First one of A, A/1, A/2, B: a quarter each. Behind B one of three: a twelfth each.
    const quarter = ["A B", "A/1 B", "A/2 B"];
    const twelfth = ["B A", "B A/1", "B A/2"];
    expect([...counts.keys()].sort()).toEqual([...quarter, ...twelfth].sort());
    const surprise = [...counts].reduce((sum, [run, count]) => {
      const expected = quarter.includes(run) ? 2_000 : 8_000 / 12;
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    // 5 degrees of freedom: 20.5 once in a thousand.
    expect(surprise).toBeLessThan(20.5);
  });

  test("ends where nobody can move", () => {
    const waits = step("wait", () => undefined, { enabled: ({ x }) => x === 9 });
    expect([...drawn(of(two, waits), new RandomWalk(Random.seeded(1)), 10).keys()]).toEqual(["A A"]);
  });
});

describe("pct", () => {
  test("of depth 1 lets each process go on for as long as it can: n! orders, as often each", () => {
    const sampler = new Pct(Random.seeded(1), { depth: 1, steps: 6 });
    const counts = drawn(of(two, two, two), sampler, 6_000);
    expect([...counts.keys()].sort()).toEqual([
      "A A B B C C",
      "A A C C B B",
      "B B A A C C",
      "B B C C A A",
      "C C A A B B",
      "C C B B A A",
    ]);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(4 * Math.sqrt(1_000));
  });

  test("of depth 2 preempts once at most; of depth 3 twice", () => {
    const switches = (run: string): number => {
      const moves = run.split(" ");
      return moves.filter((move, i) => i > 0 && move !== moves[i - 1]).length;
    };
    const three = [step("1"), step("2"), step("3")];
    const most = (depth: number): number => {
      const sampler = new Pct(Random.seeded(depth), { depth, steps: 6 });
      return Math.max(...[...drawn(of(three, three), sampler, 4_000).keys()].map(switches));
    };
    // To go over to the other where one is done is no preemption, and makes one switch more.
    expect([most(1), most(2), most(3)]).toEqual([1, 2, 3]);
  });

  test("draws the outcomes of a step as often each", () => {
    const counts = drawn(of(pick), new Pct(Random.seeded(5), { depth: 2, steps: 1 }), 3_000);
    expect([...counts.keys()].sort()).toEqual(["A", "A/1", "A/2"]);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(4 * Math.sqrt(1_000));
  });

  /** The runs of `model` that show the bug, as a share of many. */
  function share(model: Model, depth: number, steps: number, shows: RegExp): number {
    const runs = 6_000;
    const sampler = new Pct(Random.seeded(depth * 100 + steps), { depth, steps });
    const counts = drawn(model, sampler, runs);
    const hits = [...counts].filter(([run]) => shows.test(run)).reduce((sum, [, count]) => sum + count, 0);
    return hits / runs;
  }

  test.each([
    // A first, and B done before A goes on: two orders.
    { what: "depth 2, in 4 steps", programs: [two, two], depth: 2, steps: 4, shows: /^A B B A$/ },
    {
      what: "depth 2, of three",
      programs: [two, two, two],
      depth: 2,
      steps: 6,
      shows: /^(C )*A (C )*B (C )*B (C )*A/,
    },
    { what: "depth 3, in 4 steps", programs: [two, two], depth: 3, steps: 4, shows: /^A B A B$/ },
    { what: "depth 1, of three", programs: [two, two, two], depth: 1, steps: 6, shows: /^[^A]*C/ },
  ])("shows a bug of $what at least as often as it promises", ({ programs, depth, steps, shows }) => {
    const promised = chanceOfRun({ depth, steps }, programs.length);
    expect(share(of(...programs), depth, steps, shows)).toBeGreaterThanOrEqual(promised);
  });
});

test.each([
  [{ depth: 1, steps: 9 }, 3, 1 / 3],
  [{ depth: 2, steps: 10 }, 2, 1 / 20],
  [{ depth: 3, steps: 100 }, 4, 1 / 40_000],
])("of %o and %i processes, a run's chance is 1/(n k^(d-1))", (options, processes, chance) => {
  expect(chanceOfRun(options, processes)).toBeCloseTo(chance, 12);
});

test("of many runs the chance is 1 - (1 - p)^r, for a small p too", () => {
  expect(chanceOfRuns(0.5, 3)).toBeCloseTo(0.875, 12);
  expect(chanceOfRuns(1, 1)).toBe(1);
  expect(chanceOfRuns(1, 0)).toBe(0);
  expect(chanceOfRuns(1e-18, 1_000) / 1e-15).toBeCloseTo(1, 9);
});
