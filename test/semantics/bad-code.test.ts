/** Mistakes in bodies, guards, conditions, costs and selectors, found while a model is explored: what is said about each. */

import { Record as ImmutableRecord, List } from "immutable";
import {
  type Context,
  check,
  condition,
  indexed,
  language,
  type MutexHandle,
  model,
  mutex,
  type Part,
  type ProcessOptions,
  type Reader,
  type Report,
} from "preempt";
import { describe, expect, test } from "vitest";
import { complaint } from "../model/complaint.js";

const variables = {
  x: 0,
  y: 0,
  list: List([1]),
  point: ImmutableRecord({ at: 0 }, "Point")(),
  vcpu: { loaded: false, thread: { fpu: "guest" } },
  m: mutex(),
  n: mutex(),
  c: condition(),
  cpu: indexed(2, { fpregs: "none", number: 0 }),
  task: indexed(2, { state: "running", on: 0 }),
};
type V = typeof variables;
const locals = { seen: 0 };
type L = typeof locals;
type K = Context<V, L>;
type R = Reader<V, L>;
type Body = (k: K) => undefined;

const { step, when, loop, loopWhile, choose, atomic, lock, unlock, tryLock, wait, signal } = language<V, L>();
const { process, never, assertion, deadlockFree } = language<V, L>();

/** Hands over what the types refuse: what is tested is what happens to those who have no types. */
const untyped = <T>(value: unknown): T => value as T;

/** Checks a model in which A takes a step and then runs `program`. What goes wrong goes wrong after the schedule "A". */
function running(program: Part<K>, options: Pick<ProcessOptions<V, L>, "cpu" | "task"> = {}): Report {
  const go = step("go");
  return check(
    model({
      name: "bad",
      variables,
      processes: [
        process("A", { locals, ...options, program: [go, program] }),
        process("B", { locals, program: loop(step("idle")), mayWait: true, environment: true }),
      ],
      properties: [never("never", () => false), assertion("WARN_ON"), deadlockFree()],
    }),
  );
}

const body = (does: (k: K) => void): Part<K> =>
  step("work", (k) => {
    does(k);
  });
const guard = (asks: (k: R) => boolean): Part<K> => step("work", undefined, { enabled: asks });

interface Mistake {
  readonly what: string;
  readonly made: () => unknown;
  /** Parts of the message: what was asked for, what there is, the likely cause. */
  readonly says: readonly string[];
}

const work = 'step "work" of A';

function complainsAbout(mistakes: readonly Mistake[]): void {
  for (const { what, made, says } of mistakes) {
    test(what, () => {
      const message = complaint(made);
      for (const part of [...says, 'reached by the schedule "A"', 'in model "bad"'])
        expect(message).toContain(part);
    });
  }
}

