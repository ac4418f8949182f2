/** Domains that outgrow their bits in the middle of a search, so that states packed in different ways meet. */

import fc from "fast-check";
import { Map as ImmutableMap, Record as ImmutableRecord, Set as ImmutableSet, List } from "immutable";
import { type Context, indexed, language, type Model, model, type Part, type StateView } from "preempt";
import { describe, expect, test } from "vitest";
import { usualSizes } from "../../src/kernel/sizes.js";
import { agreed, countsOf, onTables, tiny, verdictsOf } from "./agreed.js";

const both = [tiny, usualSizes];

const Point = ImmutableRecord({ x: 0, y: 0 }, "Point");

describe("a variable that outgrows its bits", () => {
  const variables = { x: 0, late: 0, text: "", y: 0 };
  type V = typeof variables;
  const { step, loopWhile, process, never, reachable } = language<V>();
  const counting = (most: number): Part<Context<V>> =>
    loopWhile(
      "more?",
      (k) => k.x < most,
      step("x++", (k) => {
        k.x += 1;
      }),
    );
  const flips = (count: number): Part<Context<V>> =>
    Array.from({ length: count }, (_, n) =>
      step(`y := ${n + 1}`, (k) => {
        k.y = n + 1;
      }),
    );
  const claims = [
    never("ends", (s: StateView<V>) => s.x === 300 && s.y === 3),
    never("beyond", (s: StateView<V>) => s.x > 300),
  ];

  // A asks and counts by turns: 2 × 300 + 2 places, beside 4 of B.
  test("one value at a time, past every power of 2 to 300", () => {
    const processes = [process("A", { program: counting(300) }), process("B", { program: flips(3) })];
    const { report } = agreed(model({ name: "counts", variables, processes, properties: claims }), both);
    expect(countsOf(report)).toEqual([602 * 4, 601 * 4 + 602 * 3, 604]);
    expect(verdictsOf(report)).toEqual({
      ends: "violated (0, 0, 603)",
      beyond: "holds",
    });
  });

  // C waits until x is 40; then it has 500 values for a variable that had one, beside the 41 places and 4 places of the others.
  test("all at once, late, from a single value", () => {
    const jump = step(
      "late := any",
      (k) => {
        k.late = k.choose(Array.from({ length: 500 }, (_, n) => 1 + 7 * n));
      },
      { enabled: (k) => k.x === 40 },
    );
    const steps = Array.from({ length: 40 }, (_, n) =>
      step(`x := ${n + 1}`, (k) => {
        k.x = n + 1;
      }),
    );
    const processes = [steps, flips(3), jump].map((program, i) => process("ABC".charAt(i), { program }));
    const last = never("the last", (s: StateView<V>) => s.late === 3_494 && s.y === 0);
    const { report } = agreed(model({ name: "jumps", variables, processes, properties: [last] }), both);
    expect(countsOf(report)).toEqual([41 * 4 + 500 * 4, 40 * 4 + 41 * 3 + 500 * 4 + 500 * 3, 44]);
    expect(verdictsOf(report)).toEqual({ "the last": "violated (0, 0, 41)" });
  });

  // C writes down where the others are, in one of 150 texts.
  test("by what is computed from others that grow too", () => {
    const product = step("text := x y", (k) => {
      k.text = `${k.x} times ${k.y}`;
    });
    const steps = Array.from({ length: 29 }, (_, n) =>
      step(`x := ${n + 1}`, (k) => {
        k.x = n + 1;
      }),
    );
    const processes = [steps, flips(4), product].map((program, i) => process("ABC".charAt(i), { program }));
    const far = reachable("far", (s: StateView<V>) => s.text === "29 times 4");
    const { report, states } = agreed(
      model({ name: "texts", variables, processes, properties: [far] }),
      both,
    );
    // Beside each (x, y) as many texts as there are places before it: (1 + … + 30) × (1 + … + 5).
    expect(countsOf(report)[0]).toBe(30 * 5 + 465 * 15);
    expect(new Set(states.map((state) => state.get("text"))).size).toBe(1 + 30 * 5);
  });

  test("by collections", () => {
    const held = {
      log: List<number>(),
      seen: ImmutableSet<string>(),
      at: ImmutableMap<string, number>(),
      point: Point(),
    };
    const { step, process, never } = language<typeof held>();
    const does = (label: string, body: (k: Context<typeof held>) => void): Part<Context<typeof held>> =>
      step(label, (k) => {
        body(k);
      });
    const writing = (who: string, number: number): readonly Part<Context<typeof held>>[] => [
      does(`${who} logs`, (k) => {
        k.log = k.log.push(number);
      }),
      does(`${who} is seen`, (k) => {
        k.seen = k.seen.add(who).add("anybody");
      }),
      does(`${who} is at`, (k) => {
        k.at = k.at.set(who, k.log.size);
      }),
      does(`${who} moves the point`, (k) => {
        k.point = k.point.update("x", (x) => x + number).set("y", k.log.first(0));
      }),
      does(`${who} logs again`, (k) => {
        k.log = k.log.push(10 * number);
      }),
    ];
    const processes = ["A", "B", "C"].map((who, i) =>
      process(who, { program: writing(who, i + 1).slice(0, i < 2 ? 5 : 1) }),
    );
    const properties = [
      never("C before A", (s: StateView<typeof held>) => s.log.last() === 10 && s.log.first() === 3),
    ];
    const { report, states } = agreed(
      model({ name: "collections", variables: held, processes, properties }),
      [tiny],
    );
    expect(verdictsOf(report)["C before A"]).toMatch(/^violated/);
    expect(new Set(states.map((state) => String(state.get("log")))).size).toBeGreaterThan(20);
    expect(states.length).toBeGreaterThan(500);
  });
});

