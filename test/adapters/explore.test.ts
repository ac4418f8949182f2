/** A search that lets others have their turn, and can be aborted. */

import { check, explore, never } from "preempt";
import { expect, test, vi } from "vitest";
import "preempt/vitest";
import { bank, endless, soundBank } from "./fixtures/bank.js";
import { said } from "./said.js";

test("comes to what check comes to", async () => {
  expect(await explore(bank)).toEqual(check(bank));
  expect(await explore(soundBank, { properties: "deadlock free", strategy: "dpor" })).toEqual(
    check(soundBank, { properties: ["deadlock free"], strategy: "dpor" }),
  );
});

test("is asked for claims that the model does not make itself", async () => {
  const { verdicts } = await explore(soundBank, { properties: [never("moved", (k) => k.moved === 1)] });
  expect(verdicts.map(({ kind, property }) => [property, kind])).toEqual([["moved", "violated"]]);
});

test("goes on after each batch only when the event loop has had its turn", async () => {
  let turns = 0;
  let batches = 0;
  let done = false;
  const other = (): void => {
    turns += 1;
    if (!done) setImmediate(other);
  };
  setImmediate(other);
  await explore(endless, {
    maxStates: 5_000,
    progress: () => {
      batches += 1;
      // One turn has passed for each batch before this one.
      expect(turns).toBeGreaterThanOrEqual(batches - 1);
    },
  });
  done = true;
  expect(batches).toBeGreaterThan(20);
});

test("tells how far it has come", async () => {
  const states: number[] = [];
  const progress = (sofar: { readonly states: number }): unknown => states.push(sofar.states);
  await explore(endless, { properties: "a is 1,000", maxStates: 500, progress });
  expect(states.length).toBeGreaterThan(3);
  expect(states).toEqual([...states].sort((a, b) => a - b));
});

test("aborted from a timer, what is open is inconclusive, with the reason", async () => {
  const controller = new AbortController();
  const report = await explore(endless, {
    signal: controller.signal,
    progress: ({ states }) => {
      if (states > 1_000) setTimeout(() => controller.abort("seen enough"), 0);
    },
  });
  expect(report.grounds.exhausted).toBe(false);
  expect(report.verdicts.map(({ kind, property }) => [property, kind])).toEqual([
    ["a is 1,000", "inconclusive"],
    ["b is 2", "violated"],
  ]);
  expect(report.verdicts[0]).toMatchObject({ reason: "aborted: seen enough" });
  expect(said(() => expect(report).toHold("a is 1,000"))).toMatch(
    /^inconclusive: neither shown nor refuted\n/,
  );
});

test("aborted beforehand, it looks at the initial state alone", async () => {
  const report = await explore(endless, { signal: AbortSignal.abort(new Error("too late")) });
  expect(report.grounds.states).toBe(1);
  expect(report.verdicts.map((verdict) => verdict.kind === "inconclusive" && verdict.reason)).toEqual([
    "aborted: too late",
    "aborted: too late",
  ]);
});

test("an abort while it explains leaves what was found violated", async () => {
  const controller = new AbortController();
  let last = 0;
  const report = await explore(bank, {
    signal: controller.signal,
    progress: ({ states }) => {
      // The search that explains begins anew.
      if (states < last) controller.abort("while explaining");
      last = states;
    },
  });
  expect(controller.signal.aborted).toBe(true);
  const [verdict] = report.verdicts;
  expect(verdict?.kind).toBe("violated");
});

test("goes on whatever a test makes of timers", async () => {
  vi.useFakeTimers();
  try {
    expect(await explore(soundBank)).toHold();
  } finally {
    vi.useRealTimers();
  }
});

test("an error in progress ends it", async () => {
  const fails = explore(endless, {
    progress: () => {
      throw new Error("no more");
    },
  });
  await expect(fails).rejects.toThrow("no more");
});

test("its report can be expected to hold", async () => {
  expect(await explore(soundBank)).toHold();
  expect(await explore(bank)).toViolate("deadlock free", { preemptions: 1, steps: 2 });
  expect(await explore(bank)).not.toHold();
  expect(await explore(bank)).toHold(["money is moved once", "the money is moved"]);
});
