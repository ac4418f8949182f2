/** Random workloads, small enough to be exhausted as a rule. */

import fc from "fast-check";
import type { Act, TaskWork, Workload } from "./workload.js";

const threadActs = ["step", "kernel FPU", "sleep", "wait", "wake"] as const;
const userActs = [...threadActs, "save a signal frame", "restore a signal frame"] as const;

/** True once in so many times. */
const once = (in_: number): fc.Arbitrary<boolean> =>
  fc.oneof({ weight: in_ - 1, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) });

/** Longer system calls are rare: they make large models and find little more. */
const call: fc.Arbitrary<readonly Act[]> = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...userActs), { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(fc.constantFrom(...userActs), { minLength: 2, maxLength: 2 }) },
);

const userTask: fc.Arbitrary<TaskWork> = fc
  .record({
    kind: fc.constant("user" as const),
    idles: once(5),
    calls: fc.oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(call, { minLength: 1, maxLength: 1 }) },
      { weight: 1, arbitrary: fc.array(call, { minLength: 2, maxLength: 2 }) },
    ),
    exits: once(6),
  })
  // A task must have something to do.
  .map(({ idles, ...work }) => ({ ...work, writes: !idles || work.calls.length === 0 }));

const kernelThread: fc.Arbitrary<TaskWork> = fc.record({
  kind: fc.constant("kernel thread" as const),
  round: fc.array(fc.constantFrom(...threadActs), { minLength: 1, maxLength: 2 }),
  exits: once(3),
});

const anyTask = fc.oneof({ weight: 2, arbitrary: userTask }, { weight: 1, arbitrary: kernelThread });

const preemption = fc.constantFrom("full" as const, "none" as const);

const onOneCpu: fc.Arbitrary<Workload> = fc.record({
  cpus: fc.constant(1),
  preemption,
  softirqFpu: fc.boolean(),
  hardIrqFpu: once(3),
  tasks: fc.oneof(
    { weight: 2, arbitrary: fc.tuple(userTask, anyTask) },
    { weight: 1, arbitrary: fc.tuple(userTask, anyTask, kernelThread) },
  ),
});

/** Also a task that has two CPUs to itself. */
const onTwoCpus: fc.Arbitrary<Workload> = fc.record({
  cpus: fc.constant(2),
  preemption,
  softirqFpu: once(3),
  hardIrqFpu: once(6),
  tasks: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(userTask, anyTask) },
    { weight: 1, arbitrary: fc.tuple(userTask) },
  ),
});

/** One or two CPUs, one to three tasks, the first of which has a user mode. */
export const anyWorkload: fc.Arbitrary<Workload> = fc.oneof(
  { weight: 3, arbitrary: onOneCpu },
  { weight: 1, arbitrary: onTwoCpus },
);
