/** Small models whose certificates are taken apart. */

import { language, type Model, model, mutex } from "preempt";

/** Two processes that count in turns, twice each; where it `skips`, one of them counts 1 and 2 as one. */
export function counter({ skips = false } = {}): Model {
  const variables = { x: 0, ghost: { taken: 0, seen: 0 } };
  const { step, process, always, never, reachable, assertion, deadlockFree, eventually } =
    language<typeof variables>();
  const increment = (value: number): number => value + 1;
  const count = (label: string, parity: number) =>
    step(
      label,
      (k) => {
        k.x += skips && k.x === 1 ? 2 : 1;
        k.update(k.ghost, "taken", increment);
        k.assert("small", k.x < 9);
      },
      { enabled: (k) => k.x % 2 === parity },
    );
  const twice = (name: string, parity: number) =>
    process(name, { program: [count("first", parity), count("second", parity)], mayWait: skips });
  return model({
    name: "counter",
    variables,
    processes: [twice("even", 0), twice("odd", 1)],
    properties: [
      always("x is counted", (s) => s.x <= 4),
      never("x is negative", (s) => s.x < 0),
      reachable("x is 1", (s) => s.x === 1),
      reachable("x is 7", (s) => s.x === 7, { impossible: "it ends before" }),
      reachable("x is 8", (s) => s.x === 8),
      always("taken is small", (s) => s.ghost.seen === 0),
      never("x is 3 at first", (s) => s.x === 3 && s.process("odd").at("first")),
      always(
        "it ends with 1 or 4",
        (s) => s.x === 1 || s.x === 4 || !s.process("even").finished || !s.process("odd").finished,
      ),
      assertion("small"),
      deadlockFree(),
      eventually("it ends", (s) => s.x === 4),
    ],
  });
}

/** Two locks in one order, or in two. */
export function locks({ swapped }: { readonly swapped: boolean }): Model {
  const variables = { a: mutex(), b: mutex() };
  const { lock, unlock, process, deadlockFree } = language<typeof variables>();
  const takes = (name: string, other: boolean) =>
    process(name, {
      program: other
        ? [
            lock("lock b", (k) => k.b),
            lock("lock a", (k) => k.a),
            unlock("unlock a", (k) => k.a),
            unlock("unlock b", (k) => k.b),
          ]
        : [
            lock("lock a", (k) => k.a),
            lock("lock b", (k) => k.b),
            unlock("unlock b", (k) => k.b),
            unlock("unlock a", (k) => k.a),
          ],
    });
  return model({
    name: "locks",
    variables,
    processes: [takes("A", false), takes("B", swapped)],
    properties: [deadlockFree()],
  });
}
