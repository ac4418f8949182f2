/** Reads beside writes in one body; see becoming.ts. */

import { describe, expect, test } from "vitest";
import { onTables } from "./agreed.js";
import { act, become, xs } from "./becoming.js";
import { type L, type Way, watching } from "./ways.js";

const whose: Way["sets"] = (k, n) => {
  k.who = ["", "one", "two"][n] ?? "";
};

// A moves beside x = 0, 1, 2 and leaves three states, which B's 1 and 2 may meet again: 3 + 5 states, or 3 + 3 where A's move
// left x as it was there.
describe("a compound assignment reads what it changes:", () => {
  become([
    {
      what: "+=",
      program: act((k) => {
        k.x += 10;
      }),
      after: [["x", [10, 11, 12, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "++",
      program: act((k) => {
        k.x++;
      }),
      after: [["x", [1, 2, 3]]],
      counts: [8, 8, 3],
    },
    {
      what: "--",
      program: act((k) => {
        --k.x;
      }),
      after: [["x", [-1, 0, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "||=",
      program: act((k) => {
        k.x ||= 9;
      }),
      after: [["x", [9, 1, 2]]],
      counts: [6, 7, 3],
    },
    {
      what: "&&=",
      program: act((k) => {
        k.x &&= 9;
      }),
      after: [["x", [0, 1, 2, 9]]],
      counts: [8, 8, 3],
    },
    {
      what: "??=",
      program: act((k) => {
        k.who ??= "A";
      }),
      sets: whose,
      after: [["who", ["A", "one", "two"]]],
      counts: [6, 7, 3],
    },
    {
      what: "+= of an indexed variable at an indexed place",
      program: act((k) => {
        k.cpu(k.turn).x += 10;
      }),
      sets: (k, n) => {
        k.cpu(0).x = n;
      },
      after: [["cpu.0.x", [10, 11, 12, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "+= of a group that destructuring took out",
      program: act(({ vcpu }) => {
        vcpu.x += 10;
      }),
      sets: (k, n) => {
        k.vcpu.x = n;
      },
      after: [["vcpu.x", [10, 11, 12, 1, 2]]],
      counts: [8, 8, 3],
    },
  ]);
});

describe("a body that writes what it reads", () => {
  become([
    {
      what: "sees what it has written, which is no read",
      program: act((k) => {
        k.x = 7;
        k.saw = k.x;
      }),
      after: [
        ["saw", [7]],
        ["x", [7, 1, 2]],
      ],
      counts: [8, 8, 3],
    },
    {
      what: "sees what it has written in a group, though it looks at all of it",
      program: act((k) => {
        k.vcpu.x = 7;
        k.saw = { ...k.vcpu }.x;
      }),
      sets: (k, n) => {
        k.vcpu.x = n;
      },
      after: [
        ["saw", [7]],
        ["vcpu.x", [7, 1, 2]],
      ],
      counts: [8, 8, 3],
    },
    {
      what: "sees before it writes what was there",
      program: act((k) => {
        k.saw = k.x;
        k.x = 7;
      }),
      after: [
        ["saw", [0, 1, 2]],
        ["x", [7, 1, 2]],
      ],
      counts: [9, 8, 3],
    },
    {
      what: "sees what was there, writes, and sees what it wrote",
      program: act((k) => {
        const { x } = k;
        k.x = 7;
        k.saw = 10 * x + k.x;
      }),
      after: [["saw", [7, 17, 27]]],
      counts: [9, 8, 3],
    },
    {
      what: "may write on one way only, and then read",
      program: act((k) => {
        if (k.x === 1) k.x = 7;
        k.saw = k.x;
      }),
      after: [
        ["saw", [0, 7, 2]],
        ["x", [0, 1, 2, 7]],
      ],
      counts: [9, 8, 3],
    },
    {
      what: "may write back what it read",
      program: act((k) => {
        const { x } = k;
        k.x = x;
      }),
      after: [["x", [0, 1, 2]]],
      counts: [6, 7, 3],
    },
    {
      what: "may write what is there in some states, without a look",
      program: act((k) => {
        k.x = 1;
      }),
      after: [["x", [1, 2]]],
      counts: [7, 7, 3],
    },
    {
      what: "may write twice",
      program: act((k) => {
        k.x = 7;
        k.x = 0;
      }),
      after: [["x", [0, 1, 2]]],
      counts: [8, 8, 3],
    },
    {
      what: "may exchange two variables",
      program: act((k) => {
        [k.x, k.y] = [k.y, k.x];
      }),
      after: [
        ["y", [0, 1, 2]],
        ["x", [5, 1, 2]],
      ],
      counts: [9, 8, 3],
    },
    {
      what: "finds its own place anew when it has written it",
      program: act((k) => {
        k.turn = 2;
        k.saw = k.here.x;
      }),
      sets: (k, n) => {
        k.cpu(2).x = 10 * n;
      },
      after: [["saw", [2, 10, 20]]],
      counts: [9, 8, 3],
    },
    {
      what: "sees its own local from outside as it has written it",
      program: act((k) => {
        k.my.n = 3 + k.x;
        k.saw = k.process<L>("A").my.n;
      }),
      after: [["saw", [3, 4, 5]]],
      counts: [9, 8, 3],
    },
  ]);

  test("has one view where it reads only what it has written", () => {
    const writing = watching(
      xs,
      act((k) => {
        k.x = 7;
        k.saw = k.x;
      }),
    );
    const constant = watching(
      xs,
      act((k) => {
        k.x = 7;
        k.saw = 7;
      }),
    );
    expect(onTables(writing).views).toBe(onTables(constant).views);
  });
});
