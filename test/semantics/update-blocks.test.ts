/** Updates of null, in atomic blocks and by several steps; how often what they are made by is asked; see update.test.ts. */

import { language, model } from "preempt";
import { describe, expect, test } from "vitest";
import { tiny } from "../support/sizes.js";
import { agreed, onTables } from "../tables/agreed.js";
import { act, asAssigned, become, beside, type Program, type Put, words } from "./updating.js";

const { step, when, atomic, choose, loop, leave } = words;

const plus10 = (value: number): number => value + 10;
const half = (value: number): number => Math.trunc(value / 2);

describe("null is a value like others", () => {
  const named = (value: string | null): string => (value === null ? "was null" : `was "${value}"`);
  const rows: Readonly<Record<string, readonly [program: Program, who: readonly unknown[]]>> = {
    "written, then read": [
      act((k) => {
        k.who = null;
        k.who = named(k.who);
      }),
      ["was null"],
    ],
    "written, then updated": [
      act((k) => {
        k.who = null;
        k.update(k, "who", named);
      }),
      ["was null"],
    ],
    "made by an update, then updated": [
      act((k) => {
        k.update(k, "who", () => null);
        k.update(k, "who", named);
      }),
      ["was null"],
    ],
    "made by an update, then read": [
      act((k) => {
        k.update(k, "who", () => null);
        k.who = named(k.who);
      }),
      ["was null"],
    ],
    updated: [act((k) => k.update(k, "who", named)), ["was null", 'was "0"', 'was "2"']],
  };
  test.each(Object.keys(rows))("%s", (what) => {
    const [program, who] = rows[what] ?? [[], []];
    const { states } = agreed(beside([program, step("end", undefined, { enabled: () => false })]));
    const named = states.map((state) => state.get("who")).filter((name) => String(name).startsWith("was"));
    expect(new Set(named)).toEqual(new Set(who));
  });
});

describe("in an atomic block, an update", () => {
  const up = (put: Put): Program => act((k) => put(k, k, "x", plus10));
  const halve = (put: Put): Program => act((k) => put(k, k, "x", half));
  const three = act((k) => {
    k.x = 3;
  });
  const see = act((k) => {
    k.saw = k.x;
  });
  const other = act((k) => {
    k.y = 7;
  });
  const pick = act((k) => {
    k.y = k.choose([7, 8]);
  });
  const go = step("go", undefined, { enabled: (k) => k.x % 10 === 1 });
  const early = step("early", undefined, { enabled: (k) => k.turn === 1 });
  const asked = (put: Put): Program => when("1?", (k) => k.x % 10 === 1, up(put), see);
  const orders = <T>(items: readonly T[]): readonly (readonly T[])[] =>
    items.length === 0
      ? [[]]
      : items.flatMap((item, i) => orders(items.filter((_, j) => j !== i)).map((rest) => [item, ...rest]));
  const others = { three, see, other, pick, go, early };
  for (const [name, part] of Object.entries(others)) {
    test(`and another, in every order with ${name}`, () => {
      for (const [i] of orders([0, 1, 2]).entries())
        asAssigned((put) => atomic("block", ...(orders([up(put), halve(put), part])[i] ?? [])));
    });
  }
  become([
    { what: "before a condition", program: (put) => atomic("b", up(put), asked(put)) },
    { what: "after a condition", program: (put) => atomic("b", asked(put), up(put)) },
    {
      what: "between choices",
      program: (put) => atomic("b", choose(up(put), see), halve(put), choose(three, up(put))),
    },
    {
      what: "that goes round until it is read",
      program: (put) =>
        atomic(
          "b",
          loop(
            up(put),
            when("far?", (k) => k.x > 25, leave),
          ),
        ),
      after: ["x", [30, 31, 32, 1, 2]],
    },
    {
      what: "in a block inside, which blocks",
      program: (put) => atomic("b", up(put), atomic("inside", halve(put), go), see),
    },
  ]);
});

