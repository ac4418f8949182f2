/** What each mistake in a regime breaks, on the least workload by hand that shows it, with the exact least cost. */

import { check, type Report } from "preempt";
import { describe, expect, test } from "vitest";
import { claimNames, workloadModel } from "../../properties/workloads/index.js";
import { byHand, rows } from "./fault-rows.js";

/** The claims that fall, by their short names, with their costs. */
function fallen({ verdicts }: Report): Readonly<Record<string, string>> {
  const names = Object.entries(claimNames);
  return Object.fromEntries(
    verdicts.flatMap((verdict) => {
      if (verdict.kind !== "violated") return [];
      const { preemptions, events, steps } = verdict.trace.cost;
      const short = names.find(([, name]) => name === verdict.property)?.[0] ?? verdict.property;
      return [[short, `${preemptions} ${events} ${steps}`]];
    }),
  );
}

describe.each(rows)("$fault", ({ kernel, on, breaks }) => {
  test(`is caught by the workload "${on}", at this cost`, () => {
    expect(fallen(check(workloadModel(byHand[on], kernel(true))))).toEqual(breaks);
  });

  test("which holds without the mistake", () => {
    const { verdicts } = check(workloadModel(byHand[on], kernel(false)));
    expect(verdicts.map(({ kind }) => kind)).toEqual(verdicts.map(() => "holds"));
  });
});
