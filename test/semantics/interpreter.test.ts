/** What a model means, construct by construct: the moves of every process, exactly and in order. */

import { type Context, check, type Model, model, type Process } from "preempt";
import { describe, expect, test } from "vitest";
import {
  claiming,
  open,
  type Program,
  running,
  set,
  skip,
  type V,
  variables,
  whenOpen,
  words,
} from "./small-model.js";
import { after, tells, verdicts } from "./walk.js";

const { step, when, loop, loopWhile, leave, choose, atomic, routine, call, lock } = words;
const { process, always, never, reachable, assertion, deadlockFree } = words;

const no = (): boolean => false;

describe("a step", () => {
  const copying = running([
    set("x", 2),
    step("y := x", (k) => {
      k.y = k.x;
    }),
    skip("end"),
  ]);
  const own = step("x twice", (k) => {
    k.x += 1;
    k.y = k.x;
    k.x = k.x * 10;
  });
  tells([
    { what: "writes what it assigns", model: copying, can: ["x := 2: x=2"] },
    { what: "sees what was written before it", model: copying, schedule: "A", can: ["y := x: y=2"] },
    { what: "may write nothing", model: copying, schedule: "A A", can: ["end:"] },
    { what: "comes to the end of its program", model: copying, schedule: "A A A", can: [] },
    { what: "sees what it has written itself", model: running(own), can: ["x twice: x=10 y=1"] },
    { what: "without a body does nothing", model: running(skip("nop")), can: ["nop:"] },
    { what: "writes what is there already", model: running(set("x", 0)), can: ["x := 0: x=0"] },
    { what: "with a guard that is false is blocked", model: running(whenOpen("go")), can: [] },
    {
      what: "with a guard that is true is not",
      model: running(whenOpen("go"), open),
      schedule: "B",
      can: ["go:"],
    },
  ]);

  test("leaves the state as it was where it is blocked", () => {
    const blocked = running(set("x", 1, no), open);
    expect(after(blocked, "B").get("x")).toBe(0);
  });
});

describe("a choice in a body", () => {
  const both = step("both", (k) => {
    k.x = k.choose([1, 2]);
    k.y = k.choose([3, 4, 5]);
  });
  const deeper = step("deeper", (k) => {
    if (k.choose([false, true])) k.x = k.choose([1, 2]);
    else k.y = 9;
  });
  const upTo = step("up to x", (k) => {
    k.y = k.choose(Array.from({ length: k.x + 1 }, (_, i) => i));
  });
  const same = step("same", (k) => {
    k.x = k.choose([1, 1]);
  });
  const objects = step("objects", (k) => {
    k.choose([
      {
        does: () => {
          k.x = 1;
        },
      },
      {
        does: () => {
          k.y = 1;
        },
      },
    ]).does();
  });
  tells([
    {
      what: "has an outcome for each option, the last choice varying first",
      model: running(both),
      can: [3, 4, 5].flatMap((y) => [`both: x=1 y=${y}`]).concat([3, 4, 5].map((y) => `both: x=2 y=${y}`)),
    },
    {
      what: "may lead to more choices",
      model: running(deeper),
      can: ["deeper: y=9", "deeper: x=1", "deeper: x=2"],
    },
    {
      what: "may depend on the state",
      model: running([set("x", 2), upTo]),
      schedule: "A",
      can: ["up to x: y=0", "up to x: y=1", "up to x: y=2"],
    },
    {
      what: "of one option is none",
      model: running(
        step("one", (k) => {
          k.x = k.choose([7]);
        }),
      ),
      can: ["one: x=7"],
    },
    {
      what: "has an outcome for each of equal options",
      model: running(same),
      can: ["same: x=1", "same: x=1"],
    },
    { what: "may be of anything", model: running(objects), can: ["objects: x=1", "objects: y=1"] },
  ]);

  test("leads where the schedule says", () => {
    expect(after(running(both), "A/4").toJS()).toMatchObject({ x: 2, y: 4 });
  });
});

