/** Searches that are cut: what they say, and what they do not. */

import {
  check,
  checking,
  language,
  type Model,
  model,
  type Progress,
  type Property,
  type StateView,
} from "preempt";
import { describe, expect, test } from "vitest";
import { found } from "./found.js";

const variables = { a: 0, b: 0 };
const { step, process, always, never, reachable, deadlockFree } = language<typeof variables>();
type View = StateView<typeof variables>;

/** A counts `a` up to `most`, and B `b`: (most + 1)² states. */
function grid(most: number, properties: readonly Property<View>[]): Model {
  const steps = (variable: "a" | "b") =>
    Array.from({ length: most }, (_, i) =>
      step(`${variable} := ${i + 1}`, (k) => {
        k[variable] = i + 1;
      }),
    );
  return model({
    name: "grid",
    variables,
    processes: [process("A", { program: steps("a") }), process("B", { program: steps("b") })],
    properties,
  });
}

const nothing = never("nothing", () => false);
const cut = (): string => "enough";
const cutAt =
  (states: number) =>
  (progress: Progress): string | undefined =>
    progress.states >= states ? `after ${states} states` : undefined;

describe("a search that is cut", () => {
  test("shows and refutes nothing: every kind of property is inconclusive, with the reason", () => {
    const late = (s: View): boolean => s.a === 30 && s.b === 30;
    const properties = [
      always("always", (s) => !late(s)),
      never("never", late),
      reachable("reachable", late),
      reachable("impossible", late, { impossible: "so it is said" }),
      deadlockFree(),
    ];
    expect(found(grid(30, properties), { stop: cut })).toEqual({
      always: "inconclusive: enough",
      never: "inconclusive: enough",
      reachable: "inconclusive: enough",
      impossible: "inconclusive: enough",
      "deadlock free": "inconclusive: enough",
    });
  });

  test("says that it was, and how far it came", () => {
    const { exhausted, stopped, states } = check(grid(30, [nothing]), { stop: cut, recheck: 0 }).grounds;
    expect({ exhausted, stopped, states }).toEqual({
      exhausted: false,
      stopped: "enough",
      states: 1,
    });
  });

  test("is not said to be cut where the stop was asked for in vain", () => {
    const { exhausted, stopped, states } = check(grid(30, [nothing]), {
      recheck: 0,
      stop: () => undefined,
    }).grounds;
    expect({ exhausted, stopped, states }).toEqual({ exhausted: true, stopped: undefined, states: 961 });
  });

  test("keeps what it found, least where all that is cheaper was looked at before the cut", () => {
    const properties = [never("a = 3", (s) => s.a === 3), reachable("b = 1", (s) => s.b === 1), nothing];
    expect(found(grid(30, properties), { stop: cutAt(40) })).toEqual({
      "a = 3": "violated (0, 0, 3) A A A",
      "b = 1": "holds (0, 0, 1) B",
      nothing: "inconclusive: after 40 states",
    });
  });

  test("keeps what it found as not least where the cut came before that was known", () => {
    // Without a preemption there are 60 states on the way of A and then B, and as many the other way round.
    const properties = [never("both once", (s) => s.a === 1 && s.b === 1), never("a = 3", (s) => s.a === 3)];
    expect(found(grid(30, properties), { stop: cutAt(40) })).toEqual({
      "both once": "violated (1, 0, 2) A ~ B, may not be least",
      "a = 3": "violated (0, 0, 3) A A A",
    });
    expect(found(grid(30, properties))).toEqual({
      "both once": "violated (1, 0, 2) A ~ B",
      "a = 3": "violated (0, 0, 3) A A A",
    });
  });

  test("may be cut while it explains: the verdict stands, the space was exhausted, the trace may not be least", () => {
    const properties = [never("both once", (s) => s.a === 1 && s.b === 1), nothing];
    const stop = ({ strategy }: Progress) => (strategy === "least-cost" ? "enough" : undefined);
    expect(found(grid(30, properties), { stop })).toEqual({
      "both once": "violated (1, 0, 2) A ~ B, may not be least",
      nothing: "holds",
    });
    const { exhausted, stopped } = check(grid(30, properties), { stop, recheck: 0 }).grounds;
    expect({ exhausted, stopped }).toEqual({ exhausted: true, stopped: undefined });
  });
});

describe("a space that ends where the limit is", () => {
  test.each([
    [7, 64],
    [8, 81],
    [9, 100],
  ])("%i² steps, %i states: is not called cut", (most, states) => {
    const {
      exhausted,
      stopped,
      states: seen,
    } = check(grid(most, [nothing]), {
      stop: cutAt(states),
      recheck: 0,
    }).grounds;
    expect({ exhausted, stopped, seen }).toEqual({ exhausted: true, stopped: undefined, seen: states });
  });

  test("with one state more it is", () => {
    expect(found(grid(8, [nothing]), { stop: cutAt(64) })).toEqual({
      nothing: "inconclusive: after 64 states",
    });
  });
});

test("a check that is gone through step by step says how far it is, and comes to the same report", () => {
  const properties = [never("both once", (s) => s.a === 1 && s.b === 1)];
  const steps = checking(grid(12, properties), { recheck: 0 });
  const progress: Progress[] = [];
  let next = steps.next();
  for (; !next.done; next = steps.next()) progress.push(next.value);
  expect(next.value).toEqual(check(grid(12, properties), { recheck: 0 }));
  const strategies = progress.map(({ strategy }) => strategy);
  expect(new Set(strategies)).toEqual(new Set(["exhaustive", "least-cost"]));
  expect(strategies).toEqual([...strategies].sort());
  const deciding = progress.filter(({ strategy }) => strategy === "exhaustive").map(({ states }) => states);
  expect(deciding).toEqual([...deciding].sort((a, b) => a - b));
  expect(deciding.at(-1)).toBe(169);
});
