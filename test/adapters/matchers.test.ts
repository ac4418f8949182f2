/** The matchers as a test meets them in Vitest: what passes, what fails, and what is said then. */

import { always, deadlockFree, never, reachable } from "preempt";
import { afterEach, describe, expect, test, vi } from "vitest";
import "preempt/vitest";
import { bank, endless, soundBank } from "./fixtures/bank.js";
import { said } from "./said.js";

test("a predicate may be called like a property", () => {
  const moved = { "the money is moved": (k: { readonly moved: number }) => k.moved === 1 };
  expect(bank).toReach(moved["the money is moved"]);
});

describe("toHold", () => {
  test("passes where every property holds, and the same behind .not fails", () => {
    expect(soundBank).toHold();
    expect(said(() => expect(soundBank).not.toHold())).toMatchInlineSnapshot(`
      "nothing is violated, and something was to be

      sound bank
        holds         deadlock free
        holds         money is moved once
        holds         the money is moved
      searched: all 20 states, 20 moves, depth 10 (exhaustive, any number of preemptions)
      assumed: sequentially consistent memory"
    `);
  });

  test("fails with the trace, the schedule and how to replay it", () => {
    expect(said(() => expect(bank).toHold())).toMatchInlineSnapshot(`
      "not every property holds

      bank
        VIOLATED      deadlock free        1 preemption, 0 other events, 2 steps
        holds         money is moved once
        holds         the money is moved

      bank
      VIOLATED  deadlock free
      trace: 1 preemption, 0 other events, 2 steps (1 switch); no cheaper run
         shows it

            transfer           audit             changed
      ───── ────────────────── ───────────────── ─────────────────────────────
         1  lock accounts                        accounts none → transfer
      ~~~~~ preempted: transfer → audit ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~
         2!                    lock journal      journal none → audit
      ───── ────────────────── ───────────────── ─────────────────────────────

      2! after it nothing can move
         transfer waits at "lock journal": journal = audit
         audit waits at "lock accounts": accounts = transfer
      searched: all 23 states, 26 moves, depth 10 (exhaustive, any number of
         preemptions)
      assumed: sequentially consistent memory
      replay: npx preempt replay <the file that exports the model> "transfer ~ audit"
         or, in a test: replay(model, "transfer ~ audit"), which preempt exports, returns this drawing"
    `);
    expect(bank).not.toHold();
  });

  test("takes the names of properties, one or several", () => {
    expect(bank).toHold("money is moved once");
    expect(bank).toHold(["money is moved once", "the money is moved"]);
    expect(bank).not.toHold(["money is moved once", "deadlock free"]);
    expect(said(() => expect(bank).not.toHold("money is moved once"))).toMatch(
      /^nothing is violated, and something was to be\n\nbank\n {2}holds {9}money is moved once\n/,
    );
  });

  test("takes claims that the model does not make itself", () => {
    expect(soundBank).toHold(never("it is moved twice", (k) => k.moved === 2));
    expect(bank).toHold([always("never below none", (k) => k.moved >= 0), "money is moved once"]);
    expect(
      said(() => expect(soundBank).toHold(never("it is moved", (k) => k.moved === 1))),
    ).toMatchInlineSnapshot(`
      "not every property holds

      sound bank
        VIOLATED      it is moved  0 preemptions, 0 other events, 3 steps

      sound bank
      VIOLATED  it is moved
      trace: 0 preemptions, 0 other events, 3 steps (0 switches); no cheaper
         run shows it

            transfer                     changed
      ───── ──────────────────────────── ─────────────────────────────────────
         1  lock accounts                accounts none → transfer
         2  lock journal                 journal none → transfer
         3! move the money               moved 0 → 1
      ───── ──────────────────────────── ─────────────────────────────────────

      3! breaks "it is moved"
         it changed moved, which that looks at
      searched: all 20 states, 20 moves, depth 10 (exhaustive, any number of
         preemptions)
      assumed: sequentially consistent memory
      replay: npx preempt replay <the file that exports the model> "transfer*3"
         or, in a test: replay(model, "transfer*3"), which preempt exports, returns this drawing"
    `);
  });

  test("what is to be reached and is not, fails; and is what .not asks for", () => {
    const twice = reachable("moved twice", (k: { readonly moved: number }) => k.moved === 2);
    expect(said(() => expect(soundBank).toHold(twice))).toMatchInlineSnapshot(`
      "not every property holds

      sound bank
        UNREACHED     moved twice  nothing reachable satisfies it: is the model too small?
      searched: all 20 states, 20 moves, depth 10 (exhaustive, any number of preemptions)
      assumed: sequentially consistent memory"
    `);
    expect(soundBank).not.toHold(twice);
  });

  test("a strategy may be chosen, and a bound that shows it", () => {
    expect(soundBank).toHold(undefined, { strategy: "dpor" });
    expect(bank).not.toHold("deadlock free", { preemptions: 1 });
  });
});

