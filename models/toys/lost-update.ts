/**
 * Two processes add one to the same counter.
 *
 * 1 read x    2 write x + 1
 *
 * Claim: once both are done, the counter is 2. Read and write as two steps break it with one preemption; as one
 * atomic step they do not.
 */

import { family, language, model } from "preempt";

const variables = { x: 0 };
const locals = { seen: 0 };

const { step, atomic, process, always, reachable, deadlockFree } = language<
  typeof variables,
  typeof locals
>();

const increment = [
  step("read x", (k) => {
    k.my.seen = k.x;
  }),
  step("write x + 1", (k) => {
    k.x = k.my.seen + 1;
  }),
];

export const lostUpdate = family({
  name: "lost-update",
  title: "two processes add one to a counter",
  about: ["Each reads the counter and writes it back incremented."],
  variants: {
    broken: { about: "read and write are two steps", program: increment },
    atomic: { about: "read and write are one step", program: atomic("locked add", increment) },
  },
  newest: "atomic",
  parameters: {},
  build: ({ name, program }) =>
    model({
      name: `lost-update@${name}`,
      variables,
      processes: [process("A", { locals, program }), process("B", { locals, program })],
      properties: [
        always("no update is lost", (s) => !bothFinished(s) || s.x === 2),
        reachable("both finish", bothFinished),
        deadlockFree(),
      ],
    }),
  violated: ({ name }) => (name === "broken" ? ["no update is lost"] : []),
});

function bothFinished(s: { process(name: string): { readonly finished: boolean } }): boolean {
  return s.process("A").finished && s.process("B").finished;
}
