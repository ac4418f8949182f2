/** What each operator makes of a small model: the exact list of mutants. */

import { condition, language, type Model, model, mutantsOf, mutex, type Part } from "preempt";
import { describe, expect, test } from "vitest";

const variables = { x: 0, y: 0, m: mutex(), n: mutex(), c: condition() };

const { step, when, loop, loopWhile, leave, choose, atomic, section, mode, lift, irqsDisabled } =
  language<typeof variables>();
const { lock, unlock, tryLock, wait, signal, routine, call, process } = language<typeof variables>();

const setX = step("x := 1", (k) => {
  k.x = 1;
});
const setY = step("y := 1", (k) => {
  k.y = 1;
});
const pause = step("pause");
const waits = step("x = 1?", undefined, { enabled: (k) => k.x === 1 });
const waitsAndSets = step(
  "y := x, when x",
  (k) => {
    k.y = k.x;
  },
  { enabled: (k) => k.x === 1 },
);
const takes = lock("lock", (k) => k.m);
const gives = unlock("unlock", (k) => k.m);

const of = (...program: readonly Part<never>[]): Model =>
  model({ name: "m", variables, processes: [process("A", { program: program as never })] });

const namesOf = (made: Model): readonly string[] => mutantsOf(made).map(({ name }) => name);

const cases: readonly {
  readonly what: string;
  readonly program: readonly Part<never>[];
  readonly mutants: readonly string[];
}[] = [
  { what: "a step with a body", program: [setX], mutants: ["A: x := 1 (drop)", "A: x := 1 (twice)"] },
  { what: "a step that does nothing", program: [pause], mutants: [] },
  { what: "a guard", program: [setX, waits].slice(1), mutants: ["A: x = 1? (no guard)"] },
  {
    what: "a guard and a body",
    program: [waitsAndSets],
    mutants: ["A: y := x, when x (drop)", "A: y := x, when x (twice)", "A: y := x, when x (no guard)"],
  },
  {
    what: "neighbours",
    program: [setX, setY],
    mutants: [
      "A: x := 1 (drop)",
      "A: x := 1 (twice)",
      'A: x := 1 (swap with "y := 1")',
      "A: y := 1 (drop)",
      "A: y := 1 (twice)",
    ],
  },
  { what: "neighbours that do nothing", program: [pause, step("rest")], mutants: [] },
  {
    what: "an atomic block",
    program: [atomic("locked", setX, setY)],
    mutants: [
      'A: x := 1 (split "locked")',
      "A: x := 1 (drop)",
      "A: x := 1 (twice)",
      'A: x := 1 (swap with "y := 1")',
      "A: y := 1 (drop)",
      "A: y := 1 (twice)",
    ],
  },
  {
    what: "an atomic block of one step, and one inside another",
    program: [atomic("one", setX), atomic("outer", waits, atomic("inner", pause, waits))],
    mutants: [
      'A: x := 1 (swap with "x = 1?")',
      "A: x := 1 (drop)",
      "A: x := 1 (twice)",
      'A: x = 1? (split "outer")',
      'A: x = 1? (swap with "pause")',
      "A: x = 1? (no guard)",
      'A: pause (swap with "x = 1?")',
      "A: x = 1? (no guard) #2",
    ],
  },
  {
    what: "sections, modes and lifts",
    program: [irqsDisabled(section("mine", pause), mode("user mode", pause), lift("irqs off", pause))],
    mutants: ['A: pause (without "irqs off")', 'A: pause (without "mine")'],
  },
  {
    what: "a condition",
    program: [when("x?", (k: { x: number }) => k.x === 1, pause)],
    mutants: ["A: x? (always yes)", "A: x? (always no)"],
  },
  { what: "a condition both of whose ways are none", program: [when("x?", () => true, [])], mutants: [] },
  {
    what: "loops and choices: nothing changes places with them",
    program: [setX, loop(choose(pause, [step("rest"), leave])), loopWhile("x?", () => false, pause), pause],
    mutants: ["A: x := 1 (drop)", "A: x := 1 (twice)", "A: x? (always yes)", "A: x? (always no)"],
  },
  {
    what: "a lock, which is dropped with its unlocks",
    program: [takes, choose([pause, gives], [setX, gives]), lock("other", (k: typeof locks) => k.n)],
    mutants: [
      "A: lock (twice)",
      "A: lock (no lock)",
      'A: pause (swap with "unlock")',
      "A: unlock (drop)",
      "A: unlock (twice)",
      "A: x := 1 (drop)",
      "A: x := 1 (twice)",
      'A: x := 1 (swap with "unlock")',
      "A: unlock (drop) #2",
      "A: unlock (twice) #2",
      "A: other (twice)",
      "A: other (no lock)",
    ],
  },
  {
    what: "trylock",
    program: [tryLock("try", (k: typeof locks) => k.m, gives, pause)],
    mutants: ["A: try (no lock)", "A: try (always no)", "A: unlock (drop)", "A: unlock (twice)"],
  },
  {
    what: "waiting and waking",
    program: [
      wait(
        "wait",
        (k: typeof locks) => k.c,
        (k: typeof locks) => k.m,
      ),
      signal("signal", (k: typeof locks) => k.c),
    ],
    mutants: [
      "A: wait (drop)",
      "A: wait (twice)",
      'A: wait (swap with "signal")',
      "A: signal (drop)",
      "A: signal (twice)",
    ],
  },
  {
    what: "calls, which are lines of their caller",
    program: [call(routine("f", () => setX)), pause],
    mutants: ['A: f (swap with "pause")', "f: x := 1 (drop)", "f: x := 1 (twice)"],
  },
];