describe("when", () => {
  const asking = when("open?", (k) => k.open, skip("yes"), skip("no"));
  const oneSided = [when("open?", (k) => k.open, skip("yes")), skip("on")];
  tells([
    { what: "is a step of its own, which writes nothing", model: running(asking), can: ["open?:"] },
    {
      what: "goes one way where its condition is false",
      model: running(asking),
      schedule: "A",
      can: ["no:"],
    },
    { what: "goes the other where it is true", model: running(asking, open), schedule: "B A", can: ["yes:"] },
    {
      what: "acts on what it saw, though that has changed",
      model: running(asking, open),
      schedule: "A B",
      can: ["no:"],
    },
    { what: "without an otherwise goes on", model: running(oneSided), schedule: "A", can: ["on:"] },
    { what: "joins behind", model: running(oneSided, open), schedule: "B A A", can: ["on:"] },
  ]);
});

describe("a loop", () => {
  const forever = loop(skip("a"), skip("b"));
  const left = [
    loop(
      skip("a"),
      when("open?", (k) => k.open, leave),
      skip("b"),
    ),
    skip("after"),
  ];
  const inner = loop(
    loop(skip("a"), leave),
    skip("b"),
    when("open?", (k) => k.open, leave),
  );
  const counted = [
    loopWhile(
      "x < 2?",
      (k) => k.x < 2,
      step("x++", (k) => {
        k.x += 1;
      }),
    ),
    skip("after"),
  ];
  const waiting = [loopWhile("closed?", (k) => !k.open), skip("after")];
  tells([
    { what: "begins with its first step", model: running(forever), can: ["a:"] },
    { what: "comes round", model: running(forever), schedule: "A A", can: ["a:"] },
    { what: "goes on where it is not left", model: running(left), schedule: "A A A", can: ["a:"] },
    { what: "is left by leave", model: running(left, open), schedule: "B A A", can: ["after:"] },
    {
      what: "is left by the leave inside it, the innermost",
      model: running(inner),
      schedule: "A",
      can: ["b:"],
    },
    { what: "inside a loop comes round with that", model: running(inner), schedule: "A A A", can: ["a:"] },
    { what: "can be the end of a program", model: running(inner, open), schedule: "B A A A", can: [] },
    { what: "with a condition begins with that", model: running(counted), can: ["x < 2?:"] },
    { what: "with a condition comes back to it", model: running(counted), schedule: "A A", can: ["x < 2?:"] },
    {
      what: "with a condition ends when that is false",
      model: running(counted),
      schedule: "A A A A A",
      can: ["after:"],
    },
    {
      what: "of a condition alone is a busy wait",
      model: running(waiting),
      schedule: "A A A",
      can: ["closed?:"],
    },
    { what: "of a condition alone ends", model: running(waiting, open), schedule: "A B A", can: ["after:"] },
  ]);

  test("is finite without a budget", () => {
    expect(check(claiming([always("p", () => true)], forever, forever)).grounds).toMatchObject({
      states: 4,
      transitions: 8,
    });
  });
});

describe("a choice of branches", () => {
  const blockedFirst = choose([whenOpen("a"), skip("a2")], [skip("b"), skip("b2")]);
  const ways = step("ways", (k) => {
    k.x = k.choose([1, 2]);
  });
  const nested = choose(skip("a"), choose(skip("b"), skip("c")), [skip("d"), skip("d2")]);
  const guarded = choose(
    when("open?", (k) => k.open, skip("yes"), skip("no")),
    skip("b"),
  );
  const looping = [
    choose(
      loop(
        skip("a"),
        when("open?", (k) => k.open, leave),
      ),
      skip("b"),
    ),
    skip("after"),
  ];
  const locked = choose(
    [lock("take m", (k) => k.m), skip("in m")],
    [lock("take n", (k) => k.n), skip("in n")],
  );
  tells([
    {
      what: "is made by the first step of a branch",
      model: running(blockedFirst, open),
      schedule: "B",
      can: ["a:", "b:"],
    },
    { what: "does not take a branch that is blocked", model: running(blockedFirst), can: ["b:"] },
    { what: "goes on in the branch taken", model: running(blockedFirst), schedule: "A", can: ["b2:"] },
    {
      what: "has the outcomes of every branch in order",
      model: running(choose(ways, skip("b"))),
      can: ["ways: x=1", "ways: x=2", "b:"],
    },
    { what: "of choices is one choice", model: running(nested), can: ["a:", "b:", "c:", "d:"] },
    { what: "may begin with a condition", model: running(guarded), can: ["open?:", "b:"] },
    {
      what: "may begin with a loop, whose head offers no other branch",
      model: running(looping),
      schedule: "A A",
      can: ["a:"],
    },
    { what: "joins behind a loop", model: running(looping, open), schedule: "A B A", can: ["after:"] },
    { what: "joins behind a step", model: running(looping), schedule: "A/1", can: ["after:"] },
    {
      what: "leaves out absent branches",
      model: running(choose(false, skip("a"), undefined, skip("b"))),
      can: ["a:", "b:"],
    },
    {
      what: "waits for whichever lock is free",
      model: running(
        locked,
        lock("take m", (k) => k.m),
      ),
      schedule: "B",
      can: ["take n: n=A"],
    },
    {
      what: "waits where every branch is blocked",
      model: running(choose(whenOpen("a"), whenOpen("b"))),
      can: [],
    },
  ]);
});

