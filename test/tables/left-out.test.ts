/** Which ghosts are left out of the state, and that what is said is what the reference says with all of them. */

import { List } from "immutable";
import {
  type CheckOptions,
  type Context,
  check,
  indexed,
  language,
  type Model,
  model,
  mutex,
  type Part,
} from "preempt";
import { describe, expect, test } from "vitest";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import { complaint } from "../model/complaint.js";

const variables = {
  x: 0,
  y: 0,
  cpu: indexed(2, { r: 0, ghost: { own: 0 } }),
  vcpu: { ghost: { deep: { d: 0 } } },
  ghost: { g: false, h: false, i: false, n: 0, log: List<number>(), m: mutex() },
};
const locals = { ghost: { mine: 0 } };
type K = Context<typeof variables, typeof locals>;
type Program = Part<K>;
const { step, when, atomic, loop, lock, process, never, assertion, deadlockFree, reachable } = language<
  typeof variables,
  typeof locals
>();

const act = (does: (k: K) => void, label = "act"): Program =>
  step(label, (k) => {
    does(k);
  });

const properties = [
  never("x is 9", (s) => s.x === 9),
  never("h", (s) => s.ghost.h),
  never("g and h", (s) => s.ghost.g && s.ghost.h),
  reachable("x is 1", (s) => s.x === 1),
  assertion("P"),
  assertion("Q"),
  deadlockFree(),
];

const made = (...programs: readonly Program[]): Model =>
  model({
    name: "ghosts",
    variables,
    processes: programs.map((program, i) => process("ABC".charAt(i), { locals, cpu: 0, program })),
    properties,
  });

const said = (of: Model, options: CheckOptions): string => {
  try {
    return JSON.stringify(check(of, { witnesses: true, ...options }).verdicts);
  } catch (error) {
    const message = complaint(() => {
      throw error;
    });
    return message.includes("decide something real") ? "a ghost decides" : message;
  }
};

/** What is left out, after the reference said the same of the model. */
function leftOut(of: Model, ...names: readonly string[]): readonly string[] {
  const options = { properties: names };
  expect(said(of, options)).toBe(said(of, { ...options, space: (i) => new ReferenceSpace(i) }));
  return check(of, options).grounds.leftOut;
}

/** Whether the ghosts are left out that are asked for. */
function out(of: Model, checked: string | readonly string[], ghosts: readonly string[]): readonly boolean[] {
  const found = leftOut(of, ...[checked].flat());
  return ghosts.map((ghost) => found.includes(ghost));
}

const setG = act((k) => {
  k.ghost.g = true;
}, "g");
const setH = act((k) => {
  k.ghost.h = true;
}, "h");
const work = act((k) => {
  k.x = 1;
}, "work");

describe("a ghost is left out", () => {
  test("that nothing reads, and there are fewer states", () => {
    const log = loop(act((k) => k.update(k.ghost, "log", (list) => list.push(1)), "log"));
    const report = check(made(log, work), { properties: ["x is 9"] });
    expect(report.grounds.leftOut).toContain("ghost.log");
    expect([report.grounds.states, report.grounds.exhausted]).toEqual([2, true]);
  });

  test("that only a property reads that is not checked", () => {
    expect(out(made([setG, setH], work), "x is 9", ["ghost.g", "ghost.h"])).toEqual([true, true]);
    expect(out(made([setG, setH], work), "h", ["ghost.g", "ghost.h"])).toEqual([true, false]);
    expect(out(made([setG, setH], work), ["h", "x is 1"], ["ghost.g", "ghost.h"])).toEqual([true, false]);
    expect(out(made([setG, setH], work), "g and h", ["ghost.g", "ghost.h"])).toEqual([false, false]);
  });

  const own = ["A.ghost.mine", "cpu(0).ghost.own", "cpu(1).ghost.own", "vcpu.ghost.deep.d"];
  test("wherever it is", () => {
    const all = act((k) => {
      k.my.ghost.mine = 1;
      k.here.ghost.own = 1;
      k.cpu(1).ghost.own = 1;
      k.update(k.vcpu.ghost.deep, "d", (d) => (d + 1) % 3);
      k.ghost.n = k.choose([1, 2]);
    });
    expect(out(made([all, all], work), "x is 9", own)).toEqual([true, true, true, true]);
    const judged = act((k) => k.assert("P", k.vcpu.ghost.deep.d < 2));
    expect(out(made([all, all, judged], work), "P", own)).toEqual([true, true, true, false]);
  });
});

