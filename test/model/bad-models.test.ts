/** Mistakes in what a model declares, in its programs and in what is asked of it: what is said about each. */

import {
  type Code,
  type Context,
  check,
  type Declaration,
  indexed,
  language,
  type Model,
  model,
  mutex,
  type Part,
  type ProcessOptions,
  type Routine,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { reservedNames } from "../../src/model/context.js";
import { complaint } from "./complaint.js";

const variables = {
  count: 0,
  vcpu: { loaded: false, guestFpu: "guest" },
  m: mutex(),
  cpu: indexed(2, { fpregs: "none" }),
  fork: indexed(3, { taken: false }),
};
type V = typeof variables;

const { step, when, loop, loopWhile, leave, choose, atomic, routine, call } = language<V>();
const { process, always, never, reachable, deadlockFree } = language<V>();
const { section, mode, userMode, irqsDisabled } = language<V>();

/** A model in which A runs `program`. */
function running(
  program: Part<Context<V>>,
  options: Omit<ProcessOptions<V, unknown>, "program"> = {},
): Model {
  const a = process("A", { ...options, program });
  return model({ name: "bad", variables, processes: [a], properties: [deadlockFree()] });
}

/** Hands over what the types refuse: what is tested is what happens to those who have no types. */
const untyped = <T>(value: unknown): T => value as T;

interface Mistake {
  readonly what: string;
  readonly made: () => unknown;
  /** Parts of the message: what was asked for, what there is, the likely cause. */
  readonly says: readonly string[];
}

function complainsAbout(mistakes: readonly Mistake[]): void {
  for (const { what, made, says } of mistakes) {
    test(what, () => {
      const message = complaint(made);
      for (const part of [...says, 'in model "bad"']) expect(message).toContain(part);
    });
  }
}

describe("names of variables", () => {
  const declaring = (shared: Declaration, locals: Declaration = {}): Model => {
    const { step, process } = language<Declaration, Declaration>();
    const a = process("A", { locals, program: step("go") });
    return model({ name: "bad", variables: shared, processes: [a] });
  };
  const anywhere = (name: string): readonly [string, () => unknown][] => [
    [name, () => declaring({ [name]: 0 })],
    [`vcpu.${name}`, () => declaring({ vcpu: { [name]: 0 } })],
    [`cpu(0).${name}`, () => declaring({ cpu: indexed(1, { [name]: 0 }) })],
    [`A.${name}`, () => declaring({}, { [name]: 0 })],
  ];

  describe.each(Object.entries(reservedNames))("%s is reserved", (name, meaning) => {
    complainsAbout(
      anywhere(name).map(([what, made]) => ({ what, made, says: [`"${what}"`, "is reserved", meaning] })),
    );
  });

  test("the reserved names", () => {
    const words = "assert choose contents current fail halt halted here my process update";
    expect(Object.keys(reservedNames).sort()).toEqual(words.split(" "));
  });

  const recordMethods = ["get", "set", "has", "merge", "toJS", "equals", "hashCode", "constructor"];
  describe.each(recordMethods)("%s is a method of Immutable's Record", (name) => {
    complainsAbout(
      anywhere(name).map(([what, made]) => ({ what, made, says: [`"${what}"`, "Record has a method"] })),
    );
  });

  describe("names with a meaning", () => {
    complainsAbout([
      { what: "cpu", made: () => declaring({ cpu: 0 }), says: ['"cpu"', "indexed(…)", '"cpu(i)"'] },
      { what: "task", made: () => declaring({ task: { x: 0 } }), says: ['"task"', "indexed(…)"] },
      {
        what: "ghost",
        made: () => declaring({ ghost: 0 }),
        says: ['"ghost"', "a group", "{ ghost: { … } }"],
      },
      { what: "a word with a blank", made: () => declaring({ "a b": 0 }), says: ['"a b"', "no identifier"] },
      { what: "a number", made: () => declaring({ vcpu: { "0": 0 } }), says: ['"vcpu.0"', "no identifier"] },
    ]);
  });
});

describe("processes and properties", () => {
  const named = (...names: readonly string[]): Model =>
    model({
      name: "bad",
      variables,
      processes: names.map((name) => process(name, { program: step("go") })),
      properties: [deadlockFree()],
    });
  const claiming = (...names: readonly string[]): Model =>
    model({
      name: "bad",
      variables,
      processes: [process("A", { program: step("go") })],
      properties: names.map((name) => always(name, () => true)),
    });
  complainsAbout([
    { what: "no process", made: () => named(), says: ["no process", "nothing could move"] },
    {
      what: "two processes of a name",
      made: () => named("A", "B", "A"),
      says: ['two processes are called "A"'],
    },
    {
      what: "two properties of a name",
      made: () => claiming("p", "q", "p"),
      says: ['two properties are called "p"'],
    },
    { what: "no property", made: () => check(claiming()), says: ['model "bad" claims nothing', "always(…)"] },
    {
      what: "none of the properties",
      made: () => check(claiming("p", "q"), { properties: [] }),
      says: ["no property", "p, q"],
    },
    {
      what: "an unknown property",
      made: () => check(claiming("lost update", "other"), { properties: ["last update"] }),
      says: ['no property "last update"', "lost update, other", 'did you mean "lost update"?'],
    },
    // The state is a Record with a field for each process.
    { what: "a process called like a Record's method", made: () => named("get"), says: ['"get"', "Record"] },
    {
      what: "a process called like an object's own",
      made: () => named("constructor"),
      says: ['"constructor"'],
    },
    { what: "a process called __proto__", made: () => named("__proto__"), says: ['"__proto__"'] },
  ]);

  test("a process whose name is no word", () => {
    const message = complaint(() => named("task one"));
    for (const part of ['"task one"', "one word"]) expect(message).toContain(part);
  });
});

describe("programs", () => {
  const forever = routine("forever", () => loop(step("spin")));
  const direct: Routine<Context<V>, []> = routine("direct", () => [step("a"), call(direct)]);
  const ping: Routine<Context<V>, []> = routine("ping", () => [step("a"), call(pong)]);
  const pong: Routine<Context<V>, []> = routine("pong", () => loop(call(ping)));
  const counting: Routine<Context<V>, [number]> = routine("counting", (n: number) => [
    step(`${n}`),
    n > 0 && call(counting, n - 1),
  ]);
  const nothing = routine("nothing", () => []);
  const spinning = routine("spinning", () => loop());
  const inA = 'in the program of process "A"';
  const mistakes: readonly Mistake[] = [
    { what: "no step", made: () => running([]), says: ["the program has no step"] },
    { what: "absent parts alone", made: () => running([false, [null, undefined]]), says: ["has no step"] },
    { what: "an empty section alone", made: () => running(irqsDisabled()), says: ["has no step"] },
    { what: "an empty mode alone", made: () => running(userMode(false)), says: ["has no step"] },
    { what: "an empty routine alone", made: () => running(call(nothing)), says: ["has no step"] },
    { what: "a loop without a step", made: () => running(loop()), says: ["a loop has no step"] },
    {
      what: "a loop of an empty section",
      made: () => running(loop(irqsDisabled())),
      says: ["a loop has no step"],
    },
    { what: "a loop that is left at once", made: () => running(loop(leave)), says: ["a loop has no step"] },
    {
      what: "an empty loop in a routine",
      made: () => running(call(spinning)),
      says: ["no step in spinning"],
    },
    {
      what: "an atomic block without a step",
      made: () => running(atomic("xchg")),
      says: ['atomic "xchg" has no step'],
    },
    {
      what: "a step behind an endless loop",
      made: () => running([loop(step("work")), step("tidy up")]),
      says: ['step "tidy up" can never be reached', "endless loop"],
    },
    {
      what: "a step behind a routine that never returns",
      made: () => running([call(forever), step("tidy up")]),
      says: ['step "tidy up" can never be reached'],
    },
    {
      what: "a step behind leave",
      made: () => running(loop(step("work"), leave, step("tidy up"))),
      says: ['step "tidy up" can never be reached', "`leave`"],
    },
    {
      what: "a step behind two ways out",
      made: () =>
        running(
          loop(
            when("done?", () => true, leave, leave),
            step("tidy up"),
          ),
        ),
      says: ['step "tidy up" can never be reached'],
    },
    {
      what: "leave outside every loop",
      made: () => running([step("work"), leave]),
      says: ["`leave`", "outside every loop"],
    },
    {
      what: "leave behind the loop that it is for",
      made: () => running([loop(step("work"), leave), step("more"), leave]),
      says: ["`leave`", "outside every loop"],
    },
    { what: "a choose without a branch", made: () => running(choose()), says: ["a choose has no branch"] },
    {
      what: "a choose of absent branches",
      made: () => running(choose(false, null)),
      says: ["a choose has no branch"],
    },
    {
      what: "an empty branch",
      made: () => running([choose(step("a"), []), step("b")]),
      says: ["branch 2 of a choose", "does not begin with a step"],
    },
    {
      what: "a branch that leaves at once",
      made: () => running(loop(choose(step("a"), leave))),
      says: ["branch 2 of a choose", "does not begin with a step"],
    },
    {
      what: "branches that begin in and out of a mode",
      made: () => running(choose(step("a"), userMode(step("b")))),
      says: [
        "different attributes",
        '"a" under none',
        '"b" under user mode',
        "put the mode around the choose",
      ],
    },
    {
      what: "branches that begin in two modes, in a routine",
      made: () => running(call(routine("f", () => choose(mode("m", step("a")), mode("n", step("b")))))),
      says: ["different attributes", "in f", '"a" under m', '"b" under n'],
    },
    {
      what: "direct recursion",
      made: () => running(call(direct)),
      says: ['"direct" calls itself', "direct -> direct"],
    },
    {
      what: "mutual recursion",
      made: () => running(call(ping)),
      says: ['"ping" calls itself', "ping -> pong -> ping"],
    },
    {
      what: "recursion that would end",
      made: () => running(call(counting, 3)),
      says: ['"counting" calls itself', "counting -> counting"],
    },
    { what: "a step without a label", made: () => running(step("")), says: ["a step needs a label"] },
    {
      what: "a routine that is not called",
      made: () => running(untyped(ping)),
      says: ["where code belongs", "call("],
    },
    {
      what: "a function for code",
      made: () => running(untyped(() => step("a"))),
      says: ["a function", "by calling it"],
    },
    {
      what: "a string for code",
      made: () => running(untyped("a")),
      says: ["a string stands where code belongs"],
    },
  ];
  for (const { what, made, says } of mistakes) {
    test(what, () => {
      const message = complaint(made);
      for (const part of [...says, inA, 'in model "bad"']) expect(message).toContain(part);
    });
  }

  const atOnce: readonly Mistake[] = [
    {
      what: "a body that is no function",
      made: () => step("go", untyped(5)),
      says: ["body", '"go"', "number"],
    },
    {
      what: "a guard that is no function",
      made: () => step("go", undefined, { enabled: untyped(true) }),
      says: ["guard", '"go"', "boolean"],
    },
    {
      what: "a condition that is no function",
      made: () => when("on?", untyped(true), []),
      says: ["condition", '"on?"', "boolean"],
    },
    {
      what: "no condition",
      made: () => loopWhile("on?", untyped(undefined)),
      says: ["condition", '"on?"', "undefined"],
    },
    {
      what: "a call of undefined",
      made: () => call(untyped<Routine<Context<V>, []>>(undefined)),
      says: ["undefined", "not a routine"],
    },
    {
      what: "a call of code",
      made: () => call(untyped<Routine<Context<V>, []>>(step("a"))),
      says: ["an object", "not a routine"],
    },
    {
      what: "code in a section that is none",
      made: () => section("s", untyped<Code<unknown>>(5)),
      says: ["a number", "where code belongs"],
    },
  ];
  for (const { what, made, says } of atOnce) {
    test(what, () => {
      const message = complaint(made);
      for (const part of says) expect(message).toContain(part);
    });
  }
});

describe("where a process runs", () => {
  const { step: bare, process: bareProcess } = language<{ x: number }>();
  complainsAbout([
    {
      what: "a cpu that there is not",
      made: () => running(step("go"), { cpu: 2 }),
      says: ['process "A"', "cpu 2", "0 to 1"],
    },
    {
      what: "a negative cpu",
      made: () => running(step("go"), { cpu: -1 }),
      says: ['process "A"', "cpu -1", "0 to 1"],
    },
    {
      what: "a part of a cpu",
      made: () => running(step("go"), { cpu: 0.5 }),
      says: ['process "A"', "cpu 0.5"],
    },
    {
      what: "a task, where none is declared",
      made: () => running(step("go"), { task: 0 }),
      says: ['process "A"', "per task"],
    },
    {
      what: "a cpu, where none is declared",
      made: () =>
        model({
          name: "bad",
          variables: { x: 0 },
          processes: [bareProcess("A", { cpu: 0, program: bare("go") })],
        }),
      says: ['process "A"', "cpu", "no variable is declared per cpu"],
    },
  ]);
});

describe("claims", () => {
  type State = StateView<V>;
  /** A takes two steps, the second with interrupts off; `predicate` is asked once `x` is reached. */
  const claimed = (predicate: (state: State) => boolean): unknown =>
    check(
      model({
        name: "bad",
        variables,
        processes: [
          process("A", {
            program: irqsDisabled(
              step("read flag", (k) => {
                k.count = 1;
              }),
              step("write flag"),
            ),
          }),
          process("B", { program: step("idle"), mayWait: true }),
        ],
        properties: [never("odd", (s) => s.count === 1 && predicate(s))],
      }),
    );
  const asked = 'the predicate of "odd"';
  const schedule = 'schedule "A"';
  complainsAbout([
    {
      what: "an unknown process",
      made: () => claimed((s) => s.process("C").finished),
      says: ['no process "C"', "A, B", asked, schedule],
    },
    {
      what: "a misspelt process",
      made: () => claimed((s) => s.process("a").finished),
      says: ['no process "a"', "A, B", 'did you mean "A"?', asked, schedule],
    },
    {
      what: "an unknown label",
      made: () => claimed((s) => s.process("A").at("read flags")),
      says: [
        'process "A"',
        '"read flags"',
        "read flag, write flag",
        'did you mean "read flag"?',
        asked,
        schedule,
      ],
    },
    {
      what: "an unknown attribute",
      made: () => claimed((s) => s.process("A").in("irq off")),
      says: ['process "A"', '"irq off"', "irqs off", 'did you mean "irqs off"?', asked, schedule],
    },
    {
      what: "an attribute, where there is none",
      made: () => claimed((s) => s.process("B").in("irqs off")),
      says: ['process "B"', '"irqs off"', "there is none", asked, schedule],
    },
    {
      what: "a local that there is not",
      made: () => claimed((s) => s.process<{ seen: number }>("A").my.seen === 0),
      says: ['no variable "seen" in "A"', "there is none", asked, schedule],
    },
    {
      what: "a misspelt variable",
      made: () => claimed((s) => untyped<{ vcpu: { loadde: boolean } }>(s).vcpu.loadde),
      says: ['"loadde" in "vcpu"', "loaded, guestFpu", 'did you mean "loaded"?', asked, schedule],
    },
    {
      what: "my",
      made: () => claimed((s) => untyped<{ my: { seen: number } }>(s).my.seen === 0),
      says: [asked, "`my`", "process(name)", schedule],
    },
    {
      what: "here",
      made: () => claimed((s) => untyped<{ here: { fpregs: string } }>(s).here.fpregs === "none"),
      says: [asked, "`here`", "outside every process", schedule],
    },
    {
      what: "choose",
      made: () => claimed((s) => untyped<{ choose(of: boolean[]): boolean }>(s).choose([true, false])),
      says: [asked, "`choose`", "only the body of a step", schedule],
    },
    {
      what: "an index out of range",
      made: () => claimed((s) => s.fork(3).taken),
      says: ['no fork "3"', "0 to 2", asked, schedule],
    },
    {
      what: "an exception",
      made: () =>
        claimed(() => {
          throw new RangeError("off by one");
        }),
      says: [asked, "threw RangeError: off by one", schedule],
    },
    {
      what: "a forgotten return",
      made: () => claimed(untyped((s: State) => void s.vcpu.loaded)),
      says: [asked, "undefined", "is a `return` missing?", schedule],
    },
    {
      what: "a number",
      made: () => claimed(untyped((s: State) => s.count)),
      says: [asked, "number", "not a boolean", schedule],
    },
    {
      what: "a group of variables",
      made: () => claimed(untyped((s: State) => s.vcpu)),
      says: [asked, "object", "not a boolean", schedule],
    },
    {
      what: "a Promise",
      made: () => claimed(untyped(async (s: State) => s.vcpu.loaded)),
      says: [asked, "Promise", "async", schedule],
    },
    {
      what: "an assignment",
      made: () =>
        claimed((s) => {
          untyped<{ count: number }>(s).count = 2;
          return true;
        }),
      says: [asked, 'assigned to "count"', "only the body of a step", schedule],
    },
    {
      what: "an assignment in a helper",
      made: () => claimed((s) => loadAndSay(untyped(s))),
      says: [asked, 'assigned to "vcpu.loaded"', "only the body of a step", schedule],
    },
  ]);

  test("a name that is like none there is no guess at", () => {
    expect(complaint(() => claimed((s) => s.process("C").finished))).not.toContain("did you mean");
  });

  test("a mistake in the initial state says so", () => {
    const odd = never("odd", (s: State) => s.process("C").finished);
    const message = complaint(() =>
      check(
        model({
          name: "bad",
          variables,
          processes: [process("A", { program: step("go") })],
          properties: [odd],
        }),
      ),
    );
    expect(message).toContain("in the initial state");
    expect(message).not.toContain('schedule ""');
  });
});

function loadAndSay(k: { vcpu: { loaded: boolean } }): boolean {
  k.vcpu.loaded = true;
  return k.vcpu.loaded;
}

describe("a property that the initial state decides has an empty trace", () => {
  const blocked = step("wait", undefined, { enabled: () => false });
  const rows = [
    {
      property: always("p", (s: { count: number }) => s.count !== 0),
      program: step("go"),
      shows: "violated",
    },
    { property: never("p", (s: { count: number }) => s.count === 0), program: step("go"), shows: "violated" },
    { property: deadlockFree("p"), program: blocked, shows: "violated" },
    { property: reachable("p", (s) => s.count === 0), program: step("go"), shows: "holds" },
    {
      property: reachable("p", (s) => s.count === 0, { impossible: "never zero" }),
      program: step("go"),
      shows: "violated",
    },
  ];
  for (const { property, program, shows } of rows) {
    test(`${property.kind}: ${shows}`, () => {
      const a = process("A", { program });
      const good = model({ name: "good", variables, processes: [a], properties: [property] });
      const [verdict] = check(good, { witnesses: true }).verdicts;
      const trace =
        verdict?.kind === "violated" ? verdict.trace : verdict?.kind === "holds" && verdict.witness;
      expect(verdict).toMatchObject({ kind: shows, property: "p" });
      expect(trace).toMatchObject({
        steps: [],
        cost: { preemptions: 0, events: 0, steps: 0 },
        seen: 0,
        damage: null,
      });
    });
  }
});