describe("a packing", () => {
  const variables = { turn: 0, beside: 0, item: indexed(14, { held: 0 }) };
  type V = typeof variables;
  const { step, process, never } = language<V>();

  /** One variable after another goes through its values, and each says the next one's turn; B counts beside it. */
  function many(most: number): Model {
    const chains = Array.from({ length: 14 * most }, (_, n) =>
      step(`turn ${n + 1}`, (k) => {
        k.item(Math.trunc(n / most)).held = 3 * n + 1;
        k.turn = n + 1;
      }),
    );
    const beside = Array.from({ length: 4 }, (_, n) =>
      step(`beside := ${n + 1}`, (k) => {
        k.beside = 300 * (n + 1);
      }),
    );
    const end = 14 * most;
    return model({
      name: "many",
      variables,
      processes: [process("A", { program: chains }), process("B", { program: beside })],
      properties: [never("the end", (s) => s.turn === end && s.beside === 1_200)],
    });
  }

  // 14 variables, each of as many values as there are steps, and two larger ones take up to four words, where a part of one
  // was enough at first.
  test.each([1, 3, 20])("goes from one word to several, with %i values a variable", (most) => {
    const last = 14 * most;
    const { report } = agreed(many(most), both);
    expect(countsOf(report)).toEqual([5 * (last + 1), 5 * last + 4 * (last + 1), last + 4]);
    expect(verdictsOf(report)).toEqual({ "the end": `violated (0, 0, ${last + 4})` });
  });
});

describe("random assignments of many values", () => {
  const variables = { a: 0, b: 0, c: 0, d: null as number | string | null };
  type V = typeof variables;
  const { step, process, never, reachable } = language<V>();
  const write = fc.record({
    variable: fc.constantFrom("a" as const, "b" as const, "c" as const),
    from: fc.constantFrom("a" as const, "b" as const, "c" as const),
    factor: fc.integer({ min: -3, max: 40 }),
    options: fc.integer({ min: 1, max: 4 }),
    text: fc.boolean(),
  });
  const programs = fc.array(fc.array(write, { minLength: 1, maxLength: 2 }), { minLength: 2, maxLength: 2 });

  test("are packed as they are", () => {
    fc.assert(
      fc.property(programs, (all) => {
        const processes = all.map((writes, i) =>
          process("ABC".charAt(i), {
            program: writes.map(({ variable, from, factor, options, text }, at) =>
              step(`step ${at}`, (k) => {
                k[variable] = k[from] * factor + k.choose(Array.from({ length: options }, (_, n) => n)) + 0;
                k.d = text ? `${k[variable]}` : k[variable];
              }),
            ),
          }),
        );
        const properties = [
          never("large", (s: StateView<V>) => s.a > 50),
          reachable("text", (s: StateView<V>) => typeof s.d === "string" && s.d.length > 2),
        ];
        const random = model({ name: "random", variables, processes, properties });
        agreed(random, [tiny]);
      }),
      { numRuns: 80, seed: 20_240_229 },
    );
  });
});

describe("user code", () => {
  const variables = { x: 0, y: 0 };
  type V = typeof variables;
  const { step, loopWhile, process, never } = language<V>();

  /** A counts x to 5 and adds up `calls` beside; B goes through `places` places. */
  function counted(places: number): {
    readonly calls: number;
    readonly views: number;
    readonly states: number;
  } {
    let calls = 0;
    const counting = loopWhile(
      "more?",
      (k) => {
        calls += 1;
        return k.x < 5;
      },
      step(
        "x++",
        (k) => {
          calls += 1;
          k.x += 1;
        },
        {
          enabled: (k) => {
            calls += 1;
            return k.x < 9;
          },
        },
      ),
    );
    const beside = Array.from({ length: places }, (_, n) =>
      step(`y := ${n + 1}`, (k) => {
        k.y = n + 1;
      }),
    );
    const claim = never("x is 9", (s: StateView<V>) => {
      calls += 1;
      return s.x === 9;
    });
    const { views, states } = onTables(
      model({
        name: "counted",
        variables,
        processes: [process("A", { program: counting }), process("B", { program: beside })],
        properties: [claim],
      }),
    );
    return { calls, views, states: states.length };
  }

  test("runs as often however many states there are", () => {
    const [few, many] = [counted(1), counted(200)];
    expect([few.states, many.states]).toEqual([12 * 2, 12 * 201]);
    expect(many.calls).toBe(few.calls);
    // Every step of B is a view, and a view has two states: whether y was written.
    expect(many.views - few.views).toBe(199);
  });

  test("runs a few times for each view", () => {
    const { calls, views } = counted(1);
    expect(calls).toBeGreaterThanOrEqual(6 + 5 + 5 + 6);
    expect(calls).toBeLessThanOrEqual(3 * views);
  });
});
