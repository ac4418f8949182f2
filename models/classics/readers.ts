/**
 * One writer, and n readers of what it writes.
 *
 * W: 1 x := 42    R1 … Rn: 1 read x
 *
 * Each reader comes before the writer or after it, and the readers do not mind each other: 2^n traces, of (n + 1)! runs. The
 * least program that every reduction must get right. [Abdulla, Aronis, Jonsson, Sagonas 2014]
 */

import { family, language, model, wholeNumber } from "preempt";

const variables = { x: 0 };
const locals = { seen: -1 };

const { step, process, always, reachable, deadlockFree } = language<typeof variables, typeof locals>();

const written = 42;

export const readers = family({
  name: "readers",
  title: "one writer and n readers",
  about: ["The readers read one variable once, and the writer writes it once: 2^n traces."],
  variants: { readers: { about: "each reads once" } },
  newest: "readers",
  parameters: { n: wholeNumber("readers", { from: 1, to: 16, initial: 3 }) },
  build: (_, { n }) => {
    const names = Array.from({ length: n }, (_, i) => `R${i + 1}`);
    const writer = step("W x 42", (k) => {
      k.x = written;
    });
    const reader = step("R x", (k) => {
      k.my.seen = k.x;
    });
    return model({
      name: "readers",
      parameters: { n },
      variables,
      processes: [
        process("W", { locals, program: writer }),
        ...names.map((name) => process(name, { locals, program: reader })),
      ],
      properties: [
        always("a reader that has finished saw 0 or 42", (s) =>
          names.every((name) => {
            const { finished, my } = s.process<typeof locals>(name);
            return !finished || my.seen === 0 || my.seen === written;
          }),
        ),
        reachable("every reader sees 42", (s) =>
          names.every((name) => s.process<typeof locals>(name).my.seen === written),
        ),
        reachable("no reader does", (s) =>
          names.every((name) => s.process<typeof locals>(name).my.seen === 0),
        ),
        reachable("all finish", (s) => ["W", ...names].every((name) => s.process(name).finished)),
        deadlockFree(),
      ],
    });
  },
  violated: () => [],
});
