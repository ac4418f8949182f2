/** Random workloads on the regimes as they are: each is explored whole, and nothing is violated. */

import fc from "fast-check";
import { never } from "preempt";
import { describe, expect, test } from "vitest";
import { allActs, checkWorkload, threadActs } from "../../properties/workloads/checked.js";
import {
  checkAllWorkloads,
  claimNames,
  deferredKernel,
  eagerKernel,
  forAllWorkloads,
  type Kernel,
  lazyKernel,
  sizeOf,
  smaller,
  type Workload,
  type WorkloadProperty,
  workloadModel,
  workloads,
  workloadText,
} from "../../properties/workloads/index.js";
import { actsOf } from "../../properties/workloads/workload.js";

const user = (...call: readonly string[]) => ({
  kind: "user",
  writes: true,
  calls: call.length === 0 ? [] : [call],
  exits: false,
});

describe.each<[string, Kernel, { readonly numRuns: number; readonly seed: number }, object]>([
  [
    "deferred",
    deferredKernel(),
    { numRuns: 150, seed: 1 },
    { drawn: 150, repeated: 2, inconclusive: 0, states: 317_967, largest: 44_127 },
  ],
  [
    "eager",
    eagerKernel(),
    { numRuns: 150, seed: 2 },
    { drawn: 150, repeated: 6, inconclusive: 0, states: 83_459, largest: 19_117 },
  ],
  [
    "lazy, preload never",
    lazyKernel(),
    { numRuns: 100, seed: 3 },
    { drawn: 100, repeated: 7, inconclusive: 0, states: 156_209, largest: 25_256 },
  ],
  [
    "lazy, preload may",
    lazyKernel({ preload: "may" }),
    { numRuns: 100, seed: 4 },
    { drawn: 100, repeated: 3, inconclusive: 0, states: 268_895, largest: 32_196 },
  ],
])("%s", (_, kernel, options, expected) => {
  test(`${options.numRuns} workloads hold`, () => {
    expect(forAllWorkloads(kernel, "all", options)).toMatchObject(expected);
  });
});

test("everything that a workload may have is drawn", () => {
  const all = fc.sample(workloads(), { seed: 1, numRuns: 200 });
  const acts = all.flatMap(({ tasks }) => tasks.flatMap((work) => [work.kind, ...actsOf(work)]));
  const machines = all.map(({ cpus, preemption, softirqFpu, hardIrqFpu }) =>
    [cpus, preemption, softirqFpu, hardIrqFpu].join(" "),
  );
  expect([...new Set(acts)].sort()).toEqual([...allActs, "kernel thread", "user", "vCPU"].sort());
  expect(new Set(machines).size).toBe(16);
});

test("nothing is asked of a kernel that it does not have", () => {
  const { regime, needsLoadFlag } = deferredKernel();
  const all = fc.sample(workloads({ kernel: { regime, needsLoadFlag } }), { seed: 1, numRuns: 200 });
  const acts = all.flatMap(({ tasks }) => tasks.flatMap((work) => [work.kind, ...actsOf(work)]));
  expect([...new Set(acts)].sort()).toEqual([...threadActs, "kernel thread", "user"].sort());
});

test("every smaller workload is smaller, and a workload still", () => {
  for (const workload of fc.sample(workloads(), { seed: 2, numRuns: 200 })) {
    for (const each of smaller(workload)) {
      expect(sizeOf(each)).toBeLessThan(sizeOf(workload));
      expect(() => {
        checkWorkload(each);
      }).not.toThrow();
    }
  }
});

test.each<[string, object, RegExp]>([
  ["no task", { tasks: [] }, /a workload has 1 to 8 tasks/],
  ["three CPUs", { cpus: 3 }, /1 or 2 CPUs; cpus is 3/],
  ["an odd kind", { tasks: [{ kind: "daemon" }] }, /task 1 of the workload is a "daemon"; it can be a user/],
  ["an odd act", { tasks: [user("sing")] }, /has the act "sing"; there is step, kernel FPU/],
  ["a thread that forks", { tasks: [{ kind: "kernel thread", round: ["fork"] }] }, /and so no act "fork"/],
  ["nothing to do", { tasks: [{ ...user(), writes: false }] }, /task 1 of the workload has nothing to do/],
  ["a fork that the kernel lacks", { tasks: [user("fork")] }, /the kernel has no "fork"/],
  ["a guest that the kernel lacks", { tasks: [{ kind: "vCPU", writes: true }] }, /the kernel has no "vcpus"/],
])("a workload with %s is refused", (_, odd, expected) => {
  const { regime, needsLoadFlag } = deferredKernel();
  const workload = {
    cpus: 1,
    preemption: "full",
    softirqFpu: false,
    hardIrqFpu: false,
    tasks: [user()],
    ...odd,
  };
  expect(() => workloadModel(workload as Workload, { regime, needsLoadFlag })).toThrow(expected);
});

test.each<[string, unknown, RegExp]>([
  ["a regime", deferredKernel().regime, /it is a regime: take { \.\.\.deferredKernel\(\), regime }/],
  ["a function", deferredKernel, /it is a function: call it/],
  ["a name", "deferred", /workloads run on a kernel: lazyKernel\(\)/],
])("%s is no kernel", (_, kernel, expected) => {
  expect(() => forAllWorkloads(kernel as Kernel, "all")).toThrow(expected);
});

test("an empty list of properties, and one that is none, are refused", () => {
  expect(() => forAllWorkloads(deferredKernel(), [])).toThrow(/no property is asked for/);
  expect(() => forAllWorkloads(deferredKernel(), "lost" as "all")).toThrow(/are "all", or a list/);
  expect(() => forAllWorkloads(deferredKernel(), ["no lost stat"], { seed: 1 })).toThrow(
    /did you mean "no lost state"/,
  );
});

test("a claim of one's own is checked, with one by name", () => {
  const own: WorkloadProperty = never("the kernel uses the FPU", (s) => s.cpu(0).inKernelFpu > 0);
  const outcome = checkAllWorkloads(deferredKernel(), [claimNames.lost, own], { seed: 1 });
  expect(outcome).toMatchObject({ counterexample: { failure: { property: own.name }, also: [] } });
  if (outcome.kind !== "counterexample") throw new Error(outcome.kind);
  expect(workloadText(outcome.counterexample.configuration)).toMatchInlineSnapshot(`
    "1 CPU, preemption, softirqs and hard interrupts that use the FPU
    A in user mode: writes its registers"
  `);
});
