/**
 * KVM_RUN consumes TIF_NOTIFY_RESUME and does not tell rseq (Linux 5.9 to 5.14): a VMM reads the number of a CPU that it is not on
 * any more. And the selftest for it, which can pass for the wrong reason.
 *
 *  1 ioctl(KVM_RUN)              the vCPU thread V enters the kernel
 *  2 vcpu_enter_guest            interrupts off; with TIF_NEED_RESCHED or TIF_NOTIFY_RESUME set it gives up, and goes on with 3
 *  3 xfer_to_guest_mode_work     schedule(), which sets TIF_NOTIFY_RESUME; the next round clears that. Buggy: and no more. Fixed:
 *                                and struct rseq is written. Back to 2
 *  4 the guest                   exits to user space at once; or, with guestIrqs, an interrupt takes it back to 2
 *  5 exit_to_user_mode_loop      the same work, done right; then user mode
 *  6 main()                      reads seq_cnt, the CPU's number, rseq.cpu_id, seq_cnt again; asserts that the two agree; back to 1
 *
 *    migration_worker()          the other thread, M: seq_cnt odd; sched_setaffinity() moves V to another CPU, and returns once V
 *                                is there; seq_cnt even; usleep()
 *    IPI                         V's CPU hears of TIF_NEED_RESCHED, wherever interrupts are on: in user mode, and in the kernel
 *                                where that may be preempted, V is moved at once
 *
 * The variants are the kernels, the parameter `harness` is the test: what is checked is the one under the other. Claims Q1 to Q3, Q5,
 * Q6 and T1, and what must be reachable, of which Q4 is the part that tells whether the test looks where it matters. A pass of which
 * Q4b is `unreached` is vacuous.
 *
 * Nothing counts. seq_cnt is its parity, and whether it has changed since the reader's snapshot; the worker goes on for ever, unless
 * `migrations` says how often: what is claimed of the end of a test needs one.
 *
 * Of kernel-facts.md, beside what kernel.ts says: the last assertion is i > N/2, not >=, and i counts passes, of which there may be
 * none, as the worker may be done before the first; and the mutant that clears the flag last needs a preemptible kernel.
 */

import { family, flag, model, oneOf, wholeNumber } from "preempt";
import { claims } from "./claims.js";
import { claimNames, relevant, violated } from "./expected.js";
import { kvmRun } from "./kernel.js";
import { vcpuThread } from "./reader.js";
import { loadBalancer, rescheduleInterrupt } from "./scheduler.js";
import { assumed, harnesses, type Migrations, outrun } from "./selftest.js";
import { survivors } from "./survivors.js";
import { variables } from "./variables.js";
import { versions } from "./versions.js";
import { migrationWorker } from "./worker.js";

export const kvmRseq = family({
  name: "kvm-rseq",
  title: "KVM_RUN consumes TIF_NOTIFY_RESUME and leaves a stale CPU number in rseq",
  about: [
    "The scheduler sets TIF_NOTIFY_RESUME when it moves a task that has registered a struct rseq, and the return to user mode " +
      "writes the CPU's number to that. Since 72c3c0fe54a3 (5.9) KVM_RUN handles pending work before it enters the guest, and " +
      "that clears the flag; until 8646e53633f3 (5.15) it did not write the number.",
    "The variants are the kernel's versions, and mutants. The parameter harness is the selftest (61e52f1630f5), in versions of its " +
      "own: as it is since July 2022 (delay), with a usleep() that lasts until the reader got through (long-delay), without one " +
      "(no-delay), without the sequence count (no-seqcount), as committed, when it migrated its own thread (self, and " +
      "self-balanced with a load balancer), and without its last assertion (no-minimum).",
  ],
  example: { variant: "v5.9", property: claimNames.agrees },
  variants: versions,
  newest: "v6.19",
  parameters: {
    harness: oneOf("the selftest", ...harnesses),
    migrations: oneOf<Migrations>("how many migrations the worker makes", "any", 1, 2, 3),
    first: oneOf("what the reader reads first", "cpu", "rseq"),
    preemption: oneOf("where the kernel may be preempted", "full", "none"),
    cpus: wholeNumber("how many CPUs", { from: 2, to: 4, initial: 2, checked: [2, 3] }),
    guestIrqs: flag("the reschedule interrupt may hit the guest", false),
  },
  build: (version, setting) => {
    const { harness, cpus, preemption, guestIrqs } = setting;
    return model({
      name: `kvm-rseq@${version.name}`,
      variables,
      processes: [
        vcpuThread(setting, preemption, kvmRun(version, { guestIrqs, mayReturn: outrun(setting) })),
        migrationWorker(setting),
        rescheduleInterrupt(version, preemption),
        ...(harness === "self-balanced" ? [loadBalancer(cpus)] : []),
      ],
      properties: claims(version, setting),
      parameters: setting,
      background: ["task.target", "ghost.migrated"],
      assumptions: [
        "struct rseq is resident: the store to it does not fault",
        "only migration makes the thread schedule",
        ...assumed(setting),
      ],
    });
  },
  relevant,
  violated,
  survivors: { reasons: survivors },
});