describe("names", () => {
  complainsAbout([
    {
      what: "a misspelt variable is read",
      made: () => running(body((k) => untyped<{ lits: unknown }>(k).lits)),
      says: ['no variable "lits"', "x, y, list", 'did you mean "list"?', work],
    },
    {
      what: "a misspelt variable is written",
      made: () =>
        running(
          body((k) => {
            untyped<{ lits: unknown }>(k).lits = null;
          }),
        ),
      says: ['no variable "lits"', "x, y, list", 'did you mean "list"?', work],
    },
    {
      what: "a variable is read from the wrong group",
      made: () => running(body((k) => untyped<{ loaded: unknown }>(k).loaded)),
      says: ['no variable "loaded"', "vcpu", work],
    },
    {
      what: "a misspelt variable is read in a group",
      made: () => running(body((k) => untyped<{ laoded: unknown }>(k.vcpu).laoded)),
      says: ['no variable "laoded" in "vcpu"', "loaded, thread", 'did you mean "loaded"?', work],
    },
    {
      what: "a misspelt variable is written in a group of a group",
      made: () =>
        running(
          body((k) => {
            untyped<{ fpo: string }>(k.vcpu.thread).fpo = "user";
          }),
        ),
      says: ['no variable "fpo" in "vcpu.thread"', "there is fpu", 'did you mean "fpu"?', work],
    },
    {
      what: "a misspelt variable is read in an indexed group",
      made: () => running(body((k) => untyped<{ fpreg: string }>(k.cpu(1)).fpreg)),
      says: ['no variable "fpreg" in "cpu(1)"', 'did you mean "fpregs"?', work],
    },
    {
      what: "a misspelt local is read",
      made: () => running(body((k) => untyped<{ sene: number }>(k.my).sene)),
      says: ['no variable "sene" in "A"', "there is seen", 'did you mean "seen"?', work],
    },
    {
      what: "a misspelt variable is destructured",
      made: () =>
        running(
          body((k) => {
            const { lits } = untyped<{ lits: number }>(k);
            return lits;
          }),
        ),
      says: ['no variable "lits"', 'did you mean "list"?', work],
    },
    {
      what: "a misspelt variable is read in a guard",
      made: () => running(guard((k) => untyped<{ lits: boolean }>(k).lits)),
      says: ['no variable "lits"', "the guard of", work],
    },
    {
      what: "a group is assigned to",
      made: () =>
        running(
          body((k) => {
            untyped<{ vcpu: unknown }>(k).vcpu = null;
          }),
        ),
      says: [work, '"vcpu"', "a group of variables"],
    },
    {
      what: "an indexed group is assigned to",
      made: () =>
        running(
          body((k) => {
            untyped<{ cpu: unknown }>(k).cpu = null;
          }),
        ),
      says: [work, '"cpu"', "a group of variables"],
    },
    {
      what: "a mutex is assigned to",
      made: () =>
        running(
          body((k) => {
            untyped<{ m: unknown }>(k).m = null;
          }),
        ),
      says: [work, '"m"', "a mutex", "only lock steps"],
    },
    {
      what: "a condition variable is assigned to",
      made: () =>
        running(
          body((k) => {
            untyped<{ c: unknown }>(k).c = null;
          }),
        ),
      says: [work, '"c"', "a condition", "only lock steps"],
    },
    {
      what: "a tool is assigned to",
      made: () =>
        running(
          body((k) => {
            untyped<{ choose: unknown }>(k).choose = null;
          }),
        ),
      says: [work, '"choose"', "the choice that a step makes"],
    },
    {
      what: "a variable is deleted",
      made: () =>
        running(
          body((k) => {
            delete untyped<{ x?: number }>(k).x;
          }),
        ),
      says: [work, 'deleted "x"'],
    },
    {
      what: "a variable is defined",
      made: () => running(body((k) => Object.defineProperty(k, "z", { value: 1 }))),
      says: [work, 'defined "z"'],
    },
    {
      what: "a field of a Record is assigned to",
      made: () =>
        running(
          body((k) => {
            untyped<{ at: number }>(k.point).at = 1;
          }),
        ),
      says: [work, "immutable"],
    },
    {
      what: "another process' locals are written",
      made: () =>
        running(
          body((k) => {
            untyped<{ my: L }>(k.process<L>("B")).my.seen = 1;
          }),
        ),
      says: [work, '"B.seen"', "another process"],
    },
    {
      what: "an index is out of range",
      made: () =>
        running(
          body((k) => {
            k.cpu(2).fpregs = "user";
          }),
        ),
      says: ['no cpu "2"', "0 to 1", work],
    },
    {
      what: "an index is no number",
      made: () =>
        running(
          body((k) => {
            k.task(untyped(undefined)).state = "idle";
          }),
        ),
      says: ['no task "undefined"', "0 to 1", work],
    },
    {
      what: "an unknown process",
      made: () => running(guard((k) => k.process("C").finished)),
      says: ['no process "C"', "A, B", "the guard of", work],
    },
    {
      what: "a misspelt assertion is failed",
      made: () => running(body((k) => k.fail("WARNON"))),
      says: ['no assertion "WARNON"', "there is WARN_ON", 'did you mean "WARN_ON"?', work],
    },
    {
      what: "a property that is no assertion is failed",
      made: () => running(body((k) => k.fail("never"))),
      says: ['no assertion "never"', "there is WARN_ON", work],
    },
    {
      what: "a misspelt assertion is asserted, where it would hold",
      made: () => running(body((k) => k.assert("WARNON", k.x === 0))),
      says: ['no assertion "WARNON"', 'did you mean "WARN_ON"?', work],
    },
    {
      what: "something that is no boolean is asserted",
      made: () => running(body((k) => k.assert("WARN_ON", untyped(k.x)))),
      says: [work, '"WARN_ON"', "number", "boolean"],
    },
    {
      what: "an unknown cost",
      made: () => running(step("work", undefined, { cost: untyped("preemtion") })),
      says: [work, '"preemtion"', "nothing, preemption, interrupt, migration, sleep"],
    },
    {
      what: "an unknown cost, from a function",
      made: () => running(step("work", undefined, { cost: () => untyped(undefined) })),
      says: [work, '"undefined"', "nothing, preemption"],
    },
    {
      what: "a cost named like a method of objects",
      made: () => running(step("work", undefined, { cost: untyped("toString") })),
      says: [work, '"toString"', "nothing, preemption"],
    },
    {
      what: "no option to choose",
      made: () => running(body((k) => k.choose([]))),
      says: [work, "no options"],
    },
    {
      what: "something to choose from that is no array",
      made: () => running(body((k) => k.choose(untyped(List([1]))))),
      says: [work, "chose from", "object"],
    },
  ]);
});

