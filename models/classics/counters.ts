/**
 * n processes add one to a counter.
 *
 * ainc: 1 x := x + 1 at once        binc: 1 x := x + 1 at once    2 y := y + 1 at once
 * inc: 1 read x    2 x := what was read + 1
 * lockinc: 1 lock    2 read x    3 x := what was read + 1    4 unlock
 *
 * Claim: when all have finished, the counter is n. With two steps and no lock it is not. n! traces of ainc, (n!)^2 of binc and
 * of inc; and n! of lockinc, for what a lock orders needs no other order tried.
 */

import { family, language, model, mutex, wholeNumber } from "preempt";

const variables = { x: 0, y: 0, m: mutex() };
const locals = { seen: 0 };

const { step, lock, unlock, process, always, reachable, deadlockFree } = language<
  typeof variables,
  typeof locals
>();

const addToX = step("FAI x", (k) => {
  k.x += 1;
});
const addToY = step("FAI y", (k) => {
  k.y += 1;
});
const inTwoSteps = [
  step("R x", (k) => {
    k.my.seen = k.x;
  }),
  step("W x", (k) => {
    k.x = k.my.seen + 1;
  }),
];
const locked = [lock("L m", (k) => k.m), inTwoSteps, unlock("U m", (k) => k.m)];

export const counters = family({
  name: "counters",
  title: "n processes add one to a counter",
  about: [
    "At once, in two steps, and in two steps behind a lock; and to two counters, one behind the other.",
  ],
  variants: {
    inc: { about: "read and write are two steps", program: inTwoSteps },
    ainc: { about: "fetch and add", program: addToX },
    binc: { about: "fetch and add, to two counters", program: [addToX, addToY] },
    lockinc: { about: "read and write are two steps, behind a lock", program: locked },
  },
  newest: "lockinc",
  parameters: { n: wholeNumber("processes", { from: 1, to: 10, initial: 3 }) },
  build: ({ name, program }, { n }) => {
    const names = Array.from({ length: n }, (_, i) => `P${i + 1}`);
    return model({
      name: `counters@${name}`,
      parameters: { n },
      variables,
      processes: names.map((each) => process(each, { locals, program })),
      properties: [
        always("no increment is lost", (s) => {
          const ended = names.every((each) => s.process(each).finished);
          return !ended || (s.x === n && s.y === (name === "binc" ? n : 0));
        }),
        reachable("all finish", (s) => names.every((each) => s.process(each).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: ({ name }, { n }) => (name === "inc" && n > 1 ? ["no increment is lost"] : []),
});