describe("an atomic block", () => {
  const increment = atomic(
    "lock xadd",
    step("read", (k) => {
      k.y = k.x;
    }),
    step("write", (k) => {
      k.x = k.y + 1;
    }),
  );
  const choosing = atomic(
    "b",
    step("first", (k) => {
      k.x = k.choose([1, 2]);
    }),
    choose(set("y", 1), set("y", 2)),
  );
  const blockedLater = atomic("b", set("x", 1), whenOpen("blocked"));
  const blockedInOne = atomic(
    "b",
    step("first", (k) => {
      k.open = k.choose([false, true]);
    }),
    whenOpen("second"),
  );
  const otherBranch = atomic("b", set("x", 1), choose(whenOpen("blocked"), set("y", 1)));
  const testing = [
    atomic(
      "b",
      when("open?", (k) => k.open, set("x", 1), set("x", 2)),
    ),
    skip("after"),
  ];
  const looping = atomic(
    "b",
    loopWhile(
      "x < 3?",
      (k) => k.x < 3,
      step("x++", (k) => {
        k.x += 1;
      }),
    ),
  );
  const leaving = [
    loop(
      atomic(
        "b",
        step("x++", (k) => {
          k.x += 1;
        }),
        when("done?", (k) => k.x === 2, leave),
      ),
    ),
    skip("after"),
  ];
  const nested = atomic("outer", skip("a"), atomic("inner", skip("b"), skip("c")), skip("d"));
  const stopping = atomic(
    "b",
    step("panic", (k) => {
      k.x = 1;
      k.halt("panic");
    }),
    set("y", 1),
  );
  const failing = atomic(
    "b",
    step("warn", (k) => {
      k.fail("WARN");
      k.x = 1;
    }),
    whenOpen("blocked"),
  );
  tells([
    { what: "is one step", model: running(increment), can: ["read: y=0; write: x=1"] },
    {
      what: "ends where it ends",
      model: running([increment, skip("after")]),
      schedule: "A",
      can: ["after:"],
    },
    {
      what: "has every outcome of its steps, the first varying slowest",
      model: running(choosing),
      can: [
        "first: x=1; y := 1: y=1",
        "first: x=1; y := 2: y=2",
        "first: x=2; y := 1: y=1",
        "first: x=2; y := 2: y=2",
      ],
    },
    { what: "is disabled where it would block inside", model: running(blockedLater), can: [] },
    {
      what: "is enabled where it would not",
      model: running(blockedLater, open),
      schedule: "B",
      can: ["x := 1: x=1; blocked:"],
    },
    {
      what: "takes the outcomes that do not block",
      model: running(blockedInOne),
      can: ["first: open=true; second:"],
    },
    {
      what: "takes the branches that do not block",
      model: running(otherBranch),
      can: ["x := 1: x=1; y := 1: y=1"],
    },
    {
      what: "is disabled by the guard of its first step",
      model: running(atomic("b", whenOpen("a"), skip("b"))),
      can: [],
    },
    { what: "tests inside", model: running(testing), can: ["open?:; x := 2: x=2"] },
    { what: "goes on behind a test", model: running(testing, open), schedule: "B A", can: ["after:"] },
    {
      what: "may loop",
      model: running(looping),
      can: ["x < 3?:; x++: x=1; x < 3?:; x++: x=2; x < 3?:; x++: x=3; x < 3?:"],
    },
    {
      what: "goes round the loop that it stands in",
      model: running(leaving),
      schedule: "A",
      can: ["x++: x=2; done?:"],
    },
    { what: "leaves the loop that it stands in", model: running(leaving), schedule: "A A", can: ["after:"] },
    { what: "holds another, which is part of it", model: running(nested), can: ["a:; b:; c:; d:"] },
    { what: "ends when the run ends", model: running(stopping), can: ["panic: x=1 halted=panic"] },
    {
      what: "that blocks has failed nothing",
      model: claiming([assertion("WARN")], failing),
      can: [],
    },
    {
      what: "that does not block has failed what it failed",
      model: claiming([assertion("WARN")], failing, open),
      schedule: "B",
      can: ["warn: x=1 WARN!; blocked:"],
    },
    {
      what: "inside a choice is a branch",
      model: running(choose(increment, skip("b"))),
      can: ["read: y=0; write: x=1", "b:"],
    },
    {
      what: "inside a choice is not taken where it blocks",
      model: running(choose(blockedLater, skip("b"))),
      can: ["b:"],
    },
  ]);

  test("has no state inside", () => {
    const one = claiming(
      [never("between", (s) => s.y === 1 && s.x === 0)],
      atomic("b", set("y", 1), set("x", 1)),
    );
    expect(check(one)).toMatchObject({
      verdicts: [{ kind: "holds" }],
      grounds: { states: 2, transitions: 1 },
    });
  });

  test("that blocks inside leaves its process waiting", () => {
    expect(verdicts(claiming([deadlockFree()], blockedLater))).toEqual({ "deadlock free": "violated" });
  });
});

