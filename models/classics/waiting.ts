/**
 * Processes that wait: for a value, for a mutex, for a condition.
 *
 * exchange: A: 1, 2, 3 x := x + 1      B: 1 waits until x is not 2, and in that step x := 0
 * trylock: A and C: 1 lock    2 unlock        B: 1 trylock; if it has it:    2 unlock
 * condition: A: 1 lock    2 read x; if it is 0, waits for the condition    3 read x    4 unlock
 *            B: 1 lock    2 x := 1    3 broadcast    4 unlock
 *
 * Claims: nobody waits for ever, and A does not go on before x is 1. A lock is not only ever taken by `lock`: a trylock that
 * succeeds, and who has been woken, take it too; a search that forgets it finds 8 of the 10 traces of trylock, and one of the
 * two of condition. 3 traces of exchange.
 */

import { type Context, condition, family, language, model, mutex, type Part } from "preempt";

const variables = { x: 0, m: mutex(), c: condition() };

type Here = Context<typeof variables>;

const { step, when, lock, tryLock, unlock, wait, broadcast, process, assertion, reachable, deadlockFree } =
  language<typeof variables>();

const lockM = lock("lock m", (k) => k.m);
const unlockM = unlock("unlock m", (k) => k.m);
const add = step("FAI x", (k) => {
  k.x += 1;
});

const told = "A goes on when x is 1";

interface Waiting {
  readonly about: string;
  readonly programs: readonly Part<Here>[];
}

const variants: Readonly<Record<string, Waiting>> = {
  exchange: {
    about: "one waits for a value, and takes it in the same step",
    programs: [
      [add, add, add],
      step(
        "exchange x, unless it is 2",
        (k) => {
          k.x = 0;
        },
        { enabled: (k) => k.x !== 2 },
      ),
    ],
  },
  trylock: {
    about: "two lock, one tries to",
    programs: [[lockM, unlockM], tryLock("trylock m", (k) => k.m, unlockM), [lockM, unlockM]],
  },
  condition: {
    about: "one waits for a condition, the other brings it about",
    programs: [
      [
        lockM,
        when(
          "R x",
          (k) => k.x === 0,
          wait(
            "wait c",
            (k) => k.c,
            (k) => k.m,
          ),
        ),
        step("R x again", (k) => {
          k.assert(told, k.x === 1);
        }),
        unlockM,
      ],
      [
        lockM,
        step("W x 1", (k) => {
          k.x = 1;
        }),
        broadcast("broadcast c", (k) => k.c),
        unlockM,
      ],
    ],
  },
};

export const waiting = family({
  name: "waiting",
  title: "processes that wait for a value, a mutex, a condition",
  about: ["What a process waits for is part of what its next step touches, though it cannot be taken."],
  variants,
  newest: "condition",
  parameters: {},
  build: ({ name, programs }) => {
    const names = programs.map((_, i) => String.fromCharCode("A".charCodeAt(0) + i));
    return model({
      name: `waiting@${name}`,
      variables,
      processes: programs.map((program, i) => process(names[i] ?? "", { program })),
      properties: [
        assertion(told),
        reachable("all finish", (s) => names.every((each) => s.process(each).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: () => [],
});
