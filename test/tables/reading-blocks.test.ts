/** Reads beside writes and choices in more than one piece of code: atomic blocks, branches, orders. See becoming.ts. */

import { type Context, language, type Model, model } from "preempt";
import { describe, expect, test } from "vitest";
import { agreed, countsOf, onTables } from "./agreed.js";
import { act, become, xs } from "./becoming.js";
import { watching, words } from "./ways.js";

const { step, when, atomic, choose, loop, leave } = words;

describe("an atomic block", () => {
  const set7 = act((k) => {
    k.x = 7;
  });
  const other = act((k) => {
    k.my.n = 7;
  });
  const see = act((k) => {
    k.saw = k.x;
  });
  become([
    {
      what: "sees what an earlier step of it wrote",
      program: atomic("b", set7, see),
      after: [["saw", [7]]],
      counts: [8, 8, 3],
    },
    {
      what: "sees what no earlier step of it wrote",
      program: atomic("b", other, see),
      after: [["saw", [0, 1, 2]]],
      counts: [9, 8, 3],
    },
    {
      what: "sees what was there before it wrote",
      program: atomic("b", see, set7),
      after: [
        ["saw", [0, 1, 2]],
        ["x", [7, 1, 2]],
      ],
      counts: [9, 8, 3],
    },
    {
      what: "sees what was written on one of its ways",
      program: atomic(
        "b",
        when("1?", (k) => k.x === 1, set7),
        see,
      ),
      after: [["saw", [0, 7, 2]]],
      counts: [9, 8, 3],
    },
    // Beside each x A may have written it and seen 7, or seen it: as in the two cases alone, 5 and 6 states.
    {
      what: "sees what was written on one of the branches taken",
      program: atomic("b", choose(set7, other), see),
      after: [["saw", [0, 1, 2, 7]]],
      counts: [3 + 5 + 6, 6 + 2 + 3 + 3, 3],
    },
    {
      what: "waits for what it did not write",
      program: atomic("b", other, step("go", undefined, { enabled: (k) => k.x === 1 })),
      after: [["x", [1, 2]]],
      counts: [5, 4, 3],
    },
    {
      what: "does not wait for what it wrote",
      program: atomic("b", set7, step("go", undefined, { enabled: (k) => k.x === 7 })),
      after: [["x", [7, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "goes round a loop as often as was read",
      program: atomic(
        "b",
        act((k) => {
          k.saw = 0;
        }),
        loop(
          when("enough?", (k) => k.my.n >= k.x, leave),
          act((k) => {
            k.my.n += 1;
            k.saw = 10 * k.my.n;
          }),
        ),
      ),
      after: [["saw", [0, 10, 20]]],
      counts: [9, 8, 3],
    },
  ]);
});

describe("a choice", () => {
  become([
    // By the first option A saw x, by the second 5: 6 states and 3.
    {
      what: "may decide what is read",
      program: act((k) => {
        k.saw = k.choose([true, false]) ? k.x : k.y;
      }),
      after: [["saw", [0, 1, 2, 5]]],
      counts: [3 + 6 + 3, 6 + 2 + 3 + 2, 3],
    },
    {
      what: "may decide it when another way reads nothing that changes",
      program: act((k) => {
        k.saw = k.choose([true, false]) ? k.y : k.x;
      }),
      after: [["saw", [0, 1, 2, 5]]],
      counts: [3 + 6 + 3, 6 + 2 + 3 + 2, 3],
    },
    {
      what: "may come after a read that matters later",
      program: act((k) => {
        const { x } = k;
        k.saw = k.choose([10, 20]) + x;
      }),
      after: [["saw", [10, 11, 12, 20, 21, 22]]],
      counts: [3 + 6 + 6, 6 + 2 + 3 + 3, 3],
    },
  ]);
});

const plus10 = (value: number): number => value + 10;
const half = (value: number): number => Math.trunc(value / 2);

describe("an update", () => {
  const updating = act((k) => {
    k.update(k, "x", plus10);
  });
  const see = act((k) => {
    k.saw = k.x;
  });
  become([
    {
      what: "makes something else of each value",
      program: updating,
      after: [["x", [10, 11, 12, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "may make one thing of two values",
      program: act((k) => {
        k.update(k, "x", half);
      }),
      after: [["x", [0, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "may come after another",
      program: act((k) => {
        k.update(k, "x", plus10);
        k.update(k, "x", plus10);
        k.update(k, "x", half);
      }),
      after: [["x", [10, 11, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "may come after an assignment",
      program: act((k) => {
        k.x = 7;
        k.update(k, "x", plus10);
      }),
      after: [["x", [17, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "may come before an assignment",
      program: act((k) => {
        k.update(k, "x", plus10);
        k.x = 7;
      }),
      after: [["x", [7, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "is seen by the body that made it",
      program: act((k) => {
        k.update(k, "x", plus10);
        k.saw = k.x;
      }),
      after: [["saw", [10, 11, 12]]],
      counts: [9, 8, 3],
    },
    {
      what: "may come after a read",
      program: act((k) => {
        k.saw = k.x;
        k.update(k, "x", plus10);
      }),
      after: [["saw", [0, 1, 2]]],
      counts: [9, 8, 3],
    },
    {
      what: "is seen by a later step of an atomic block",
      program: atomic("b", updating, see),
      after: [["saw", [10, 11, 12]]],
      counts: [9, 8, 3],
    },
    {
      what: "is made twice by two steps of an atomic block",
      program: atomic("b", updating, updating),
      after: [["x", [20, 21, 22, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "is made of what an earlier step of an atomic block wrote",
      program: atomic(
        "b",
        act((k) => {
          k.x = 7;
        }),
        updating,
      ),
      after: [["x", [17, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "is lost where a later step of an atomic block writes",
      program: atomic(
        "b",
        updating,
        act((k) => {
          k.x = 7;
        }),
      ),
      after: [["x", [7, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "may be of a variable at a place that is read",
      program: act((k) => {
        k.update(k.here, "x", plus10);
      }),
      sets: (k, n) => {
        k.turn = n;
      },
      after: [
        ["cpu.0.x", [0, 10]],
        ["cpu.1.x", [1, 11]],
        ["cpu.2.x", [2, 12]],
      ],
      counts: [9, 8, 3],
    },
  ]);

  test("is no read", () => {
    const assigning = act((k) => {
      k.x = 7;
    });
    const views = (program: typeof see): number => onTables(watching(xs, program)).views;
    expect(views(updating)).toBe(views(assigning));
    expect(views(see)).toBe(views(assigning) + 2);
  });
});

describe("what is read next", () => {
  const variables = { x: 0, y: 0, saw: null as number | null };
  const { step, process, never } = language<typeof variables>();
  const counting = (variable: "x" | "y") =>
    [1, 2].map((n) =>
      step(`${variable} := ${n}`, (k) => {
        k[variable] = n;
      }),
    );
  const three = (see: (k: Context<typeof variables>) => number): Model =>
    model({
      name: "three",
      variables,
      processes: [
        process("A", {
          program: step("see", (k) => {
            k.saw = see(k);
          }),
        }),
        process("B", { program: counting("x") }),
        process("C", { program: counting("y") }),
      ],
      properties: [never("nothing", () => false)],
    });

  // B and C have 9 places and 12 moves. A saw x = 0, anywhere since; x = 2, 3 places since; or x = 1 and y, with 6, 4 or 2
  // places since.
  test("may depend on what was read", () => {
    const { report } = agreed(three((k) => (k.x === 1 ? 10 + k.y : k.x)));
    expect(countsOf(report)).toEqual([9 + 9 + 3 + 6 + 4 + 2, 9 + 12 + 12 + 2 + 7 + 4 + 1, 5]);
  });

  // As many places since as are right of x and above y: the product of 1 + 2 + 3 with itself, with 36 moves between them.
  test("may be everything, in an order that depends on it", () => {
    const { report } = agreed(three((k) => (k.x < 2 ? 10 * k.x + k.y : k.y + 10 * k.x)));
    expect(countsOf(report)).toEqual([9 + 36, 9 + 12 + 36, 5]);
  });
});