describe("what is inconclusive", () => {
  test.each([
    ["toHold", () => expect(endless).toHold("a is 1,000", { maxStates: 100 })],
    ["not.toHold", () => expect(endless).not.toHold("a is 1,000", { maxStates: 100 })],
    ["toViolate", () => expect(endless).toViolate("a is 1,000", {}, { maxStates: 100 })],
    ["not.toViolate", () => expect(endless).not.toViolate("a is 1,000", {}, { maxStates: 100 })],
    ["toReach", () => expect(endless).toReach((k) => k.a === 1_000, { maxStates: 100 })],
    ["not.toReach", () => expect(endless).not.toReach((k) => k.a === 1_000, { maxStates: 100 })],
    ["toBeDeadlockFree", () => expect(endless).toBeDeadlockFree({ maxStates: 100 })],
    ["not.toBeDeadlockFree", () => expect(endless).not.toBeDeadlockFree({ maxStates: 100 })],
  ])("fails: %s", (_, expectation) => {
    expect(said(expectation)).toMatch(/^inconclusive: neither shown nor refuted\n\nfour counters\n/);
  });

  test("says why it was cut, and what to do", () => {
    expect(said(() => expect(endless).toHold("a is 1,000", { maxStates: 100 }))).toMatchInlineSnapshot(`
      "inconclusive: neither shown nor refuted

      four counters
        inconclusive  a is 1,000  the limit of 100 states (maxStates) was reached
      searched: only 102 states, 408 moves, depth 6 (exhaustive); cut: the limit of 100 states (maxStates) was reached
      assumed: sequentially consistent memory

      Give it more time or room (the limit of the test, or timeout and maxStates); or go on for long by "await explore(model)"; or bound it, as in { preemptions: 2 }, and take what that says for enough by { inconclusive: "accept" }."
    `);
  });

  test("never passes on what is to be reachable and was not seen, accepted or not, nor behind .not", () => {
    const options = { maxStates: 2, inconclusive: "accept" } as const;
    const unseen = /^inconclusive: what is to be reachable was not seen\n/;
    expect(said(() => expect(bank).toHold("the money is moved", options))).toMatch(unseen);
    expect(said(() => expect(bank).not.toHold("the money is moved", options))).toMatch(unseen);
  });

  test("passes where that is accepted; but nothing is violated by it", () => {
    const options = { maxStates: 100, inconclusive: "accept" } as const;
    expect(endless).toHold("a is 1,000", options);
    expect(endless).toBeDeadlockFree(options);
    expect(endless).not.toViolate("a is 1,000", {}, options);
    expect(endless).not.toReach((k) => k.a === 1_000, options);
    expect(said(() => expect(endless).not.toHold("a is 1,000", options))).toMatch(/^nothing is violated/);
    expect(said(() => expect(endless).toViolate("a is 1,000", {}, options))).toMatch(/was not seen to be\n/);
    expect(said(() => expect(endless).toReach((k) => k.a === 1_000, options))).toMatch(/^no reachable state/);
  });

  test("what was seen before the end counts", () => {
    expect(endless).not.toHold(undefined, { maxStates: 1_000 });
    expect(endless).toViolate("b is 2", {}, { maxStates: 1_000 });
    expect(endless).toReach((k) => k.b === 2, { maxStates: 1_000 });
  });

  test("a bound that leaves runs out proves nothing by itself", () => {
    expect(said(() => expect(endless).toHold("a is 1,000", { preemptions: 0 }))).toMatch(
      /^inconclusive: [\s\S]*no violation with at most 0 preemptions; not a proof/,
    );
    expect(endless).toHold("a is 1,000", { preemptions: 0, inconclusive: "accept" });
  });
});