describe("places", () => {
  complainsAbout([
    {
      what: "here, in a process without a cpu",
      made: () => running(body((k) => k.here.fpregs)),
      says: [work, "`here`", "which cpu"],
    },
    {
      what: "current, in a process without a task",
      made: () => running(body((k) => k.current.state)),
      says: [work, "`current`", "which task"],
    },
    {
      what: "here is assigned to",
      made: () =>
        running(
          body((k) => {
            untyped<{ here: unknown }>(k).here = null;
          }),
          { cpu: 0 },
        ),
      says: [work, '"here"', "this CPU's variables"],
    },
    {
      what: "a cpu that there is not",
      made: () =>
        running(
          body((k) => k.here.fpregs),
          { cpu: () => 7 },
        ),
      says: ['no cpu "7"', "0 to 1", work],
    },
    {
      what: "the task of an idle cpu",
      made: () =>
        running(
          body(({ current }) => {
            current.state = "idle";
          }),
          { task: () => -1 },
        ),
      says: ['no task "-1"', "0 to 1", work],
    },
    {
      what: "a cpu that depends on itself",
      made: () =>
        running(
          body((k) => k.here.fpregs),
          { cpu: (k) => k.here.number },
        ),
      says: [work, "`here`", "cannot itself depend"],
    },
    {
      what: "a cpu and a task that depend on each other",
      made: () =>
        running(
          body((k) => k.here.fpregs),
          { cpu: (k) => k.current.on, task: (k) => k.here.number },
        ),
      says: [work, "`here`", "cannot itself depend"],
    },
    {
      what: "a cpu that is assigned while it is asked for",
      made: () =>
        running(
          body((k) => k.here.fpregs),
          {
            cpu: (k) => {
              untyped<{ x: number }>(k).x = 1;
              return 0;
            },
          },
        ),
      says: [work, 'assigned to "x"', "only the body of a step"],
    },
  ]);

  test("here, in a model without cpus", () => {
    const { step, process, deadlockFree } = language<{ x: number }>();
    const program = step("work", (k) => {
      untyped<{ here: { fpregs: string } }>(k).here.fpregs = "user";
    });
    const bad = model({
      name: "bad",
      variables: { x: 0 },
      processes: [process("A", { program })],
      properties: [deadlockFree()],
    });
    const message = complaint(() => check(bad));
    for (const part of [work, "`here`", "no variable is declared per cpu"]) expect(message).toContain(part);
  });
});

