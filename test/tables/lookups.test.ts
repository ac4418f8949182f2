/** How many moves a sweep looks up: where steps commute, one order of them is enough for every state behind them. */

import { indexed, language, type Model, model } from "preempt";
import { describe, expect, test } from "vitest";
import { judgeSweep } from "../../src/search/sweep.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { compareSweep } from "../differential/swept/comparison.js";

const variables = { x: 0, seen: indexed(40, { value: 0 }) };
const { step, process, loop, loopWhile } = language<typeof variables>();
type Steps = ReturnType<typeof step>;

/** What a sweep of a model comes to, once it has agreed with the plain search. */
function counted(name: string, processes: readonly ReturnType<typeof process>[]): readonly number[] {
  const built: Model = model({ name, variables, processes });
  const compared = compareSweep(() => built, { most: 100_000, paths: false });
  if (compared === undefined) throw new Error(`"${name}" was not compared`);
  return [compared.states, compared.transitions, compared.lookups];
}

const named = (count: number, programOf: (p: number) => readonly Steps[]) =>
  Array.from({ length: count }, (_, p) => process(`P${p}`, { program: programOf(p) }));

/** `steps` steps that nobody else is touched by. */
const alone = (p: number, steps: number): readonly Steps[] =>
  Array.from({ length: steps }, (_, i) =>
    step(`own ${i}`, (k) => {
      k.seen(p).value = i + 1;
    }),
  );

describe("of processes that touch nothing in common, a sweep looks each state up once", () => {
  test.each([
    [1, 5],
    [2, 1],
    [2, 7],
    [3, 3],
    [5, 2],
    [10, 1],
  ])("%i processes of %i steps", (n, k) => {
    const states = (k + 1) ** n;
    const transitions = n * k * (k + 1) ** (n - 1);
    expect(
      counted(
        "alone",
        named(n, (p) => alone(p, k)),
      ),
    ).toEqual([states, transitions, states - 1]);
  });

  test("though steps have several outcomes", () => {
    const choosing = (p: number): readonly Steps[] => [
      step("any", (k) => {
        k.seen(p).value = k.choose([1, 2, 3]);
      }),
    ];
    // Four places for each: not moved, or one of three values.
    expect(counted("choosing", named(4, choosing))).toEqual([4 ** 4, 4 * 3 * 4 ** 3, 4 ** 4 - 1]);
  });

  test("though all of them read the same", () => {
    const reading = (p: number): readonly Steps[] => [
      step("read x", (k) => {
        k.seen(p).value = k.x + 1;
      }),
    ];
    expect(counted("readers", named(6, reading))).toEqual([64, 6 * 32, 63]);
  });

  // x is written once, before or behind each read: the reads commute with each other, and not with the write.
  test("but for those that depend on each other", () => {
    const reading = named(3, (p) => [
      step("read x", (k) => {
        k.seen(p).value = k.x + 1;
      }),
    ]);
    const writer = process("W", {
      program: step("write x", (k) => {
        k.x = 1;
      }),
    });
    // 8 places before the write; behind it each reader has not read, or has read 0 or 1: 27.
    const [states, transitions, lookups] = counted("one writer", [...reading, writer]);
    expect([states, transitions]).toEqual([8 + 27, 3 * 4 + 8 + 3 * 9]);
    // Before the write 7, each once, and the write from each of 8; behind it, reads of 1 in one order each.
    expect(lookups).toBe(7 + 8 + (27 - 8));
  });
});

describe("nothing is left out", () => {
  const counting = (): readonly Steps[] => [
    step("x++", (k) => {
      k.x += 1;
    }),
  ];

  test("where all write the same", () => {
    const [states, transitions, lookups] = counted("counting", named(5, counting));
    expect([states, transitions]).toEqual([32, 80]);
    expect(lookups).toBe(transitions);
  });

  test("where all update the same without a look", () => {
    const updating = (): readonly Steps[] => [
      step("x++", (k) => {
        k.update(k, "x", (x) => x + 1);
      }),
    ];
    const [states, transitions, lookups] = counted("updating", named(5, updating));
    expect([states, transitions]).toEqual([32, 80]);
    expect(lookups).toBe(transitions);
  });

  test("where every step ends the run", () => {
    const halting = (p: number): readonly Steps[] => [
      step("halt", (k) => {
        k.seen(p).value = 1;
        k.halt("enough");
      }),
    ];
    expect(counted("halting", named(5, halting))).toEqual([6, 5, 5]);
  });

  // Of two who go on, one order is left out; whoever ends the run comes before or behind each.
  test.each([
    ["first", 0],
    ["last", 2],
  ])("where the %s of three ends the run", (_, at) => {
    const halting = process("H", {
      program: step("halt", (k) => {
        k.halt("enough");
      }),
    });
    const moving = named(2, (p) => alone(p, 1));
    expect(counted("one halts", moving.toSpliced(at, 0, halting))).toEqual([8, 8, 7]);
  });

  // A goes to and fro between two states of one level, and lets B move. What B does in either is as far from the initial state.
  test("for what leads to a state of the same level", () => {
    const moving = process("B", {
      program: step(
        "b",
        (k) => {
          k.seen(1).value = 1;
        },
        { enabled: (k) => k.x === 1 },
      ),
    });
    const going = process("A", {
      program: [
        step("begin", (k) => {
          k.x = 1;
          k.seen(0).value = k.choose([1, 2]);
        }),
        loop(
          step("to and fro", (k) => {
            k.seen(0).value = 3 - k.seen(0).value;
          }),
        ),
      ],
    });
    expect(counted("to and fro", [moving, going])).toEqual([5, 8, 8]);
  });
});

