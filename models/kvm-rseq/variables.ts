/** The vCPU thread as scheduler and user space see it, and what the test keeps. */

import { indexed } from "preempt";

/** Where the vCPU thread was migrated last; a ghost. */
export type Migrated = "nowhere" | "in KVM_RUN" | "in user mode";

/** The vCPU thread's, in the kernel. */
export const thread = {
  cpu: 0,
  /** Where it will run once it has scheduled: its affinity, a single CPU, or what the load balancer made of that. */
  target: 0,
  /** TIF_NEED_RESCHED, set by whoever moves it, which also interrupts its CPU. */
  needResched: false,
  /** TIF_NOTIFY_RESUME, or TIF_RSEQ where rseq has a flag of its own: nothing else in the model sets the former. */
  rseqFlag: false,
  /** rseq_event_pending (later rseq_event.sched_switch), in the version that raises the flag by it. */
  eventPending: false,
};

export const variables = {
  task: indexed(["V"], thread),
  /** struct rseq, in the memory of user space. */
  rseq: { cpuId: 0 },
  /** What the test's two threads share. */
  test: {
    /** Whether seq_cnt is odd. Nothing asks for more of it, so that it may count for ever. */
    odd: false,
    /** Whether `snapshot != seq_cnt`, with the snapshot's bit 0 dropped; true, too, where there is no snapshot. */
    changed: true,
    /** Whether the reader has compared since the worker's last migration: what a long enough usleep waits for. */
    compared: false,
    done: false,
  },
  ghost: {
    migrated: "nowhere" as Migrated,
    /** Whether rseq.cpuId was wrong at the last return to user mode from KVM_RUN. */
    stale: false,
  },
};

export type Variables = typeof variables;

/** The vCPU thread's own. */
export const locals = {
  /** What rseq_update_cpu_id has read; null where that is not between the two steps. */
  cpuId: null as number | null,
  /** What the test has read. */
  cpu: null as number | null,
  rseqCpu: null as number | null,
  /** How many passes the test has made, counted up to what its last assertion asks for. */
  passes: 0,
};

export type Locals = typeof locals;
