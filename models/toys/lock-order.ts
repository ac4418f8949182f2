/**
 * Two CPUs need the same two locks.
 *
 * 1 lock one    2 lock the other    3 unlock the other    4 unlock the one
 *
 * Claim: they never wait for each other. Taken in opposite orders, the locks deadlock with one preemption, as lockdep
 * draws it: CPU0 has A and wants B, CPU1 has B and wants A. Two cures are known: one order for all, and `trylock`,
 * which gives back what it has rather than wait.
 */

import { family, language, model, mutex } from "preempt";

const variables = { A: mutex(), B: mutex() };

const { lock, tryLock, unlock, loop, leave, process, reachable, deadlockFree } = language<typeof variables>();

const lockA = lock("lock(A)", (k) => k.A);
const lockB = lock("lock(B)", (k) => k.B);
const unlockA = unlock("unlock(A)", (k) => k.A);
const unlockB = unlock("unlock(B)", (k) => k.B);

const firstAThenB = [lockA, lockB, unlockB, unlockA];
const firstBThenA = [lockB, lockA, unlockA, unlockB];
const firstBThenTryA = [
  loop(
    lockB,
    tryLock("trylock(A)", (k) => k.A, leave, unlockB),
  ),
  unlockA,
  unlockB,
];

export const lockOrder = family({
  name: "lock-order",
  title: "two CPUs take two locks",
  about: [
    "Both CPUs need both locks; CPU0 takes A first. The variants differ in what CPU1 does.",
    "`trylock` may go round for ever if CPU0 always has A; it is claimed only that nobody waits for ever.",
  ],
  variants: {
    crossed: { about: "CPU1 locks B, then A", cpu1: firstBThenA },
    trylock: { about: "CPU1 locks B, tries A, and gives B back where A is held", cpu1: firstBThenTryA },
    ordered: { about: "CPU1 locks A, then B, as CPU0 does", cpu1: firstAThenB },
  },
  newest: "ordered",
  parameters: {},
  build: ({ name, cpu1 }) =>
    model({
      name: `lock-order@${name}`,
      variables,
      processes: [process("CPU0", { program: firstAThenB }), process("CPU1", { program: cpu1 })],
      properties: [
        deadlockFree(),
        reachable("CPU0 has A while CPU1 has B", (s) => s.A.holder === "CPU0" && s.B.holder === "CPU1", {
          impossible: name === "ordered" && "who has B has had A since before",
        }),
        reachable("both finish", (s) => s.process("CPU0").finished && s.process("CPU1").finished),
      ],
    }),
  violated: ({ name }) => (name === "crossed" ? ["deadlock free"] : []),
  survivors: {
    reasons: [
      {
        why: "of what the locks protect nothing is claimed, and one lock alone makes no circle",
        of: ["CPU0: lock(A) (no lock)", "CPU0: lock(B) (no lock)"],
      },
    ],
  },
});
