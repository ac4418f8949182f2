/** Two processes that write one variable, each a number of times. */

import { language, type Model, model } from "preempt";

const variables = { x: 0 };
const { step, process } = language<typeof variables>();

export function writers(writes: number): Model {
  const program = (first: number) =>
    Array.from({ length: writes }, (_, i) =>
      step(`W x ${first + i}`, (k) => {
        k.x = first + i;
      }),
    );
  return model({
    name: "writers",
    variables,
    processes: [process("A", { program: program(1) }), process("B", { program: program(11) })],
  });
}