describe("halt", () => {
  const panic = step("panic", (k) => {
    k.halt("kernel BUG");
    k.x = 1;
  });
  const twice = step("panic", (k) => {
    k.halt("first");
    k.halt("second");
  });
  const halting = running([panic, skip("never")], [skip("b"), skip("c")]);
  tells([
    { what: "ends the run with the step's writes", model: halting, can: ["panic: x=1 halted=kernel BUG"] },
    { what: "leaves its process no step", model: halting, schedule: "A", can: [] },
    { what: "leaves the others none", model: halting, schedule: "B A", process: "B", can: [] },
    { what: "keeps the first reason", model: running(twice), can: ["panic: halted=first"] },
  ]);

  test("is no deadlock", () => {
    const waiting = claiming([deadlockFree()], panic, whenOpen("for ever"));
    expect(verdicts(waiting)).toEqual({ "deadlock free": "holds" });
  });

  test("is judged like any other state", () => {
    expect(verdicts(claiming([never("x", (s) => s.x === 1)], panic))).toEqual({ x: "violated" });
  });
});

describe("a failure", () => {
  const warn = step("warn", (k) => {
    k.fail("WARN", "put without load");
    k.x = 1;
    k.assert("BUG", k.x === 2);
    k.assert("BUG", k.x === 1);
  });
  const failing = claiming(
    [
      assertion("WARN"),
      assertion("BUG"),
      assertion("fine"),
      reachable("end", (s) => s.process("A").finished),
    ],
    [warn, skip("after")],
  );
  tells([
    {
      what: "leaves the step's writes as they are",
      model: failing,
      can: ["warn: x=1 WARN! put without load BUG!"],
    },
    { what: "does not end the run", model: failing, schedule: "A", can: ["after:"] },
  ]);

  test("violates the assertion that it names, and none else", () => {
    expect(verdicts(failing)).toEqual({ WARN: "violated", BUG: "violated", fine: "holds", end: "holds" });
  });

  test("may be one outcome of several", () => {
    const maybe = step("maybe", (k) => {
      if (k.choose([false, true])) k.fail("WARN");
    });
    const [verdict] = check(claiming([assertion("WARN")], maybe)).verdicts;
    expect(verdict).toMatchObject({ kind: "violated", trace: { steps: [{ process: "A", outcome: 1 }] } });
  });
});

describe("other processes", () => {
  const program = [skip("a"), skip("b")];
  const watching = (asks: (k: Context<V>) => boolean): Model =>
    running(
      program,
      step("ask", (k) => {
        k.open = asks(k);
      }),
    );
  tells([
    {
      what: "are at a step",
      model: watching((k) => k.process("A").at("b")),
      schedule: "A",
      process: "B",
      can: ["ask: open=true"],
    },
    {
      what: "are at one of the steps of a choice",
      model: running(
        choose(skip("a"), skip("b")),
        step("ask", (k) => {
          k.open = k.process("A").at("b");
        }),
      ),
      process: "B",
      can: ["ask: open=true"],
    },
    {
      what: "are not at a step that they have taken",
      model: watching((k) => k.process("A").at("a")),
      schedule: "A",
      process: "B",
      can: ["ask: open=false"],
    },
    {
      what: "have not finished",
      model: watching((k) => k.process("A").finished),
      schedule: "A",
      process: "B",
      can: ["ask: open=false"],
    },
    {
      what: "have finished",
      model: watching((k) => k.process("A").finished),
      schedule: "A A",
      process: "B",
      can: ["ask: open=true"],
    },
  ]);
});

