/**
 * n philosophers around a table, a fork between each two [Dijkstra 1971].
 *
 * 1 take one fork    2 take the other    (eats)    3 put the one    4 put the other
 *
 * Fork i lies to the right of philosopher i, fork i + 1 to the left. Claim: the table never starves as a whole. If
 * all begin with the fork to their right, it does, once each has that one; if P0 begins with the left one, the
 * circle is broken and it does not.
 */

import { family, indexed, language, model, mutex, wholeNumber } from "preempt";

const fork = { lock: mutex() };

const variables = (n: number) => ({ fork: indexed(n, fork) });

const { lock, unlock, loop, mode, process, never, reachable, deadlockFree } =
  language<ReturnType<typeof variables>>();

function philosopher(one: number, other: number) {
  return loop(
    lock(`take fork ${one}`, (k) => k.fork(one).lock),
    lock(`take fork ${other}`, (k) => k.fork(other).lock),
    mode(
      "eating",
      unlock(`put fork ${one}`, (k) => k.fork(one).lock),
    ),
    unlock(`put fork ${other}`, (k) => k.fork(other).lock),
  );
}

export const philosophers = family({
  name: "philosophers",
  title: "dining philosophers",
  about: [
    "Each philosopher needs both neighbouring forks to eat, and takes them one after the other.",
    "Deadlock is what is excluded; that each one eats again and again would need a fair table.",
  ],
  variants: {
    "all-right-handed": { about: "all take the fork to their right first", leftHanded: 0 },
    "one-left-handed": { about: "P0 takes the fork to its left first", leftHanded: 1 },
  },
  newest: "one-left-handed",
  parameters: { n: wholeNumber("philosophers", { from: 2, to: 12, initial: 3 }) },
  build: ({ name, leftHanded }, { n }) => {
    const names = Array.from({ length: n }, (_, i) => `P${i}`);
    const leftOf = (i: number): number => (i + 1) % n;
    return model({
      name: `philosophers@${name}`,
      parameters: { n },
      variables: variables(n),
      processes: names.map((name, right) => {
        const left = leftOf(right);
        const program = right < leftHanded ? philosopher(left, right) : philosopher(right, left);
        return process(name, { program });
      }),
      properties: [
        deadlockFree(),
        never("neighbours eat at the same time", (s) => {
          const eats = names.map((name) => s.process(name).in("eating"));
          return eats.some((eating, i) => eating && eats[leftOf(i)]);
        }),
        ...names.map((name) => reachable(`${name} eats`, (s) => s.process(name).in("eating"))),
        reachable(
          "two eat at the same time",
          (s) => names.filter((name) => s.process(name).in("eating")).length > 1,
          { impossible: n < 4 && "four forks are needed for two to eat" },
        ),
      ],
    });
  },
  violated: ({ name }) => (name === "all-right-handed" ? ["deadlock free"] : []),
  survivors: {
    reasons: [
      {
        why: "the same table in a mirror: one takes the other fork first than all others",
        of: ['P0: take fork 1 (swap with "take fork 0")'],
      },
    ],
  },
});
