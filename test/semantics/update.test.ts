/** A pointwise update does what reading and assigning does, and tells of nothing. */

import { describe, test } from "vitest";
import { act, asAssigned, become, type Program, type Put } from "./updating.js";

const plus10 = (value: number): number => value + 10;
const half = (value: number): number => Math.trunc(value / 2);
const same = (value: number): number => value;
const seven = (): number => 7;

describe("in one body, an update", () => {
  const x = (put: Put, change: (value: number) => number) => (k: Parameters<Put>[0]) =>
    put(k, k, "x", change);
  become([
    { what: "alone", program: (put) => act(x(put, plus10)), after: ["x", [10, 11, 12, 1, 2]] },
    { what: "by a constant", program: (put) => act(x(put, seven)), after: ["x", [7, 1, 2]] },
    { what: "that changes nothing", program: (put) => act(x(put, same)), after: ["x", [0, 1, 2]] },
    {
      what: "after another",
      program: (put) =>
        act((k) => {
          x(put, plus10)(k);
          x(put, half)(k);
          x(put, plus10)(k);
        }),
      after: ["x", [15, 16, 1, 2]],
    },
    {
      what: "after a read",
      program: (put) =>
        act((k) => {
          k.saw = k.x;
          x(put, plus10)(k);
        }),
      after: ["saw", [0, 1, 2]],
    },
    {
      what: "before a read",
      program: (put) =>
        act((k) => {
          x(put, plus10)(k);
          k.saw = k.x;
        }),
      after: ["saw", [10, 11, 12]],
    },
    {
      what: "between reads",
      program: (put) =>
        act((k) => {
          const before = k.x;
          x(put, plus10)(k);
          k.saw = 100 * before + k.x;
        }),
      after: ["saw", [10, 111, 212]],
    },
    {
      what: "after a write",
      program: (put) =>
        act((k) => {
          k.x = 3;
          x(put, plus10)(k);
        }),
      after: ["x", [13, 1, 2]],
    },
    {
      what: "before a write",
      program: (put) =>
        act((k) => {
          x(put, plus10)(k);
          k.x = 3;
        }),
      after: ["x", [3, 1, 2]],
    },
    {
      what: "after a write of what was read",
      program: (put) =>
        act((k) => {
          k.x = k.y;
          x(put, plus10)(k);
          k.y = k.x;
        }),
      after: ["y", [15]],
    },
    {
      what: "before a write of what it made",
      program: (put) =>
        act((k) => {
          x(put, plus10)(k);
          k.x = k.x + k.y;
          x(put, plus10)(k);
        }),
      after: ["x", [25, 26, 27, 1, 2]],
    },
    {
      what: "by a function that captures what was read",
      program: (put) =>
        act((k) => {
          const { turn } = k;
          x(put, (value) => value + 100 * turn)(k);
        }),
      after: ["x", [0, 101, 2, 1]],
    },
    {
      what: "on one of two ways",
      program: (put) =>
        act((k) => {
          if (k.turn === 1) x(put, plus10)(k);
          else k.saw = k.x;
        }),
    },
    {
      what: "by one of two functions",
      program: (put) => act((k) => x(put, k.turn === 1 ? plus10 : half)(k)),
      after: ["x", [0, 11, 1, 2]],
    },
    {
      what: "of two variables by one function",
      program: (put) =>
        act((k) => {
          x(put, plus10)(k);
          put(k, k, "y", plus10);
          put(k, k.vcpu.deep, "x", plus10);
        }),
      after: ["y", [15]],
    },
  ]);
});

describe("an update beside choices", () => {
  const pick = (put: Put, first: boolean): Program =>
    act((k) => {
      if (first) put(k, k, "x", plus10);
      const chosen = k.choose([1, 2]);
      if (chosen === 1) put(k, k, "x", plus10);
      if (chosen === 2) k.saw = k.x;
      put(k, k, "y", (value) => value * chosen);
    });
  become([
    { what: "is made on each way", program: (put) => pick(put, true), after: ["y", [5, 10]] },
    { what: "is made on one way alone", program: (put) => pick(put, false), after: ["saw", [null, 0, 1, 2]] },
    {
      what: "captures what was chosen",
      program: (put) =>
        act((k) => {
          const by = k.choose([10, 20]);
          put(k, k, "x", (value) => value + by);
        }),
      after: ["x", [10, 11, 12, 20, 21, 22, 1, 2]],
    },
    {
      what: "comes before a failure and an end",
      program: (put) =>
        act((k) => {
          put(k, k, "x", plus10);
          if (k.choose([true, false])) k.fail("P");
          else k.halt("over");
        }),
    },
  ]);
});

describe("an update of", () => {
  const of: Readonly<Record<string, (put: Put) => Program>> = {
    "a nested variable": (put) => act((k) => put(k, k.vcpu.deep, "x", plus10)),
    "an indexed variable": (put) => act((k) => put(k, k.cpu(1), "x", plus10)),
    "an indexed variable at a number that is read": (put) => act((k) => put(k, k.cpu(k.turn), "x", plus10)),
    "a variable here": (put) => act((k) => put(k, k.here, "x", plus10)),
    "a variable of the current task": (put) => act((k) => put(k, k.current, "x", plus10)),
    "a local": (put) => act((k) => put(k, k.my, "x", plus10)),
    "a ghost": (put) => act((k) => put(k, k.ghost, "x", plus10)),
    "a List": (put) => act((k) => put(k, k, "list", (list) => list.push(7).takeLast(2))),
    "a variable that may be null": (put) =>
      act((k) => put(k, k, "who", (who) => (who === null ? "n" : null))),
    "a group that was destructured": (put) =>
      act((k) => {
        const { here, vcpu } = k;
        put(k, here, "x", plus10);
        put(k, vcpu.deep, "x", half);
      }),
    "what another place is, beside it": (put) =>
      act((k) => {
        put(k, k, "turn", (turn) => 1 - turn);
        put(k, k.here, "x", plus10);
      }),
  };
  test.each(Object.keys(of))("%s", (what) => {
    asAssigned((put) => of[what]?.(put) ?? []);
  });
});
