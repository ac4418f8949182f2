/** What is asked of faults: with any of them in the source, tests fail that pass without. */

import { describe, expect, test } from "vitest";
import { complaints } from "./compiled.js";
import type { Faults } from "./fault.js";
import { suite } from "./suite.js";

/** @param passing so many tests at least are run for them */
export function expectNoticed(faults: Faults, passing: number): void {
  const all = Object.values(faults).flat();

  for (const [kind, each] of Object.entries(faults)) {
    describe(kind, () => {
      for (const fault of each) {
        // Side by side: each waits for a process of its own.
        test.concurrent(fault.name, async ({ expect }) => {
          const { status, failed, broken } = await suite([fault.noticed], fault);
          expect({ status, broken }, `what came of ${fault.noticed}`).toEqual({ status: 1, broken: [] });
          expect(failed).not.toEqual([]);
        });
      }
    });
  }

  test("every fault has a name of its own", () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  test("every fault is code that compiles", async () => {
    expect(await complaints(all)).toEqual([]);
  });

  test("without a fault all these tests pass", async () => {
    const { passed, ...others } = await suite([...new Set(all.map(({ noticed }) => noticed))]);
    expect(others).toEqual({ status: 0, failed: [], broken: [] });
    expect(passed).toBeGreaterThan(passing);
  });
}
