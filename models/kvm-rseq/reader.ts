/** The selftest's main(): KVM_RUN, and a look at the CPU's number in both places, until the worker is done. */

import { type Context, language, type Part, type Process } from "preempt";
import { claimNames } from "./expected.js";
import { type Preemption, rescheduling } from "./scheduler.js";
import { counts, enough, failure, labels, source, stalled, type Test } from "./selftest.js";
import { type Locals, locals, type Variables } from "./variables.js";

type Reads = Context<Variables, Locals>;

const { step, loop, leave, choose, userMode, routine, call, process } = language<Variables, Locals>();

/** The vCPU thread, given what it runs in the kernel. */
export function vcpuThread(test: Test, preemption: Preemption, kvmRun: Part<Reads>): Process<Variables> {
  const { harness, migrations, first } = test;
  const bounded = migrations !== "any";
  const cpu = step("cpu := sched_getcpu()", (k: Reads) => {
    k.my.cpu = k.current.cpu;
  });
  const rseq = step("rseq_cpu := rseq.cpu_id", (k: Reads) => {
    k.my.rseqCpu = k.rseq.cpuId;
  });
  const readings = first === "cpu" ? [cpu, rseq] : [rseq, cpu];
  const compare = step(
    labels.compares,
    (k) => {
      const { my } = k;
      const same = my.cpu === my.rseqCpu;
      k.assert(claimNames.agrees, same);
      k.assert(claimNames.Q3, same || k.ghost.stale);
      my.cpu = null;
      my.rseqCpu = null;
      if (counts(test)) k.test.changed = true;
      if (harness === "long-delay") k.test.compared = true;
      if (bounded) my.passes = Math.min(my.passes + 1, enough(test));
      if (!same) k.halt(failure);
    },
    { enabled: (k) => !counts(test) || !k.test.changed },
  );
  const reader = counts(test)
    ? loop(
        step(labels.snapshot, (k) => {
          k.test.changed = k.test.odd;
        }),
        readings,
        choose(
          step(
            labels.again,
            (k) => {
              k.my.cpu = null;
              k.my.rseqCpu = null;
            },
            { enabled: (k) => k.test.changed },
          ),
          [compare, leave],
        ),
      )
    : [readings, compare];
  const runs = step(labels.runs, undefined, { enabled: (k) => !bounded || !k.test.done });
  const main = routine(source("main"), () => [
    loop(
      userMode(choose(runs, bounded && [step("done", undefined, { enabled: (k) => k.test.done }), leave])),
      kvmRun,
      userMode(reader),
    ),
    harness !== "no-minimum" &&
      bounded &&
      userMode(
        step(labels.minimum, (k) => {
          if (k.my.passes < enough(test)) k.halt(stalled);
        }),
      ),
  ]);
  return process<Locals>("V", {
    task: "V",
    locals,
    program: call(main),
    strikes: [rescheduling(preemption)],
    fair: "weak",
  });
}
