/** A ghost may decide ghosts and failures, and nothing real. */

import { type Context, check, indexed, language, model, mutex, type Part } from "preempt";
import { describe, expect, test } from "vitest";
import { complaint } from "../model/complaint.js";

const variables = {
  x: 0,
  y: false,
  z: 0,
  on: false,
  m: mutex(),
  cpu: indexed(2, { r: 0, ghost: { owner: 0 } }),
  ghost: { g: false, other: 0, deep: { h: false } },
};
const locals = { n: 0, ghost: { mine: false } };
type V = typeof variables;
type L = typeof locals;
type K = Context<V, L>;

const { step, when, loopWhile, choose, atomic, lock } = language<V, L>();
const { process, never, assertion } = language<V, L>();

/** Every value of the ghosts and of x, y, z and on that `program` might tell apart is tried before it runs. */
function observing(program: Part<K>): ReturnType<typeof check> {
  const anything = step("anything", (k) => {
    k.y = k.choose([false, true]);
    k.on = k.choose([false, true]);
    k.ghost.g = k.choose([false, true]);
    k.ghost.deep.h = k.ghost.g;
    k.my.ghost.mine = k.ghost.g;
    k.cpu(0).ghost.owner = k.ghost.g ? 1 : 0;
    k.ghost.other = k.ghost.g ? 1 : 0;
  });
  return check(
    model({
      name: "bad",
      variables,
      processes: [process("A", { locals, cpu: 0, program: [anything, program] })],
      properties: [never("never", () => false), assertion("WARN_ON")],
    }),
  );
}

const body = (does: (k: K) => void): Part<K> =>
  step("work", (k) => {
    does(k);
  });

