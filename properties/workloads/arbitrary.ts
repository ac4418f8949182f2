/** Random workloads, small enough that each can be exhausted. */

import { type Arbitrary, array, boolean, constant, constantFrom, oneof, record, tuple } from "fast-check";
import { shrunkBy } from "preempt/fast-check";
import { knows } from "./acts.js";
import { allActs, threadActs } from "./checked.js";
import type { Kernel } from "./kernel.js";
import { smaller } from "./smaller.js";
import { type Act, actsOf, type TaskWork, type Workload } from "./workload.js";

/** What may be in a workload. */
export interface WorkloadOptions {
  /** The kernel that it is for: nothing is asked of it that it does not have. Any kernel of the three, if left out. */
  readonly kernel?: Kernel;
  /** The most CPUs: 1 or 2. */
  readonly cpus?: 1 | 2;
  /** The most tasks that run from the beginning. */
  readonly tasks?: 1 | 2 | 3;
}

/** True once in so many times. */
const once = (in_: number): Arbitrary<boolean> =>
  oneof({ weight: in_ - 1, arbitrary: constant(false) }, { weight: 1, arbitrary: constant(true) });

/** Between `least` and `most` acts in a row, the fewest most often: longer ones make large models and find little more. */
const rowOf = (acts: readonly Act[]): Arbitrary<readonly Act[]> => {
  const act = constantFrom(...acts);
  return oneof({ weight: 3, arbitrary: tuple(act) }, { weight: 1, arbitrary: tuple(act, act) });
};

function userTask(acts: readonly Act[]): Arbitrary<TaskWork> {
  const call = rowOf(acts);
  return (
    record({
      kind: constant("user" as const),
      idles: once(5),
      calls: oneof(
        { weight: 2, arbitrary: constant([]) },
        { weight: 3, arbitrary: tuple(call) },
        { weight: 1, arbitrary: tuple(call, call) },
      ),
      exits: once(6),
    })
      // A task must have something to do.
      .map(({ idles, ...work }) => ({ ...work, writes: !idles || work.calls.length === 0 }))
  );
}

const kernelThread: Arbitrary<TaskWork> = record({
  kind: constant("kernel thread" as const),
  round: rowOf(threadActs),
  exits: once(3),
});

const vcpu: Arbitrary<TaskWork> = record({
  kind: constant("vCPU" as const),
  writes: boolean(),
});

/** How much a task adds to what can happen, roughly, in powers of two. */
function weightOf(work: TaskWork): number {
  if (work.kind === "vCPU") return 3;
  const acts = actsOf(work);
  const forks = acts.includes("fork") ? 3 : 0;
  return 1 + acts.length + forks + ("exits" in work && work.exits ? 1 : 0);
}

/** The same for a workload; lazy regimes have more to tell apart, so their workloads are kept smaller. */
export function weightOfWorkload({ cpus, softirqFpu, hardIrqFpu, tasks }: Workload): number {
  const machine = (cpus - 1) * (2 + 2 * tasks.length) + (softirqFpu && hardIrqFpu ? 3 : 0);
  return machine + tasks.reduce((sum, work) => sum + 1 + weightOf(work), 0);
}

const mostWeight = (kernel: Kernel | undefined): number => (kernel?.regime.name === "lazy" ? 9 : 12);

/**
 * Workloads of one or two CPUs and one to three tasks, the first of which has a user mode. They are shrunk to smaller ones by what is
 * in them: tasks, CPUs, interrupts, system calls, acts.
 */
export function workloads({ kernel, cpus = 2, tasks = 3 }: WorkloadOptions = {}): Arbitrary<Workload> {
  const acts = allActs.filter((act) => kernel === undefined || knows(kernel, act));
  const user = userTask(acts);
  const first =
    kernel !== undefined && kernel.vcpus === undefined
      ? user
      : oneof({ weight: 5, arbitrary: user }, { weight: 1, arbitrary: vcpu });
  const other = oneof({ weight: 2, arbitrary: first }, { weight: 1, arbitrary: kernelThread });
  const drawn: Arbitrary<Workload> = record({
    cpus: cpus === 1 ? constant(1) : constantFrom(1, 1, 1, 2),
    preemption: constantFrom("full" as const, "none" as const),
    softirqFpu: once(2),
    hardIrqFpu: once(3),
    tasks: array(other, { maxLength: tasks - 1, size: "max" }).chain((rest) =>
      first.map((begins) => [begins, ...rest]),
    ),
  });
  const most = mostWeight(kernel);
  return shrunkBy(
    drawn.filter((workload) => weightOfWorkload(workload) <= most),
    smaller,
  );
}
