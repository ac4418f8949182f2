/** Each version against what the family states; what it costs to break one; and the least trace of one, whole. */

import { assertHolds } from "preempt";
import { explore } from "preempt/vitest";
import { expect, test } from "vitest";
import { kvmFpu } from "./kvm-fpu.model.js";

const guestKept = "the guest's registers are kept";
const userKept = "the user's registers are kept";
const noLeak = "no register leak";

// Each variant, with softirqs that use the FPU and without: what the family states.
explore.each(kvmFpu);

test.each([
  ["v5.1", "false", userKept, { preemptions: 0, events: 1, steps: 12 }],
  ["v5.1", "true", userKept, { preemptions: 0, events: 1, steps: 11 }],
  ["v5.2", "false", guestKept, { preemptions: 2, events: 0, steps: 11 }],
  ["v5.2", "false", userKept, { preemptions: 0, events: 1, steps: 12 }],
  ["v5.2", "true", guestKept, { preemptions: 0, events: 1, steps: 9 }],
  ["v5.2", "true", noLeak, { preemptions: 0, events: 1, steps: 9 }],
  ["mail", "false", userKept, { preemptions: 0, events: 1, steps: 15 }],
  ["mail", "true", guestKept, { preemptions: 0, events: 1, steps: 7 }],
] as const)(
  "%s, softirqs that use the FPU: %s, breaks it at least cost: %s",
  (variant, softirqFpu, claim, cost) => {
    expect(kvmFpu.instance(variant, { softirqFpu })).toViolate(claim, cost);
  },
);

test("the mail's diff mends what it was made for, as long as nothing but tasks use the FPU", () => {
  expect(kvmFpu.instance("mail")).toHold(guestKept);
  expect(kvmFpu.instance("mail", { softirqFpu: "true" })).not.toHold(guestKept);
});

test("how 5.2 loses the guest's registers: the least trace, whole", async () => {
  await expect(
    saidOf(() => assertHolds(kvmFpu.instance("v5.2"), { properties: guestKept })),
  ).toMatchFileSnapshot("v5.2.txt");
});

/** What is said where it does not hold. */
function saidOf(asserting: () => unknown): string {
  try {
    asserting();
  } catch (error) {
    return `${error instanceof Error ? error.message : String(error)}\n`;
  }
  throw new Error("it holds");
}
