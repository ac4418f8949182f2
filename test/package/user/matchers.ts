/** A user's test, for either runner: every matcher, `explore`, and what their types refuse. */

import { explore } from "preempt/vitest";
import { expect, test } from "vitest";
import { bank } from "./every.js";

test("every matcher, on what was found by the program", () => {
  expect(bank).toHold("money is moved once");
  expect(bank).toViolate("deadlock free", { preemptions: 1, steps: 2 });
  expect(bank).toReach((k) => k.moved === 1);
  expect(bank).not.toReach((k) => k.moved === 2);
  expect(bank).not.toBeDeadlockFree();
});

test("explore", async () => {
  expect(await explore(bank)).not.toHold();
});

/** Compiled, and never called. */
export function refused(): void {
  // @ts-expect-error: there is no such matcher
  expect(bank).toHolds();
  // @ts-expect-error: there is no such variable
  expect(bank).toReach((k) => k.mooved === 1);
  // @ts-expect-error: there is no such figure
  expect(bank).toViolate("deadlock free", { switches: 1 });
}