/** What the selectors of locks see. */
declare const locks: Parameters<Parameters<typeof lock>[1]>[0];

test.each(cases)("$what", ({ program, mutants }) => {
  expect(namesOf(of(...program))).toEqual(mutants);
});

describe("the guard of a process", () => {
  test("is a line of its own; of processes with the same steps, it is one", () => {
    const enabled = (k: { readonly x: number }): boolean => k.x === 0;
    const processes = ["A", "B"].map((name) => process(name, { program: pause, enabled }));
    const [mutant, ...more] = mutantsOf(model({ name: "m", variables, processes }));
    expect(mutant?.name).toBe("A: whenever it moves (no guard)");
    expect(mutant?.site.processes).toEqual(["A", "B"]);
    expect(mutant?.model().processes.map((one) => one.enabled)).toEqual([undefined, undefined]);
    expect(more).toEqual([]);
  });
});

describe("what is one line", () => {
  const increments = routine("increment", (by: number) =>
    step(`x += ${by}`, (k) => {
      k.x += by;
    }),
  );

  test("a routine in all of its calls, whatever their numbers", () => {
    const made = model({
      name: "m",
      variables,
      processes: [
        process("A", { program: [call(increments, 1), pause, call(increments, 2)] }),
        process("B", { program: call(increments, 3) }),
      ],
    });
    const drop = mutantsOf(made).find(({ operator }) => operator === "drop");
    expect(drop?.site).toMatchObject({ label: "x += 1", processes: ["A", "B"], copies: 3 });
    const bodies = drop
      ?.model()
      .processes.flatMap(({ program }) => program.locations.flatMap(({ steps }) => steps))
      .filter(({ label }) => label.startsWith("x +="))
      .map(({ effect }) => effect.kind === "body" && effect.body);
    expect(bodies).toEqual([undefined, undefined, undefined]);
  });

  test("two routines of one name in two files are two", () => {
    const in_ = (file: string) => routine({ name: "f", file }, () => setX);
    const made = model({
      name: "m",
      variables,
      processes: [process("A", { program: [call(in_("a.c")), pause, call(in_("b.c"))] })],
    });
    const drops = mutantsOf(made).filter(({ operator }) => operator === "drop");
    expect(drops.map(({ name, site }) => [name, site.copies])).toEqual([
      ["f: x := 1 (drop)", 1],
      ["f: x := 1 (drop) #2", 1],
    ]);
  });

  const writes = (label: string) =>
    step(label, (k) => {
      k.x = 1;
    });

  const inBoth = (a: Part<never>, b: Part<never>): readonly (readonly string[])[] =>
    mutantsOf(
      model({
        name: "m",
        variables,
        processes: [process("A", { program: a as never }), process("B", { program: b as never })],
      }),
    )
      .filter(({ operator }) => operator === "drop")
      .map(({ site }) => site.processes);

  test("outside routines, the same place under the same label; its own name put aside", () => {
    expect(inBoth(writes("A writes 1"), writes("B writes 2"))).toEqual([["A", "B"]]);
  });

  test("not under another label, nor in another place", () => {
    expect(inBoth(writes("writes"), writes("reads"))).toEqual([["A"], ["B"]]);
    expect(inBoth(writes("writes"), [pause, writes("writes")])).toEqual([["A"], ["B"]]);
    expect(inBoth(loop(writes("writes")), writes("writes"))).toEqual([["A"], ["B"]]);
  });

  test("two mutants with the same programs are one, and what changes nothing is none", () => {
    // The one swapped with the other is what there was.
    expect(namesOf(of(setX, setX))).toEqual(["A: x := 1 (drop)", "A: x := 1 (twice)", "A: x := 1 (drop) #2"]);
  });
});

describe("a mutant", () => {
  test("keeps what claims ask for: labels, and attributes that are nowhere any more", () => {
    const made = of(irqsDisabled(setX, setY));
    const [unwrapped] = mutantsOf(made).filter(({ operator }) => operator === "unwrap");
    const { program } = unwrapped?.model().processes[0] ?? {};
    expect(program?.attributes).toEqual(new Set(["irqs off"]));
    expect(program?.locations.flatMap(({ attributes }) => attributes)).toEqual([]);
  });

  test("an atomic block is called as it was, whichever of its steps comes first", () => {
    const [swapped] = mutantsOf(of(atomic("locked", setX, setY))).filter(
      ({ operator }) => operator === "swap",
    );
    const [start] = swapped?.model().processes[0]?.program.locations ?? [];
    const [block] = start?.steps ?? [];
    expect(block?.label).toBe("x := 1");
    expect(block?.effect.kind === "atomic" && block.effect.entry.steps[0]?.label).toBe("y := 1");
  });

  test("leaves the model as it is", () => {
    const made = of(setX, setY);
    const before = made.processes.map(({ program }) => program);
    for (const mutant of mutantsOf(made)) mutant.model();
    expect(made.processes.map(({ program }) => program)).toEqual(before);
    expect(namesOf(made)).toEqual(namesOf(of(setX, setY)));
  });
});