describe("code that throws, waits or answers wrongly", () => {
  const thrower = (): never => {
    throw new TypeError("not a function");
  };
  const writes = (k: { x: number }): boolean => {
    k.x += 1;
    return true;
  };
  complainsAbout([
    {
      what: "a body throws",
      made: () => running(body(thrower)),
      says: [work, "threw TypeError: not a function"],
    },
    {
      what: "a body throws what is no Error",
      made: () =>
        running(
          body(() => {
            throw "a string";
          }),
        ),
      says: [work, "threw a string"],
    },
    {
      what: "a guard throws",
      made: () => running(guard(thrower)),
      says: ["the guard of", work, "threw TypeError"],
    },
    {
      what: "a condition throws",
      made: () => running(when("on?", thrower, step("work"))),
      says: ['condition "on?" of A', "threw TypeError"],
    },
    {
      what: "a cost throws",
      made: () => running(step("work", undefined, { cost: thrower })),
      says: ["the cost of", work, "threw TypeError"],
    },
    {
      what: "a selector throws",
      made: () => running(lock("work", thrower)),
      says: [work, "threw TypeError"],
    },
    {
      what: "a body is async",
      made: () =>
        running(
          step(
            "work",
            untyped<Body>(async (k: K) => {
              k.x = 1;
            }),
          ),
        ),
      says: [work, "Promise", "async"],
    },
    {
      what: "a body awaits, and writes later",
      made: () =>
        running(
          step(
            "work",
            untyped<Body>(async (k: K) => {
              await null;
              k.x = 1;
            }),
          ),
        ),
      says: [work, "Promise", "awaited"],
    },
    {
      what: "a body is async and throws",
      made: () =>
        running(
          step(
            "work",
            untyped<Body>(async () => thrower()),
          ),
        ),
      says: [work, "Promise", "async"],
    },
    {
      what: "a guard is async",
      made: () => running(guard(untyped(async (k: R) => k.x === 0))),
      says: ["the guard of", work, "Promise", "async"],
    },
    {
      what: "a condition is async",
      made: () =>
        running(
          when(
            "on?",
            untyped(async (k: R) => k.x === 0),
            step("work"),
          ),
        ),
      says: ['condition "on?" of A', "Promise", "async"],
    },
    {
      what: "a body is a generator",
      made: () =>
        running(
          step(
            "work",
            untyped<Body>(function* (k: K) {
              k.x = 1;
              yield;
            }),
          ),
        ),
      says: [work, "generator"],
    },
    {
      what: "a guard forgets to return",
      made: () => running(guard(untyped((k: R) => void k.vcpu.loaded))),
      says: ["the guard of", work, "undefined", "is a `return` missing?"],
    },
    {
      what: "a guard returns a number",
      made: () => running(guard(untyped((k: R) => k.x))),
      says: ["the guard of", work, "number", "not a boolean"],
    },
    {
      what: "a guard returns a group",
      made: () => running(guard(untyped((k: R) => k.vcpu))),
      says: ["the guard of", work, "object", "not a boolean"],
    },
    {
      what: "a guard returns a mutex",
      made: () => running(guard(untyped((k: R) => k.m))),
      says: ["the guard of", work, "object", "not a boolean"],
    },
    {
      what: "a condition returns null",
      made: () =>
        running(
          when(
            "on?",
            untyped(() => null),
            step("work"),
          ),
        ),
      says: ['condition "on?" of A', "null", "not a boolean"],
    },
    {
      what: "a loop's condition returns a string",
      made: () =>
        running(
          loopWhile(
            "on?",
            untyped((k: R) => k.vcpu.thread.fpu),
            step("work"),
          ),
        ),
      says: ['condition "on?" of A', "string", "not a boolean"],
    },
    {
      what: "a guard assigns",
      made: () =>
        running(
          guard((k) => {
            untyped<{ x: number }>(k).x = 1;
            return true;
          }),
        ),
      says: ["the guard of", work, 'assigned to "x"', "only the body of a step"],
    },
    {
      what: "a guard assigns in a helper",
      made: () => running(guard((k) => writes(untyped(k)))),
      says: ["the guard of", work, 'assigned to "x"', "only the body of a step"],
    },
    {
      what: "a guard assigns to here",
      made: () =>
        running(
          guard((k) => {
            untyped<K>(k).here.fpregs = "user";
            return true;
          }),
          { cpu: 0 },
        ),
      says: ["the guard of", work, 'assigned to "cpu(0).fpregs"', "only the body of a step"],
    },
    {
      what: "a condition assigns to a local",
      made: () =>
        running(
          when(
            "on?",
            (k) => {
              untyped<K>(k).my.seen = 1;
              return true;
            },
            step("work"),
          ),
        ),
      says: ['condition "on?" of A', 'assigned to "A.seen"', "only the body of a step"],
    },
    {
      what: "a cost assigns",
      made: () =>
        running(
          step("work", undefined, {
            cost: (k) => {
              writes(untyped(k));
              return "nothing";
            },
          }),
        ),
      says: ["the cost of", work, 'assigned to "x"', "only the body of a step"],
    },
    {
      what: "a selector assigns",
      made: () =>
        running(
          lock("work", (k) => {
            writes(untyped(k));
            return k.m;
          }),
        ),
      says: [work, 'assigned to "x"', "only the body of a step"],
    },
    ...(["choose", "fail", "assert", "halt"] as const).map((tool) => ({
      what: `a guard uses ${tool}`,
      made: () => running(guard((k) => untyped<K>(k)[tool] === undefined)),
      says: ["the guard of", work, `\`${tool}\``, "only the body of a step"],
    })),
  ]);
});

