/**
 * What the matchers' types take and what they refuse, in Vitest and in Jest; compiled by `npm run typecheck`, never run. An
 * expected error that does not come is an error itself.
 */

import { expect as expectInJest } from "@jest/globals";
import {
  assertHolds,
  deadlockFree,
  explore,
  family,
  indexed,
  language,
  type Model,
  model,
  mutex,
  never,
  replay,
  type StateView,
} from "preempt";
import { expect } from "vitest";
import "preempt/jest";
import "preempt/vitest";

const variables = {
  count: 0,
  mode: "user" as "user" | "guest",
  vcpu: { loaded: false },
  fork: indexed(2, { taken: false }),
  m: mutex(),
};
const { process, step } = language<typeof variables>();

const counting = model({
  name: "counting",
  variables,
  processes: [process("A", { program: step("count") })],
});

// A model carries the types of its variables, and is a model of any.
const typed: Model<typeof variables> = counting;
const any: Model = typed;
export const list: readonly Model[] = [typed, any];
// @ts-expect-error: it has no such variable
export const other: Model<{ readonly closed: boolean }> = counting;

// Predicates know the variables of what is received.
expect(counting).toReach((k) => k.count === 1 && k.vcpu.loaded && k.fork(1).taken && k.m.holder === "A");
expect(counting).not.toReach((k) => k.mode === "guest");
expect(counting).toHold(never("counts to two", (k) => k.count === 2));
expect(counting).toHold([never("counts to two", (k) => k.count === 2), "no warning", deadlockFree()]);
expect(counting).toViolate(
  never("counts", (k) => k.count === 1),
  { preemptions: 0, steps: 1 },
);
expect(counting).toBeDeadlockFree({ preemptions: 2, inconclusive: "accept" });
expectInJest(counting).toReach((k) => k.count === 1 && k.vcpu.loaded);
expectInJest(counting).toHold(
  never("counts to two", (k) => k.count === 2),
  { timeout: 100 },
);
expectInJest(counting).not.toViolate("no warning");
assertHolds(counting, { properties: [never("counts to two", (k) => k.count === 2)] });
export const report = explore(counting, { properties: never("counts to two", (k) => k.count === 2) });
export const drawn: string = replay(counting, "A", { properties: never("two", (k) => k.count === 2) });

// @ts-expect-error: there is no such variable
expect(counting).toReach((k) => k.cuont === 1);
// @ts-expect-error: it is no such value
expect(counting).toReach((k) => k.mode === "kernel");
expect(counting).toReach((k) => {
  // @ts-expect-error: a predicate writes nothing
  k.count = 1;
  return true;
});
// @ts-expect-error: there is no such variable
expect(counting).toHold(never("counts to two", (k) => k.cuont === 2));
// @ts-expect-error: it reads what the model has not
expect(counting).toHold(never("closed", (k: { readonly closed: boolean }) => k.closed));
// @ts-expect-error: one property is violated at a time
expect(counting).toViolate(["one", "two"]);
// @ts-expect-error: there is no such figure
expect(counting).toViolate("one", { switches: 1 });
// @ts-expect-error: there is no such option
expect(counting).toHold(undefined, { preemtions: 1 });
// @ts-expect-error: there is no such choice
expect(counting).toHold(undefined, { inconclusive: "ignore" });
// @ts-expect-error: there is no such variable
expectInJest(counting).toReach((k) => k.cuont === 1);
// @ts-expect-error: there is no such figure
expectInJest(counting).toViolate("one", { switches: 1 });
// @ts-expect-error: there is no such variable
assertHolds(counting, { properties: [never("counts to two", (k) => k.cuont === 2)] });
// @ts-expect-error: a report is what comes of it, at last
export const early: boolean = explore(counting).grounds.exhausted;
// @ts-expect-error: a family has variants
export const whole = explore(families());
// @ts-expect-error: a matcher returns nothing to wait for: it is done
export const waited: Promise<void> = expect(counting).toHold();

function families() {
  return family({
    name: "f",
    title: "t",
    about: [],
    variants: { one: { about: "the one" } },
    newest: "one",
    parameters: {},
    build: () => counting,
    violated: () => [],
  });
}

// Of an instance of a family the variables are not known: a predicate says itself what it reads.
const instance = families().instance("one");
expect(instance).toReach((k: StateView<typeof variables>) => k.count === 1);
expect(instance).toHold("no warning");
// @ts-expect-error: what it reads is not said
expect(instance).toReach((k) => k.count === 1);