// A mask has 32 bits. Of four processes that are independent, two are numbered 30 and 31 and can be left out; the others cannot.
test("the first 32 processes are left out, and no others", () => {
  const waiting = step("never", () => undefined, { enabled: (k) => k.x === 7 });
  const idle = Array.from({ length: 30 }, (_, i) => process(`idle${i}`, { program: waiting, mayWait: true }));
  const moving = named(4, (p) => alone(p, 1));
  // From a state those are looked up that are behind the last that has moved, or are not among the first 32.
  const last = (moved: number): number => 31 - Math.clz32(moved);
  const expected = Array.from({ length: 16 }, (_, moved) =>
    [0, 1, 2, 3].filter((p) => (moved & (1 << p)) === 0 && (p >= 2 || p > last(moved))),
  );
  expect(counted("many", [...idle, ...moving])).toEqual([16, 32, expected.flat().length]);
  expect(expected.flat().length).toBe(19);
});

test("a process beyond the first 32 is not taken for one that shares its bit", () => {
  const waiting = step("never", () => undefined, { enabled: (k) => k.x === 7 });
  const idle = Array.from({ length: 30 }, (_, i) => process(`idle${i}`, { program: waiting, mayWait: true }));
  const [first, second, beyond] = named(3, (p) => alone(p, 1));
  if (first === undefined || second === undefined || beyond === undefined) throw new Error("there are three");
  expect(counted("many", [first, second, ...idle, beyond])).toEqual([8, 12, 7]);
});

// There are 63 marks: of 64 variables that are shared, the first and the last have one.
test.each([
  [63, 10],
  [64, 11],
])("of %i variables that are shared, the first and the last are told apart or not", (shared, expected) => {
  const variables = { item: indexed(shared, { held: 0 }) };
  const { step, process } = language<typeof variables>();
  const writing = (own: number) => [
    step("look at all", (k) => {
      for (let i = 0; i < shared; i++) if (k.item(i).held > 1) k.halt("never");
    }),
    step("write", (k) => {
      k.item(own).held = 1;
    }),
  ];
  const processes = [0, shared - 1].map((own, p) => process(`P${p}`, { program: writing(own) }));
  const built = model({ name: "marks", variables, processes });
  // Looks commute, and so do writes of variables that are told apart; a look and a write do not.
  expect(compareSweep(() => built)).toEqual({ states: 9, transitions: 12, lookups: expected });
});

test("what is left out does not depend on how many states are swept at once", () => {
  const built = model({ name: "alone", variables, processes: named(4, (p) => alone(p, 3)) });
  const space = new TableSpace(new Interpreter(built));
  const sweep = space.sweep([]);
  while (!sweep.isDone) sweep.advance(7);
  expect([sweep.states, sweep.depth, space.lookups]).toEqual([256, 12, 255]);
});

// Counting up, beside a process that has nothing to do with it: x outgrows its bits again and again, on every fourth level or so.
test("masks are kept when states are laid out anew", () => {
  const counting = process("C", {
    program: loopWhile(
      "more?",
      (k) => k.x < 300,
      step("x++", (k) => {
        k.x += 1;
      }),
    ),
  });
  const [states, transitions, lookups] = counted("growing", [
    process("A", { program: alone(0, 3) }),
    counting,
  ]);
  expect([states, transitions]).toEqual([602 * 4, 601 * 4 + 602 * 3]);
  expect(lookups).toBe((states ?? 0) - 1);
});

test("a sweep that is judged looks up as much as one that is not", () => {
  const built = model({ name: "alone", variables, processes: named(3, (p) => alone(p, 2)) });
  const space = new TableSpace(new Interpreter(built));
  const search = judgeSweep({ space, properties: [], stop: () => undefined });
  while (!search.next().done);
  expect(space.lookups).toBe(26);
});