describe("a routine", () => {
  const add = routine("add", (to: "x" | "y", n: number) =>
    step(`${to} += ${n}`, (k) => {
      k[to] += n;
    }),
  );
  const twice = routine({ name: "twice", file: "lib/twice.c" }, (n: number) => [
    call(add, "x", n),
    call(add, "y", n),
  ]);
  tells([
    { what: "is inlined with its arguments", model: running(call(twice, 3)), can: ["x += 3: x=3"] },
    {
      what: "goes on inside and behind",
      model: running([call(twice, 3), skip("after")]),
      schedule: "A A",
      can: ["after:"],
    },
  ]);

  test("is named by its steps, outermost first", () => {
    const called = running(call(twice, 3));
    const [a] = called.processes;
    const names = a?.program.locations.flatMap(({ steps }) =>
      steps.map(({ calls }) => calls.map(({ name }) => name)),
    );
    expect(names).toEqual([
      ["twice", "add"],
      ["twice", "add"],
    ]);
  });
});

describe("deadlock", () => {
  const blocked = step("blocked", undefined, { enabled: no });
  const patient = step("patient", undefined, { enabled: no, mayWait: true });
  const busy = loop(skip("busy"));
  const of = (
    programs: Readonly<Record<string, Program>>,
    options: Readonly<Record<string, { mayWait?: boolean; environment?: boolean }>> = {},
  ): Model =>
    model({
      name: "small",
      variables,
      processes: Object.entries(programs).map(
        ([name, program]): Process<V> => process(name, { program, ...options[name] }),
      ),
      properties: [deadlockFree()],
    });
  const rows: readonly { readonly what: string; readonly model: Model; readonly verdict: string }[] = [
    { what: "a process that has finished", model: of({ A: skip("a") }), verdict: "holds" },
    { what: "a process that waits", model: of({ A: blocked }), verdict: "violated" },
    { what: "one waits, another has finished", model: of({ A: blocked, B: skip("b") }), verdict: "violated" },
    { what: "one waits, another goes on for ever", model: of({ A: blocked, B: busy }), verdict: "holds" },
    { what: "one waits at a step that may wait", model: of({ A: patient }), verdict: "holds" },
    {
      what: "one waits that may wait",
      model: of({ A: blocked }, { A: { mayWait: true } }),
      verdict: "holds",
    },
    {
      what: "one waits at a choice, of which all may wait",
      model: of({ A: choose(patient, patient) }),
      verdict: "holds",
    },
    {
      what: "one waits at a choice, of which some may wait",
      model: of({ A: choose(patient, blocked) }),
      verdict: "violated",
    },
    {
      what: "one that may wait, and one that may not",
      model: of({ A: patient, B: blocked }),
      verdict: "violated",
    },
    {
      what: "one that may wait and could move",
      model: of({ A: blocked, B: busy }, { B: { mayWait: true } }),
      verdict: "holds",
    },
    {
      what: "only the environment can move",
      model: of({ A: blocked, B: busy }, { B: { environment: true } }),
      verdict: "violated",
    },
    {
      what: "the environment waits",
      model: of({ A: skip("a"), B: blocked }, { B: { environment: true } }),
      verdict: "holds",
    },
    {
      what: "there is nothing but environment",
      model: of({ A: blocked }, { A: { environment: true } }),
      verdict: "holds",
    },
    { what: "an atomic block that may wait", model: of({ A: atomic("b", patient) }), verdict: "holds" },
    {
      what: "an atomic block that blocks behind a step that may wait",
      model: of({ A: atomic("b", step("a", undefined, { mayWait: true }), blocked) }),
      verdict: "holds",
    },
  ];
  for (const { what, model, verdict } of rows) {
    test(`${what}: ${verdict}`, () => {
      expect(verdicts(model)).toEqual({ "deadlock free": verdict });
    });
  }
});
