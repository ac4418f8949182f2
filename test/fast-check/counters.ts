/** Processes that count: each reads, and writes one more, with as many steps in between as it likes. */

import { deadlockFree, language, type Model, model, mutex } from "../../src/index.js";

/** How many processes count, and how. */
export interface Counting {
  readonly processes: number;
  /** Steps between the read and the write. */
  readonly between: number;
  readonly locked: boolean;
}

const variables = { count: 0, m: mutex() };
const { step, process, lock, unlock, always, reachable } = language<typeof variables>();
const local = language<typeof variables, { seen: number }>();

export const lost = "every count counts";
export const both = "two have counted";

/** The model of `counting`. */
export function counters({ processes, between, locked }: Counting): Model {
  const names = Array.from({ length: processes }, (_, i) => `P${i}`);
  return model({
    name: "counters",
    variables,
    processes: names.map((name) =>
      process(name, {
        locals: { seen: 0 },
        program: [
          locked && lock("lock", (k) => k.m),
          local.step("reads", (k) => {
            k.my.seen = k.count;
          }),
          ...Array.from({ length: between }, (_, i) => step(`works ${i}`)),
          local.step("writes", (k) => {
            k.count = k.my.seen + 1;
          }),
          locked && unlock("unlock", (k) => k.m),
        ],
      }),
    ),
    properties: [
      always(lost, (s) => names.some((name) => !s.process(name).finished) || s.count === processes),
      reachable(both, (s) => s.count === 2),
      deadlockFree(),
    ],
  });
}
