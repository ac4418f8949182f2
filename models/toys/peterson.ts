/**
 * Peterson's filter lock for n processes [Peterson 1981]. For two it is the familiar one: a flag each, and a turn.
 *
 * Process i climbs the levels l = 0 .. n - 2, and at each
 *
 * 1 level[i] := l    2 last_to_enter[l] := i    3 waits until another came in last, or nobody else is as high
 *
 * and then 4 leaves the critical section: level[i] := -1.
 *
 * Claim: there is never more than one in the critical section, and they never all wait. The level must be written
 * before the turn is given away: the other way round, two get in with two preemptions. Without the turn, those who
 * climb at the same time wait for each other.
 *
 * And: everybody gets in, again and again, if no process is passed over for ever while it could move (weak fairness): what a process
 * waits for stays true until it goes on. An unfair scheduler starves anyone.
 */

import { family, indexed, language, model, oneOf, wholeNumber } from "preempt";

const outside = -1;
const nobody = -1;
const contender = { level: outside };
const level = { lastToEnter: nobody };

const variables = (n: number) => ({ contender: indexed(n, contender), level: indexed(n - 1, level) });

type Variables = ReturnType<typeof variables>;

const { step, loop, mode, process, never, leadsTo, reachable, deadlockFree } = language<Variables>();

const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);

const wanted = (name: string): string => `${name} gets in again and again`;

/** When the turn is given away: after the level is written, before, or not at all. */
type Turn = "last" | "first" | "never";

const variants: Readonly<Record<string, { readonly about: string; readonly turn: Turn }>> = {
  "no-turn": { about: "only the levels are looked at, nobody gives way", turn: "never" },
  "turn-first": { about: "the turn is given away before the level is written", turn: "first" },
  filter: { about: "as published: first the level, then the turn", turn: "last" },
};

function filterLock(i: number, n: number, turn: Turn) {
  const others = upTo(n).filter((k) => k !== i);
  const climb = (l: number) => {
    const takeLevel = step(`level[${i}] := ${l}`, (k) => {
      k.contender(i).level = l;
    });
    const giveTurn = step(`last_to_enter[${l}] := ${i}`, (k) => {
      k.level(l).lastToEnter = i;
    });
    const pass = step(`pass level ${l}`, undefined, {
      enabled: (k) =>
        (turn !== "never" && k.level(l).lastToEnter !== i) ||
        others.every((other) => k.contender(other).level < l),
    });
    return [turn === "first" && giveTurn, takeLevel, turn === "last" && giveTurn, pass];
  };
  const release = step(`level[${i}] := ${outside}`, (k) => {
    k.contender(i).level = outside;
  });
  return loop(upTo(n - 1).map(climb), mode("critical section", release));
}

export const peterson = family({
  name: "peterson",
  title: "Peterson's filter lock",
  about: [
    "Mutual exclusion from reads and writes alone, for any number of processes.",
    "That a process waits is one condition over all levels, looked at in one step.",
  ],
  variants,
  newest: "filter",
  parameters: {
    n: wholeNumber("processes", { from: 2, to: 5, initial: 2 }),
    fair: oneOf("the fairness that is assumed of every process", "weak", "nothing"),
  },
  build: ({ name, turn }, { n, fair }) => {
    const names = upTo(n).map((i) => `P${i}`);
    return model({
      name: `peterson@${name}`,
      parameters: { n, fair },
      variables: variables(n),
      processes: names.map((name, i) =>
        process(name, {
          program: filterLock(i, n, turn),
          fair: fair === "weak" ? fair : undefined,
        }),
      ),
      properties: [
        never(
          "two are in the critical section",
          (s) => names.filter((name) => s.process(name).in("critical section")).length > 1,
        ),
        deadlockFree(),
        ...names.map((name) =>
          leadsTo(
            wanted(name),
            () => true,
            (s) => s.process(name).in("critical section"),
          ),
        ),
        ...names.map((name) => reachable(`${name} gets in`, (s) => s.process(name).in("critical section"))),
        reachable("all compete at once", (s) => upTo(n).every((i) => s.contender(i).level !== outside)),
      ],
    });
  },
  // That an unfair scheduler starves anyone need be said once.
  relevant: ({ turn }, { fair }) => turn === "last" || fair === "weak",
  violated: ({ turn }, { n, fair }) => [
    ...(turn === "never" ? ["deadlock free"] : []),
    ...(turn === "first" ? ["two are in the critical section"] : []),
    ...(turn === "never" || fair === "nothing" ? upTo(n).map((i) => wanted(`P${i}`)) : []),
  ],
  survivors: {
    reasons: [
      {
        why: "each comes back at once and gives the turn away, so that two who never rest take turns",
        of: ["P0: level[0] := -1 (drop)"],
      },
    ],
  },
});