describe("toViolate", () => {
  test("passes where it is violated, whatever it costs", () => {
    expect(bank).toViolate("deadlock free");
    expect(bank).not.toViolate("money is moved once");
    expect(soundBank).not.toViolate("deadlock free");
  });

  test("each figure is exact", () => {
    expect(bank).toViolate("deadlock free", { preemptions: 1, events: 0, steps: 2 });
    expect(bank).toViolate("deadlock free", { steps: 2 });
    const first = (text: string) => text.split("\n")[0];
    expect(first(said(() => expect(bank).toViolate("deadlock free", { preemptions: 0, steps: 3 })))).toBe(
      "the property is violated at 1 preemption, 0 other events, 2 steps (preemptions: 1, not 0; steps: 2, not 3)",
    );
    expect(first(said(() => expect(bank).toViolate("deadlock free", { events: 1 })))).toBe(
      "the property is violated at 1 preemption, 0 other events, 2 steps (events: 0, not 1)",
    );
  });

  test("fails with the report where it holds, and with the trace where it was not to be violated", () => {
    expect(said(() => expect(soundBank).toViolate("deadlock free"))).toMatchInlineSnapshot(`
      "the property holds, and was to be violated

      sound bank
        holds         deadlock free
      searched: all 20 states, 20 moves, depth 10 (exhaustive, any number of preemptions)
      assumed: sequentially consistent memory"
    `);
    expect(said(() => expect(bank).not.toViolate("deadlock free"))).toMatch(
      /^the property is violated, and was not to be\n[\s\S]* {3}2! {20}lock journal {6}journal none → audit\n/,
    );
  });

  test("a figure needs the least trace", () => {
    const drawn = { strategy: "random-walk", sampling: { leastWithin: 0 } } as const;
    expect(said(() => expect(bank).toViolate("deadlock free", { preemptions: 1 }, drawn))).toMatch(
      /^inconclusive: it is violated, and at what least cost is not known\n/,
    );
    expect(bank).toViolate("deadlock free", {}, drawn);
    expect(bank).toViolate("deadlock free", { preemptions: 1 }, { ...drawn, inconclusive: "accept" });
  });

  test("what is not reached has no trace", () => {
    const twice = reachable("moved twice", (k: { readonly moved: number }) => k.moved === 2);
    expect(said(() => expect(soundBank).toViolate(twice))).toMatch(/ask for \.not\.toHold\n/);
  });
});

describe("toReach", () => {
  test("passes where some state satisfies the predicate", () => {
    expect(bank).toReach((k) => k.moved === 1 && k.process("audit").finished);
    expect(bank).not.toReach((k) => k.moved === 2);
    expect(said(() => expect(bank).toReach((k) => k.moved === 2))).toMatchInlineSnapshot(`
      "no reachable state satisfies the predicate

      bank
        UNREACHED     what toReach asks for  nothing reachable satisfies it: is the model too small?
      searched: all 23 states, 26 moves, depth 10 (exhaustive, any number of preemptions)
      assumed: sequentially consistent memory"
    `);
  });

  test("behind .not it shows how the state is reached, at least cost", () => {
    const moved = (k: { readonly moved: number }): boolean => k.moved === 1;
    expect(said(() => expect(soundBank).not.toReach(moved))).toMatchInlineSnapshot(`
      "a reachable state satisfies the predicate, and none was to

      sound bank
        holds         moved  0 preemptions, 0 other events, 3 steps

      sound bank
      REACHED  moved
      witness: 0 preemptions, 0 other events, 3 steps (0 switches); no cheaper
         run shows it

            transfer                     changed
      ───── ──────────────────────────── ─────────────────────────────────────
         1  lock accounts                accounts none → transfer
         2  lock journal                 journal none → transfer
         3! move the money               moved 0 → 1
      ───── ──────────────────────────── ─────────────────────────────────────

      3! meets "moved"
      searched: all 20 states, 20 moves, depth 10 (exhaustive, any number of
         preemptions)
      assumed: sequentially consistent memory
      replay: npx preempt replay <the file that exports the model> "transfer*3"
         or, in a test: replay(model, "transfer*3"), which preempt exports, returns this drawing"
    `);
  });
});

describe("toBeDeadlockFree", () => {
  test("asks for the model's own property, or for one of its own", () => {
    expect(soundBank).toBeDeadlockFree();
    expect(bank).not.toBeDeadlockFree();
    expect(said(() => expect(bank).toBeDeadlockFree())).toMatch(/^not every property holds\n/);
    const silent = { ...bank, properties: [] };
    expect(silent).not.toBeDeadlockFree();
    expect(
      said(() => expect({ ...bank, properties: [deadlockFree("no standstill")] }).toBeDeadlockFree()),
    ).toMatch(/VIOLATED {2}no standstill\n/);
  });
});

describe("the time limit of the test", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  test("ends a search before it, whatever the test makes of the clock", { timeout: 4_000 }, () => {
    vi.useFakeTimers({ now: 0 });
    expect(said(() => expect(endless).toHold("a is 1,000"))).toMatch(
      /stopped shortly before the time limit of the test, 4,000 ms/,
    );
    // There is no time left: nothing but the first state is looked at.
    expect(said(() => expect(endless).toHold("a is 1,000"))).toMatch(/searched: only 1 state,/);
  });

  test("gives way to one of the search's own", () => {
    expect(said(() => expect(endless).toHold("a is 1,000", { timeout: 20 }))).toMatch(
      /the limit of 20 ms \(timeout\) was reached/,
    );
  });

  test("is none where the test has none", { timeout: 0 }, () => {
    expect(said(() => expect(endless).toHold("a is 1,000", { maxStates: 500 }))).toMatch(
      /the limit of 500 states \(maxStates\) was reached/,
    );
  });
});