describe("a ghost is kept", () => {
  const chain = act((k) => {
    k.ghost.h = k.ghost.g;
  }, "h := g");
  test("that another depends on which is kept", () => {
    expect(out(made([setG, chain], work), "h", ["ghost.g", "ghost.h"])).toEqual([false, false]);
  });

  test("that a step looks at, whatever for", () => {
    expect(out(made([setG, chain], work), "x is 9", ["ghost.g", "ghost.h"])).toEqual([false, true]);
    const judge = act((k) => k.assert("P", !k.ghost.g));
    expect(out(made(setG, judge), ["P"], ["ghost.g"])).toEqual([false]);
    expect(out(made(setG, judge), ["Q"], ["ghost.g"])).toEqual([false]);
    const choosing = act((k) => {
      k.ghost.n = k.choose(k.ghost.g ? [1, 2] : [3, 4]);
    });
    expect(out(made(choosing, setG), "x is 9", ["ghost.g", "ghost.n"])).toEqual([false, true]);
    const counting = act((k) => {
      k.ghost.n += 1;
    });
    expect(out(made(counting, work), "x is 9", ["ghost.n", "ghost.log"])).toEqual([false, true]);
  });

  const failing: Readonly<Record<string, readonly Program[]>> = {
    "by failing where it is set": [
      setG,
      act((k) => {
        if (k.ghost.g) k.fail("P");
      }),
    ],
    "by failing together with another": [
      [setG, setH],
      act((k) => {
        if (k.ghost.g && k.ghost.h) k.fail("P");
      }),
    ],
    "by a value that another's value produces": [
      [setG, act((k) => (k.ghost.n = k.ghost.g ? 2 : 1))],
      act((k) => {
        if (k.ghost.n === 2) k.fail("P");
      }),
    ],
    "by failing together with two others": [
      [setG, setH, act((k) => (k.ghost.i = true))],
      act((k) => {
        if (k.ghost.g && k.ghost.h && k.ghost.i) k.fail("P");
      }),
    ],
    "by deciding whether another is counted up": [
      [
        setG,
        ...[1, 2].map((i) => act((k) => k.ghost.g && k.update(k.ghost, "n", (n) => (n + 1) % 3), `up ${i}`)),
      ],
      act((k) => {
        if (k.ghost.n === 2) k.fail("P");
      }),
    ],
    "by deciding whether another is read and counted up": [
      [
        setG,
        ...[1, 2].map((i) =>
          act((k) => {
            if (k.ghost.g) k.ghost.n = (k.ghost.n + 1) % 3;
          }, `up ${i}`),
        ),
      ],
      act((k) => {
        if (k.ghost.n === 2) k.fail("P");
      }),
    ],
    "by deciding whether a real variable is looked at": [
      [setG, work],
      act((k) => {
        if (k.ghost.g && k.x === 1) k.fail("P");
      }),
    ],
    "by failing inside a block": [
      [setG, setH],
      atomic(
        "block",
        act((k) => {
          if (k.ghost.g) k.ghost.i = k.ghost.h;
        }),
        act((k) => {
          if (k.ghost.i) k.fail("P");
        }),
      ),
    ],
  };
  test.each(Object.keys(failing))("%s", (what) => {
    const of = made(...(failing[what] ?? []));
    expect(leftOut(of, "P")).not.toContain("ghost.g");
  });
});

describe("a ghost may still not decide", () => {
  const both = (k: { readonly ghost: { readonly g: boolean; readonly h: boolean } }): boolean =>
    k.ghost.g && k.ghost.h;
  const yes: Readonly<Record<string, Program>> = {
    "what is written": act((k) => (k.x = both(k) ? 1 : 2)),
    "whether something is written": act((k) => {
      if (both(k)) k.x = 1;
    }),
    "by which function something is updated": act((k) => {
      if (both(k)) k.update(k, "y", (y) => y);
      else k.y = 0;
    }),
    "a guard": step("act", undefined, { enabled: both }),
    "a condition": when("both?", both, work),
    "a cost": step("act", undefined, { cost: (k) => (both(k) ? "sleep" : "nothing") }),
    "whether there is a choice": act((k) => {
      k.ghost.n = both(k) ? k.choose([1]) : 1;
    }),
    "how there is a choice": act((k) => {
      k.x = both(k) ? k.choose([0, 1, 2, 3]) : 2 * k.choose([0, 1]) + k.choose([0, 1]);
    }),
    "the end of the run": act((k) => {
      if (both(k)) k.halt("over");
    }),
    "what is overwritten in a block": atomic(
      "block",
      act((k) => (k.x = both(k) ? 1 : 2)),
      act((k) => (k.x = 3)),
    ),
    "what a block does that then blocks": atomic(
      "block",
      act((k) => (k.x = both(k) ? 1 : 2)),
      step("never", undefined, { enabled: (k) => k.y === 7 }),
    ),
    "by a mutex": [lock("lock", (k) => k.ghost.m), work],
  };
  const setY = act((k) => {
    k.y = 1;
  }, "y := 1");
  test.each(Object.keys(yes))("%s", (what) => {
    const of = made(
      yes[what] ?? [],
      [setY, setG, setH],
      what === "by a mutex" ? lock("lock", (k) => k.ghost.m) : work,
    );
    const message = complaint(() => check(of, { properties: ["x is 9"] }));
    expect(message).toContain("decide something real");
    expect(message).toContain("ghost");
  });

  test("and code that throws for what occurs is refused, for what does not it is not", () => {
    const strict = act((k) => {
      if (k.ghost.n === 2) throw new Error("two");
    });
    const to = (n: number): Program => act((k) => (k.ghost.n = n), `n := ${n}`);
    expect(complaint(() => check(made([to(2), to(1)], strict), { properties: ["x is 9"] }))).toContain("two");
    const after = step(
      "after",
      (k) => {
        if (k.ghost.n === 2) throw new Error("two");
      },
      { enabled: (k) => k.x === 1 },
    );
    expect(leftOut(made([to(2), to(1), work], after), "x is 9")).not.toContain("ghost.n");
  });
});