describe("a ghost may not decide", () => {
  const work = 'step "work" of A';
  const rows: readonly {
    readonly what: string;
    readonly program: Part<K>;
    readonly says: readonly string[];
  }[] = [
    {
      what: "a value",
      program: body((k) => {
        k.x = k.ghost.g ? 1 : 2;
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "whether something is written",
      program: body((k) => {
        if (k.ghost.g) k.x = 1;
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "which variable is written",
      program: body((k) => {
        if (k.ghost.g) k.x = 1;
        else k.z = 1;
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "a local",
      program: body((k) => {
        k.my.n = k.ghost.other;
      }),
      says: [work, "ghost.other"],
    },
    {
      what: "a value, though it is nested",
      program: body((k) => {
        if (k.ghost.deep.h) k.x = 1;
      }),
      says: [work, "ghost.deep.h"],
    },
    {
      what: "a value, though it is local",
      program: body((k) => {
        if (k.my.ghost.mine) k.x = 1;
      }),
      says: [work, "A.ghost.mine"],
    },
    {
      what: "a value, though it is a cpu's",
      program: body(({ here }) => {
        here.r = here.ghost.owner;
      }),
      says: [work, "cpu(0).ghost.owner"],
    },
    {
      what: "which of the indexed is written",
      program: body((k) => {
        k.cpu(k.ghost.other).r = 1;
      }),
      says: [work, "ghost.other"],
    },
    {
      what: "a value, in some states of what is real",
      program: body((k) => {
        if (k.on && k.ghost.g) k.x = 1;
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "a value, by way of what it reads",
      program: body((k) => {
        k.x = k.ghost.g ? Number(k.on) : Number(k.y);
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "a guard",
      program: step("work", undefined, { enabled: (k) => k.ghost.g }),
      says: ["the guard of", work, "ghost.g"],
    },
    {
      what: "a guard, together with what is real",
      program: step("work", undefined, { enabled: (k) => k.ghost.g && k.y }),
      says: ["the guard of", work, "ghost.g"],
    },
    {
      what: "a condition",
      program: when("g?", (k) => k.ghost.g, step("work")),
      says: ['condition "g?" of A', "ghost.g"],
    },
    {
      what: "how often a loop goes round",
      program: loopWhile(
        "g?",
        (k) => k.ghost.g,
        body((k) => {
          k.ghost.g = false;
        }),
      ),
      says: ['condition "g?" of A', "ghost.g"],
    },
    {
      what: "a condition in an atomic block",
      program: atomic(
        "xchg",
        step("begin"),
        when("g?", (k) => k.ghost.g, step("work")),
      ),
      says: ['condition "g?" of A', "ghost.g"],
    },
    {
      what: "a cost",
      program: step("work", undefined, { cost: (k) => (k.ghost.g ? "preemption" : "nothing") }),
      says: ["the cost of", work, "ghost.g"],
    },
    {
      what: "how many choices there are",
      program: body((k) => {
        k.ghost.other = k.choose(k.ghost.g ? [1] : [1, 2]);
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "whether there is a choice",
      program: body((k) => {
        if (k.ghost.g) k.ghost.other = k.choose([1, 2]);
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "what is chosen from",
      program: body((k) => {
        k.x = k.choose(k.ghost.g ? [1, 2] : [2, 1]);
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "the end of the run",
      program: body((k) => {
        if (k.ghost.g) k.halt("panic");
      }),
      says: [work, "ghost.g"],
    },
    {
      what: "which mutex is taken",
      program: lock("work", (k) => (k.ghost.g ? k.m : (undefined as never))),
      says: [work],
    },
  ];
  for (const { what, program, says } of rows) {
    test(what, () => {
      const message = complaint(() => observing(program));
      for (const part of [...says, "in model"]) expect(message).toContain(part);
    });
  }

  test("and the message says what a ghost is for", () => {
    const message = complaint(() =>
      observing(
        body((k) => {
          k.x = k.ghost.other;
        }),
      ),
    );
    for (const part of ["decide something real", "ghosts and failures", "schedule", "A"])
      expect(message).toContain(part);
  });
});

describe("a ghost may decide", () => {
  const rows: readonly { readonly what: string; readonly program: Part<K> }[] = [
    {
      what: "a ghost",
      program: body((k) => {
        k.ghost.other = k.ghost.g ? 2 : 3;
      }),
    },
    {
      what: "whether a ghost is written",
      program: body((k) => {
        if (k.ghost.g) k.ghost.other = 3;
      }),
    },
    {
      what: "a ghost of another group",
      program: body((k) => {
        k.my.ghost.mine = k.ghost.g;
        k.here.ghost.owner = k.ghost.other;
      }),
    },
    {
      what: "a failure",
      program: body((k) => {
        if (k.ghost.g) k.fail("WARN_ON");
        k.x = 1;
      }),
    },
    {
      what: "an assertion",
      program: body((k) => {
        k.assert("WARN_ON", !k.ghost.g, `g is ${k.ghost.g}`);
        k.x = 1;
      }),
    },
    {
      what: "a ghost, beside a choice of something real",
      program: body((k) => {
        k.x = k.choose([1, 2]);
        k.ghost.other = k.ghost.g ? k.x : 0;
      }),
    },
    {
      what: "a ghost, by a choice",
      program: body((k) => {
        k.ghost.other = k.choose(k.ghost.g ? [1, 2] : [3, 4]);
      }),
    },
    {
      what: "nothing, read beside real ones",
      program: body((k) => {
        k.x = Number(k.y);
        k.z = Number(k.ghost.g && false);
      }),
    },
    {
      what: "a failure, with a real variable read behind it",
      program: body((k) => {
        if (k.ghost.g && k.y) k.fail("WARN_ON");
      }),
    },
    {
      what: "a failure, with a real variable read behind it and then written",
      program: body((k) => {
        if (k.ghost.g && k.y) k.fail("WARN_ON");
        k.y = !k.y;
      }),
    },
    {
      what: "a failure, with a real variable read behind it that then decides",
      program: body((k) => {
        if (k.ghost.g && k.y) k.fail("WARN_ON");
        if (k.y) k.x = 1;
        else k.z = 1;
      }),
    },
    {
      what: "a failure, with a real variable read behind it and others deciding",
      program: body((k) => {
        if (k.ghost.g && k.y) k.ghost.other = 5;
        if (k.on) k.x = 1;
        else k.z = k.ghost.g && k.y ? 1 : 1;
      }),
    },
    {
      what: "in which order real variables are read",
      program: body((k) => {
        k.x = k.ghost.g ? Number(k.y && k.on) : Number(k.on && k.y);
      }),
    },
    {
      what: "nothing, in a guard that reads it",
      program: step("work", undefined, { enabled: (k) => k.y || (k.ghost.g && k.y) || !k.y }),
    },
    {
      what: "nothing, in a condition that reads it",
      program: when("y?", (k) => (k.ghost.g && k.y) || k.y, step("work")),
    },
    {
      what: "nothing, and is written by chosen branches",
      program: choose(
        body((k) => {
          k.ghost.other = 1;
        }),
        body((k) => {
          k.ghost.other = 2;
        }),
      ),
    },
    {
      what: "a ghost, which then decides a failure",
      program: [
        body((k) => {
          k.ghost.deep.h = k.ghost.g;
        }),
        step("judge", (k) => {
          k.assert("WARN_ON", !k.ghost.deep.h);
        }),
      ],
    },
  ];
  for (const { what, program } of rows) {
    test(what, () => {
      expect(observing(program).verdicts).toContainEqual({ kind: "holds", property: "never" });
    });
  }

  test("a claim", () => {
    const set = step("set", (k) => {
      k.ghost.g = true;
    });
    const seen = never("g with y", (s) => s.ghost.g && !s.y);
    const found = check(
      model({
        name: "good",
        variables,
        processes: [process("A", { locals, program: set })],
        properties: [seen],
      }),
    );
    expect(found.verdicts).toMatchObject([{ kind: "violated", property: "g with y" }]);
  });
});
