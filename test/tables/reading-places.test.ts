/** What is read by way of something else that is read: numbers, places, other processes, locks; see ways.ts. */

import {
  type Context,
  condition,
  language,
  type Model,
  model,
  mutex,
  type Part,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { agreed, countsOf, onTables, verdictsOf } from "./agreed.js";
import { type InnerWay, type L, tells, tellsInside, type V, type Way, watching, words } from "./ways.js";

const { step, never, reachable } = words;

const turns: Way["sets"] = (k, n) => {
  k.turn = n;
};
/** What number 0 holds is changed, while it is the one that is looked at. */
const holds: Way["sets"] = (k, n) => {
  k.cpu(0).x = n;
};
/** First another one is looked at, and then what that holds is changed. */
const turnsAndHolds: Way["sets"] = (k, n) => {
  if (n === 1) k.turn = 1;
  else k.cpu(1).x = 2;
};
const tasks: Way["sets"] = (k, n) => {
  k.task(0).x = n;
};
const runs: Way["sets"] = (k, n) => {
  k.cpu(0).running = n;
};
const nothing: Way["sets"] = () => undefined;
const ofItsOwn: Way["sets"] = (k, n) => {
  k.my.n = n;
};

describe("of an indexed group", () => {
  tells([
    { what: "the number", sets: turns, sees: (k) => k.cpu(k.turn).x },
    { what: "the variable at the number", sets: holds, sees: (k) => k.cpu(k.turn).x },
    { what: "the number and then the variable", sets: turnsAndHolds, sees: (k) => k.cpu(k.turn).x },
    {
      what: "a number kept apart",
      sets: turnsAndHolds,
      sees: ({ cpu, turn }) => {
        const { x } = cpu(turn);
        return x;
      },
    },
    { what: "all of them", sets: holds, sees: (k) => [0, 1, 2].reduce((all, i) => all + k.cpu(i).x, -3) },
    { what: "a copy of one", sets: turnsAndHolds, sees: (k) => ({ ...k.cpu(k.turn) }).x },
    { what: "the number in another group", sets: runs, sees: (k) => k.task(k.cpu(k.turn).running).x },
  ]);
});

describe("of a place that the state says", () => {
  const ways: readonly InnerWay[] = [
    { what: "where here is", sets: turns, sees: (k) => k.here.x },
    { what: "what here holds", sets: holds, sees: (k) => k.here.x },
    { what: "where here is and then what it holds", sets: turnsAndHolds, sees: (k) => k.here.x },
    { what: "here, destructured", sets: turnsAndHolds, sees: ({ here: { x } }) => x },
    {
      what: "here, taken before it is used",
      sets: turns,
      sees: ({ here }) => [here].map(({ x }) => x)[0] ?? 9,
    },
    { what: "a copy of here", sets: turnsAndHolds, sees: (k) => ({ ...k.here }).x },
    { what: "JSON of here", sets: turnsAndHolds, sees: (k) => JSON.parse(JSON.stringify(k.here)).x },
    { what: "where current is", sets: runs, sees: (k) => k.current.x },
    { what: "what current holds", sets: tasks, sees: (k) => k.current.x },
    {
      what: "where current is, by way of where here is",
      sets: (k, n) => {
        k.cpu(n).running = n;
        k.turn = n;
      },
      sees: (k) => k.current.x,
    },
  ];
  tellsInside(ways);
});

describe("of another process", () => {
  tells([
    {
      what: "at",
      sets: nothing,
      sees: (k) => ["to 1", "to 2"].reduce((all, label, n) => (k.process("B").at(label) ? n : all), 2),
    },
    {
      what: "in",
      sets: nothing,
      sees: (k) => (k.process("B").in("early") ? 0 : k.process("B").in("middle") ? 1 : 2),
    },
    {
      what: "finished beside at",
      sets: nothing,
      sees: ({ process: other }) => (other("B").finished ? 2 : other("B").at("to 2") ? 1 : 0),
    },
    { what: "a local", sets: ofItsOwn, sees: (k) => k.process<L>("B").my.n },
    { what: "a local, destructured", sets: ofItsOwn, sees: (k) => (({ my: { n } }) => n)(k.process<L>("B")) },
    { what: "a copy of its locals", sets: ofItsOwn, sees: (k) => ({ ...k.process<L>("B").my }).n },
  ]);

  // Of 3 places only whether it is the last is asked: 3 states, and 3 + 1.
  test("finished alone is recorded, with two answers for three places", () => {
    const asking = step("see", (k) => {
      k.saw = k.process("B").finished ? 1 : 0;
    });
    const asked = watching(nothing, asking);
    expect(countsOf(agreed(asked).report)).toEqual([7, 7, 3]);
  });

  // Seen at 0: 3 states; at 1 and 2: 2.
  test("at alone is recorded", () => {
    const asking = step("see", (k) => {
      k.saw = k.process("B").at("to 1") ? 1 : 0;
    });
    expect(countsOf(agreed(watching(nothing, asking)).report)).toEqual([8, 8, 3]);
  });

  test("two questions about one place are two views", () => {
    const one = step("see", (k) => {
      k.saw = k.process("B").finished ? 1 : 0;
    });
    const two = step("see", (k) => {
      k.saw = k.process("B").finished ? 1 : k.process("B").at("to 1") ? 2 : 0;
    });
    const views = (program: typeof one): number => onTables(watching(nothing, program)).views;
    expect(views(two) - views(one)).toBe(1);
  });
});

describe("of why a run has ended", () => {
  const ending = (k: Context<V, L>, n: number): void => {
    if (n === 2) k.halt(`for ${k.choose(["one", "another"])} reason`);
  };
  const claims = ["for one reason", "for another reason"].map((why) =>
    reachable(why, (s: StateView<V>) => s.halted === why),
  );
  const asking = step("see", (k) => {
    k.saw = k.halted === null ? 1 : 2;
  });

  // A has moved or not, beside four places of B: before, between, and two ends.
  test("the reason is recorded", () => {
    const { report } = agreed(
      watching(ending, asking, [...claims, never("seen", (s) => s.halted !== null && s.saw === 2)]),
    );
    expect(countsOf(report)).toEqual([8, 8, 3]);
    expect(verdictsOf(report)).toEqual({
      "for one reason": "holds (0, 0, 2)",
      "for another reason": "holds (0, 0, 2)",
      seen: "holds",
    });
  });
});

describe("of locks", () => {
  const variables = { m: mutex(), n: mutex(), c: condition(), saw: null as number | string | null };
  type Locks = typeof variables;
  const { step, process, lock, tryLock, unlock, wait, never } = language<Locks>();
  const taking: Part<Context<Locks>> = [lock("lock", (k) => k.m), unlock("unlock", (k) => k.m)];
  const waiting: Part<Context<Locks>> = [
    lock("lock", (k) => k.m),
    wait(
      "wait",
      (k) => k.c,
      (k) => k.m,
    ),
  ];
  const see = (sees: (k: StateView<Locks>) => number | string | null): Part<Context<Locks>> =>
    step("see", (k) => {
      k.saw = sees(k);
    });
  const locking = (program: Part<Context<Locks>>, others: Part<Context<Locks>>): Model =>
    model({
      name: "locks",
      variables,
      processes: [program, others, others].map((program, i) => process("ABC".charAt(i), { program })),
      properties: [never("nothing", () => false)],
    });

  // B and C have 8 places and 8 moves between them. A saw nobody, and they are anywhere; or one, who is inside or has been
  // before the other: 5 places and 4 moves, twice.
  test.each([
    { what: "its holder", sees: (k: StateView<Locks>) => k.m.holder },
    { what: "its holder, destructured", sees: ({ m: { holder } }: StateView<Locks>) => holder },
    { what: "a copy of a mutex", sees: (k: StateView<Locks>) => ({ ...k.m }).holder },
    {
      what: "JSON of the whole draft",
      sees: (k: StateView<Locks>) => JSON.parse(JSON.stringify(k)).m.holder,
    },
  ])("of a mutex $what is recorded", ({ sees }) => {
    const { report } = agreed(locking(see(sees), taking));
    expect(countsOf(report)).toEqual([8 + 8 + 5 + 5, 8 + 8 + 8 + 4 + 4, 5]);
  });

  // Of 8 places nobody waits in 3, one in 4, both in 1; they lead to 8, 5 and 1 places by 8, 4 and 0 moves.
  test.each([
    { what: "how many wait", sees: (k: StateView<Locks>) => k.c.waiting },
    { what: "how many wait, destructured", sees: ({ c: { waiting: count } }: StateView<Locks>) => count },
    {
      what: "JSON of the whole draft",
      sees: (k: StateView<Locks>) => JSON.parse(JSON.stringify(k)).c.waiting,
    },
  ])("of a condition variable $what is recorded", ({ sees }) => {
    const { report } = agreed(locking(see(sees), waiting));
    expect(countsOf(report)).toEqual([8 + 8 + 5 + 1, 8 + 8 + 8 + 4, 5]);
  });

  // The mutex is free in 4 of the 8 places: A takes it, and nobody moves but A. It is held in 4: A goes the other way, while
  // B and C go on through 7 places by 6 moves.
  test("a try to lock is recorded", () => {
    const trying = tryLock("try", (k) => k.m, step("got it"), step("busy"));
    const { report } = agreed(locking(trying, taking));
    expect(countsOf(report)).toEqual([8 + 4 + 4 + 7 + 7, 8 + 8 + 4 + 7 + 6 + 6, 6]);
  });

  // A goes on from the 4 places where the first mutex is free.
  test("which mutex a lock selects is recorded", () => {
    const selecting = lock("lock one", (k) => (k.m.holder === null ? k.n : k.m));
    const { report, states } = agreed(locking(selecting, taking));
    expect(countsOf(report)).toEqual([8 + 8, 8 + 4 + 8, 5]);
    expect(new Set(states.map((state) => state.get("n")))).toEqual(new Set([null, "A"]));
  });
});
