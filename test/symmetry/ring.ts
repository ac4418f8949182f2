/** Models that are symmetric by construction: what each process does is drawn once, and written for each in its own terms. */

import { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import { indexed, interchangeable, language, type Model, model, mutex } from "preempt";

/** Numbers from 0 on, below a bound: the same ones for the same seed. */
export type Draw = (below: number) => number;

export function drawing(seed: number): Draw {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const variables = (n: number) => ({
  cell: indexed(n, { level: 0, seen: -1 }),
  turn: -1,
  owner: "nobody",
  waiting: ImmutableSet<string>(),
  votes: ImmutableMap<string, number>(),
  queue: List<number>(),
  m: mutex(),
  total: 0,
});

type Variables = ReturnType<typeof variables>;

const { step, loop, choose, lock, unlock, process, when, deadlockFree, assertion, never, always, reachable } =
  language<Variables>();

const nameOf = (i: number): string => `P${i}`;

/** One thing that process `i` of `n` can do. */
function move(i: number, n: number, what: number, amount: number) {
  const name = nameOf(i);
  const others = Array.from({ length: n }, (_, j) => j).filter((j) => j !== i);
  switch (what) {
    case 0:
      return step("climb", (k) => {
        k.cell(i).level = (k.cell(i).level + amount) % 3;
      });
    case 1:
      return step(
        "take the turn",
        (k) => {
          k.turn = i;
        },
        { enabled: (k) => k.turn === -1 },
      );
    case 2:
      return step(
        "give the turn",
        (k) => {
          k.turn = k.choose(others);
        },
        { enabled: (k) => k.turn === i },
      );
    case 3:
      return step("own", (k) => {
        k.owner = k.owner === name ? "nobody" : name;
      });
    case 4:
      return step("wait", (k) => {
        k.waiting = k.waiting.has(name) ? k.waiting.delete(name) : k.waiting.add(name);
      });
    case 5:
      return step("vote", (k) => {
        k.votes = k.votes.set(name, amount);
      });
    case 6:
      return step(
        "queue up",
        (k) => {
          k.queue = k.queue.push(i);
        },
        { enabled: (k) => k.queue.size < 2 },
      );
    case 7:
      return step(
        "serve",
        (k) => {
          k.cell(k.queue.first(0)).seen = i;
          k.queue = k.queue.shift();
        },
        { enabled: (k) => !k.queue.isEmpty() },
      );
    case 8:
      return step("follow", (k) => {
        if (others.some((j) => k.cell(j).level === amount)) k.cell(i).level = amount;
      });
    case 9:
      return [
        lock("lock m", (k) => k.m),
        step("count", (k) => {
          k.total = (k.total + 1) % 3;
        }),
        unlock("lock m", (k) => k.m),
      ];
    case 10:
      return step("fail", (k) => {
        k.assert("nobody is seen by itself", k.cell(i).seen !== i || k.owner !== name);
      });
    default:
      return when(
        "mine?",
        (k) => k.owner === name || k.turn === i,
        step("yes", (k) => {
          k.cell(i).seen = -1;
        }),
        step("no"),
      );
  }
}

/** Three processes that do the same. */
export function ring(seed: number, n = 3): Model {
  const draw = drawing(seed);
  const chosen = Array.from({ length: 2 + draw(3) }, () => [draw(12), 1 + draw(2)] as const);
  const inTurn = draw(2) === 0;
  const all = Array.from({ length: n }, (_, i) => i);
  const begins = draw(3);
  return model({
    name: `ring ${seed}`,
    variables: { ...variables(n), turn: begins === 0 ? 1 : -1, owner: begins === 1 ? nameOf(1) : "nobody" },
    processes: all.map((i) => {
      const moves = chosen.map(([what, amount]) => move(i, n, what, amount));
      return process(nameOf(i), { program: inTurn ? [...moves] : loop(choose(...moves)) });
    }),
    symmetry: [
      interchangeable("processes", all, (i) => ({ processes: [nameOf(i)], copies: { cell: i } }), {
        numbers: ["turn", "cell.seen", "queue"],
      }),
    ],
    properties: [
      deadlockFree(),
      assertion("nobody is seen by itself"),
      never("two are on top", (s) => all.filter((i) => s.cell(i).level === 2).length === 2),
      always("who owns has no turn", (s) => all.every((i) => s.owner !== nameOf(i) || s.turn !== i)),
      reachable("all wait", (s) => all.every((i) => s.waiting.has(nameOf(i)))),
      reachable("one has seen another", (s) => all.some((i) => all.some((j) => s.cell(i).seen === j))),
      never("all have voted the same", (s) => s.votes.size === n && new Set(s.votes.values()).size === 1),
    ],
  });
}
