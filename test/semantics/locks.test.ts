/** Mutexes and condition variables: who waits, who is woken, what is lost. */

import { check, type StateView } from "preempt";
import { describe, expect, test } from "vitest";
import { claiming, open, type Program, running, skip, type V, words } from "./small-model.js";
import { tells, verdicts } from "./walk.js";

const { step, atomic, lock, unlock, tryLock, wait, signal, broadcast, never, deadlockFree } = words;

describe("a mutex", () => {
  const m = { lock: lock("lock", (k) => k.m), unlock: unlock("unlock", (k) => k.m) };
  const critical: Program = [m.lock, skip("in"), m.unlock];
  const trying = tryLock("try", (k) => k.m, skip("got it"), skip("busy"));
  tells([
    { what: "is free at first, and taken by a lock", model: running(critical), can: ["lock: m=A"] },
    { what: "that is held blocks a lock", model: running(critical, critical), schedule: "B", can: [] },
    {
      what: "that is given back does not",
      model: running(critical, critical),
      schedule: "B B B",
      can: ["lock: m=A"],
    },
    {
      what: "is given back by an unlock",
      model: running(critical),
      schedule: "A A",
      can: ["unlock: m=null"],
    },
    { what: "is not recursive", model: running([m.lock, m.lock]), schedule: "A", can: [] },
    { what: "that is free is taken by a try", model: running(trying), can: ["try: m=A"] },
    { what: "that was taken by a try is held", model: running(trying), schedule: "A", can: ["got it:"] },
    {
      what: "that is held is not waited for by a try",
      model: running(trying, critical),
      schedule: "B",
      can: ["try:"],
    },
    {
      what: "that is held sends a try the other way",
      model: running(trying, critical),
      schedule: "B A",
      can: ["busy:"],
    },
    {
      what: "of two does not concern the other",
      model: running(
        lock("lock n", (k) => k.n),
        critical,
      ),
      schedule: "B",
      can: ["lock n: n=A"],
    },
    {
      what: "may be selected by the state",
      model: running([open, lock("lock", (k) => (k.open ? k.n : k.m))]),
      schedule: "A",
      can: ["lock: n=A"],
    },
    {
      what: "says who holds it",
      model: running(
        step("x := 1 if B", (k) => {
          k.x = k.m.holder === "B" ? 1 : 2;
        }),
        critical,
      ),
      schedule: "B",
      can: ["x := 1 if B: x=1"],
    },
    {
      what: "inside an atomic block is taken and given back",
      model: running(atomic("b", critical)),
      can: ["lock: m=A; in:; unlock: m=null"],
    },
    {
      what: "that is held disables an atomic block",
      model: running(atomic("b", skip("a"), critical), critical),
      schedule: "B",
      can: [],
    },
  ]);

  test("excludes", () => {
    const inside = never(
      "two inside",
      (s: StateView<V>) => s.process("A").at("in") && s.process("B").at("in"),
    );
    expect(verdicts(claiming([inside, deadlockFree()], critical, critical))).toEqual({
      "two inside": "holds",
      "deadlock free": "holds",
    });
  });

  test("taken in two orders can deadlock", () => {
    const n = { lock: lock("lock n", (k) => k.n), unlock: unlock("unlock n", (k) => k.n) };
    const mFirst = [m.lock, n.lock, n.unlock, m.unlock];
    const nFirst = [n.lock, m.lock, m.unlock, n.unlock];
    const [verdict] = check(claiming([deadlockFree()], mFirst, nFirst)).verdicts;
    expect(verdict).toMatchObject({
      kind: "violated",
      trace: {
        cost: { preemptions: 1, events: 0, steps: 2 },
        waiting: [
          { process: "A", steps: ["lock n"], reads: [{ variable: "n", value: "B" }] },
          { process: "B", steps: ["lock"], reads: [{ variable: "m", value: "A" }] },
        ],
      },
    });
  });
});

describe("a condition variable", () => {
  const waits: Program = [
    lock("lock", (k) => k.m),
    wait(
      "wait",
      (k) => k.c,
      (k) => k.m,
    ),
    unlock("unlock", (k) => k.m),
  ];
  const signals = signal("signal", (k) => k.c);
  const broadcasts = broadcast("broadcast", (k) => k.c);
  const counts = step("count", (k) => {
    k.x = k.c.waiting;
  });
  const asleep = "A A B B";
  const c = (entries: string): string => `c=Map {${entries === "" ? "" : ` ${entries} `}}`;
  tells([
    {
      what: "is waited for in one step that gives the mutex back",
      model: running(waits),
      schedule: "A",
      can: [`wait: m=null ${c('"A": false')}`],
    },
    { what: "that is not signalled wakes nobody", model: running(waits), schedule: "A A", can: [] },
    {
      what: "wakes any one that waits",
      model: running(waits, waits, signals),
      schedule: asleep,
      process: "C",
      can: [`signal: ${c('"A": true, "B": false')}`, `signal: ${c('"A": false, "B": true')}`],
    },
    {
      what: "does not wake twice one that has been woken",
      model: running(waits, waits, [signals, signals]),
      schedule: `${asleep} C/1`,
      process: "C",
      can: [`signal: ${c('"A": true, "B": true')}`],
    },
    { what: "that nobody waits for loses a signal", model: running(signals), can: ["signal:"] },
    { what: "does not keep a signal for later", model: running(waits, signals), schedule: "A B A", can: [] },
    {
      what: "that is signalled lets the woken one take the mutex again",
      model: running(waits, waits, signals),
      schedule: `${asleep} C`,
      can: [`wait, woken: m=A ${c('"B": false')}`],
    },
    {
      what: "leaves the others asleep",
      model: running(waits, waits, signals),
      schedule: `${asleep} C`,
      process: "B",
      can: [],
    },
    {
      what: "lets the woken one wait for the mutex",
      model: running(
        waits,
        lock("take", (k) => k.m),
        signals,
      ),
      schedule: "A A C B",
      can: [],
    },
    {
      what: "wakes all by a broadcast",
      model: running(waits, waits, broadcasts),
      schedule: asleep,
      process: "C",
      can: [`broadcast: ${c('"A": true, "B": true')}`],
    },
    {
      what: "that nobody waits for loses a broadcast",
      model: running(waits, broadcasts),
      schedule: "B A A",
      can: [],
    },
    {
      what: "says how many wait for it",
      model: running(waits, waits, counts),
      schedule: asleep,
      process: "C",
      can: ["count: x=2"],
    },
    {
      what: "does not count those that have been woken",
      model: running(waits, waits, [signals, counts]),
      schedule: `${asleep} C`,
      process: "C",
      can: ["count: x=1"],
    },
  ]);

  test("can lose a wake-up for good", () => {
    const found = claiming([deadlockFree()], waits, signals);
    expect(verdicts(found)).toEqual({ "deadlock free": "violated" });
  });
});