describe("code that never ends", () => {
  /** Waits in JavaScript, with a fuse in case that nobody else ends it. */
  const spinWhile = (waiting: () => boolean): true => {
    for (let i = 0; waiting(); i++) if (i > 200_000) throw new Error("the fuse has blown");
    return true;
  };
  const spinning = (waiting: (k: K) => boolean): Report => running(body((k) => spinWhile(() => waiting(k))));
  const spins = [work, "without ending", "Nothing else moves during a step", "guard"];
  complainsAbout([
    { what: "a body waits for a variable", made: () => spinning((k) => k.x === 0), says: spins },
    { what: "a body waits for a local", made: () => spinning((k) => k.my.seen === 0), says: spins },
    {
      what: "a guard waits for a variable",
      made: () => running(guard((k) => spinWhile(() => k.x === 0))),
      says: ["the guard of", ...spins],
    },
    {
      what: "a body waits for a mutex",
      made: () => running(body(({ m }) => spinWhile(() => m.holder === null))),
      says: spins,
    },
    {
      what: "a body waits for a condition variable",
      made: () => running(body(({ c }) => spinWhile(() => c.waiting === 0))),
      says: spins,
    },
    {
      what: "a body waits for a process",
      made: () =>
        running(
          body((k) => {
            const b = k.process("B");
            spinWhile(() => !b.finished);
          }),
        ),
      says: spins,
    },
    {
      what: "an atomic block waits for a variable",
      made: () =>
        running(
          atomic(
            "xchg",
            loopWhile("x is 0?", (k) => k.x === 0),
          ),
        ),
      says: ['atomic "xchg" of A', "does its loop ever end?"],
    },
    {
      what: "an atomic block loops for ever",
      made: () =>
        running(
          atomic(
            "xchg",
            loopWhile("true", () => true, step("work")),
          ),
        ),
      says: ['atomic "xchg" of A', "does its loop ever end?"],
    },
    {
      what: "an atomic block loops for ever, in two ways",
      made: () =>
        running(
          atomic(
            "xchg",
            loopWhile("true", () => true, choose(step("a"), step("b"))),
          ),
        ),
      says: ['atomic "xchg" of A', "does its loop ever end?"],
    },
  ]);

  const endless = [
    {
      what: "a body chooses whether to go on",
      chooses: (k: K) => {
        while (k.choose([false, true])) k.x += 1;
      },
      says: [work, "chose", "without ending"],
    },
    {
      what: "a body chooses from a captured array, which it grows",
      chooses: (() => {
        const grown = [0];
        return (k: K) => {
          grown.push(grown.length);
          k.x = k.choose(grown);
        };
      })(),
      says: [work, "did two things in the same state"],
    },
  ];
  for (const { what, chooses, says } of endless) {
    test(`${what}, so that there is always one more outcome`, () => {
      let executions = 0;
      const message = complaint(() =>
        running(
          body((k) => {
            if (++executions > 1_000) throw new Error("the fuse has blown");
            chooses(k);
          }),
        ),
      );
      for (const part of says) expect(message).toContain(part);
    });
  }
});

describe("locks", () => {
  const atM = (k: R): MutexHandle => k.m;
  complainsAbout([
    {
      what: "unlock of a free mutex",
      made: () => running(unlock("work", atM)),
      says: [work, 'gives back "m"', "nobody holds it"],
    },
    {
      what: "wait without the mutex",
      made: () => running(wait("work", (k) => k.c, atM)),
      says: [work, 'gives back "m"', "nobody holds it"],
    },
    {
      what: "a mutex selected that is a number",
      made: () => running(lock("work", (k) => untyped(k.x))),
      says: [work, "no mutex", "(k) => k.m"],
    },
    {
      what: "a mutex selected that is undefined",
      made: () => running(unlock("work", () => untyped(undefined))),
      says: [work, "no mutex"],
    },
    {
      what: "a mutex selected that is a group",
      made: () => running(tryLock("work", (k) => untyped(k.vcpu), step("got it"))),
      says: [work, "no mutex"],
    },
    {
      what: "a mutex selected that is a condition variable",
      made: () => running(lock("work", (k) => untyped(k.c))),
      says: [work, "no mutex"],
    },
    {
      what: "a condition variable selected that is a mutex",
      made: () => running(signal("work", (k) => untyped(k.m))),
      says: [work, "no condition", "k.m", "condition()"],
    },
  ]);

  test("unlock of a mutex that another process holds", () => {
    const once = step("once A has it", undefined, { enabled: (k) => k.m.holder === "A" });
    const processes = [
      process("A", { locals, program: lock("take", atM) }),
      process("B", { locals, program: [once, unlock("give", atM)] }),
    ];
    const message = complaint(() =>
      check(model({ name: "bad", variables, processes, properties: [deadlockFree()] })),
    );
    for (const part of ['step "give" of B', 'gives back "m"', "A holds it", 'schedule "A B"'])
      expect(message).toContain(part);
  });
});