describe("by two steps", () => {
  become([
    {
      what: "the same variable is updated by one function",
      program: (put) => [act((k) => put(k, k, "x", plus10)), act((k) => put(k, k, "x", plus10))],
      after: ["x", [20, 21, 22, 11, 12, 1, 2]],
    },
    {
      what: "the same variable is updated by two functions",
      program: (put) => [act((k) => put(k, k, "x", plus10)), act((k) => put(k, k, "x", half))],
    },
  ]);

  test("of two processes, of variables with other domains, by one function", () => {
    const shared = { x: 0, word: "a", flag: false };
    const { process, step, never } = language<typeof shared>();
    const calls = new Map<unknown, number>();
    const twice = <T extends string | number | boolean>(value: T): T => {
      calls.set(value, (calls.get(value) ?? 0) + 1);
      const doubled =
        typeof value === "boolean" ? !value : typeof value === "number" ? value + 1 : `${value}!`;
      return doubled as T;
    };
    const program = [
      step("x", (k) => {
        k.update(k, "x", twice);
      }),
      step("word", (k) => {
        k.update(k, "word", twice);
      }),
      step("flag", (k) => {
        k.update(k, "flag", twice);
      }),
    ];
    const both = model({
      name: "two",
      variables: shared,
      processes: [process("A", { program }), process("B", { program })],
      properties: [never("nothing", () => false)],
    });
    const { states } = agreed(both);
    const ends = states.filter((state) => state.get("x") === 2 && state.get("word") === "a!!");
    expect(new Set(ends.map((state) => state.get("flag")))).toEqual(new Set([false, true]));
  });
});

test("views do not grow with the values, and each value is asked for once", () => {
  const counters = { x: 0, y: 0 };
  const { process, step, never } = language<typeof counters>();
  const made = (values: number, change: (value: number) => number) =>
    model({
      name: "many",
      variables: counters,
      processes: [
        process("A", {
          program: step("act", (k) => {
            k.update(k, "y", change);
          }),
        }),
        process("B", {
          program: Array.from({ length: values }, (_, i) =>
            step(`to ${i}`, (k) => {
              k.y = i;
            }),
          ),
        }),
      ],
      properties: [never("nothing", () => false)],
    });
  const views = (values: number): number => onTables(made(values, plus10)).views;
  expect(views(40) - views(20)).toBe(20);
  const asked = new Map<number, number>();
  const counting = (value: number): number => {
    asked.set(value, (asked.get(value) ?? 0) + 1);
    return value + 1;
  };
  const { states } = onTables(made(40, counting));
  // Each value twice, to see whether it is pure; the first of them for the step itself and again.
  expect([...asked.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, i) => i));
  expect(Math.max(...[...asked].filter(([value]) => value > 0).map(([, n]) => n))).toBeLessThanOrEqual(5);
  expect(new Set(states.map((state) => state.get("y"))).size).toBe(41);
});

test("a result that makes a domain outgrow its bits, late, is kept", () => {
  const counters = { x: 0, y: 0 };
  const { process, step, reachable } = language<typeof counters>();
  const last = 70;
  const late = model({
    name: "late",
    variables: counters,
    processes: [
      process("A", {
        program: step("square", (k) => {
          k.update(k, "x", (x) => (x * x) % 97);
        }),
      }),
      process("B", {
        program: Array.from({ length: last }, (_, i) =>
          step(`to ${i + 1}`, (k) => {
            k.x = i + 1;
          }),
        ),
      }),
    ],
    properties: [reachable("16", (s) => s.x === 16), reachable("a square", (s) => s.x === (69 * 69) % 97)],
  });
  agreed(late, [tiny]);
});

test("a question about another process' place, beside an update, is asked of each place", () => {
  const found = asAssigned(
    (put) =>
      act((k) => {
        put(k, k, "x", plus10);
        if (k.process("B").at("to 2")) put(k, k, "y", plus10);
        k.saw = k.process("B").finished ? 1 : 0;
      }),
    "y",
  );
  expect(found).toEqual(new Set([5, 15]));
});
