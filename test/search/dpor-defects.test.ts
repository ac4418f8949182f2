/** What dynamic partial order reduction once got wrong. */

import { check, condition, language, type Model, model, mutex } from "preempt";
import { describe, expect, test } from "vitest";

const variables = { x: 0, y: 0, m: mutex(), n: mutex(), o: mutex(), c: condition() };
const { step, loop, when, lock, wait, process, never, deadlockFree } = language<typeof variables>();

const kinds = (of: Model, steps?: number): readonly string[] =>
  check(of, { strategy: "dpor", ...(steps === undefined ? {} : { steps }) }).verdicts.map(({ kind }) => kind);

const goesRound = process("Q", {
  program: loop(
    step("next x", (k) => {
      k.x = (k.x + 1) % 3;
    }),
  ),
});
const isNeverTwo = never("x is 2", (s) => s.x === 2);
const waits = step("wait", () => undefined, { enabled: (k) => k.y === 1 });

describe("a process that is cut is not forgotten", () => {
  test("where the run is halted", () => {
    const halts = process("R", {
      program: step("halt", (k) => {
        k.halt("panic");
      }),
    });
    const of = model({ name: "halted", variables, processes: [goesRound, halts], properties: [isNeverTwo] });
    expect(kinds(of, 1)).toEqual(["inconclusive"]);
  });

  test("where one of the surroundings and another wait for ever", () => {
    const of = model({
      name: "surrounded",
      variables,
      processes: [
        process("E", { environment: true, program: waits }),
        process("P", { mayWait: true, program: waits }),
        goesRound,
      ],
      properties: [isNeverTwo, deadlockFree()],
    });
    expect(kinds(of, 1)).toEqual(["inconclusive", "inconclusive"]);
  });
});

test("a blocked trace is none that was abandoned, where one of the surroundings waits too", () => {
  const of = model({
    name: "waiting",
    variables,
    processes: [process("E", { environment: true, program: waits }), process("P", { program: waits })],
    properties: [deadlockFree()],
  });
  expect(check(of, { strategy: "dpor" }).grounds.explored).toMatchObject({ blocked: 1, abandoned: 0 });
});

describe("a lock does more than to wait for one mutex", () => {
  const sets = step("y := 1", (k) => {
    k.y = 1;
  });
  const isNeverSet = never("y is 1", (s) => s.y === 1);

  test("where which it takes depends on another mutex", () => {
    const either = lock("either", (k) => (k.m.holder === null ? k.m : k.n));
    const marks = step("x := 1", (k) => {
      k.x = 1;
    });
    const of = model({
      name: "either",
      variables,
      processes: [
        process("S", { program: [lock("n", (k) => k.n), marks] }),
        process("R", { program: lock("m", (k) => k.m) }),
        process("P", { program: when("x?", (k) => k.x === 1, [either, sets]) }),
      ],
      properties: [isNeverSet],
    });
    expect(kinds(of)).toEqual(["violated"]);
  });

  test("where which it takes depends on a condition variable", () => {
    const sleeps = wait(
      "wait",
      (k) => k.c,
      (k) => k.o,
    );
    const of = model({
      name: "asked",
      variables,
      processes: [
        process("S", { program: lock("n", (k) => k.n) }),
        process("R", { program: [lock("o", (k) => k.o), sleeps] }),
        process("P", { program: [lock("either", (k) => (k.c.waiting > 0 ? k.m : k.n)), sets] }),
      ],
      properties: [isNeverSet, deadlockFree()],
    });
    expect(kinds(of)).toEqual(["violated", "violated"]);
  });
});
