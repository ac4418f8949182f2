/**
 * The selftest, tools/testing/selftests/kvm/rseq_test.c: a thread that runs the vCPU and compares (reader.ts), and one that
 * migrates it (worker.ts). In versions, too: it is as much under study as the kernel.
 */

import type { Reader } from "preempt";
import type { Variables } from "./variables.js";

/** The versions of the test. */
export const harnesses = [
  "delay",
  "long-delay",
  "no-delay",
  "no-seqcount",
  "self",
  "self-balanced",
  "no-minimum",
] as const;

export type Harness = (typeof harnesses)[number];

/** For how many migrations the worker goes on. */
export type Migrations = "any" | 1 | 2 | 3;

export interface Test {
  readonly harness: Harness;
  readonly migrations: Migrations;
  /** How many CPUs it migrates between. Two hide a number that is stale twice over; three show any. */
  readonly cpus: number;
  /** What the reader reads first: as committed the CPU's number, in the mail's diagram struct rseq. */
  readonly first: "cpu" | "rseq";
}

/** Where a function of the test stands. */
export const source = (name: string) => ({ name, file: "tools/testing/selftests/kvm/rseq_test.c" });

/** Whether the worker migrates the vCPU thread, and not itself. */
export const migrates = ({ harness }: Test): boolean => harness !== "self" && harness !== "self-balanced";

/** Whether anything does. */
export const moved = (test: Test): boolean => migrates(test) || test.harness === "self-balanced";

/** Whether the test has a sequence count. */
export const counts = ({ harness }: Test): boolean => harness !== "no-seqcount";

/** What the last assertion asks for: more passes than half of the migrations. */
export const enough = ({ migrations }: Test): number =>
  migrations === "any" ? 0 : Math.floor(migrations / 2) + 1;

/** The labels that claims and guards ask for. */
export const labels = {
  runs: "ioctl(KVM_RUN)",
  snapshot: "snapshot := seq_cnt & ~1",
  again: "snapshot != seq_cnt: read again",
  compares: "TEST_ASSERT(rseq_cpu == cpu)",
  minimum: "TEST_ASSERT(i > NR_TASK_MIGRATIONS / 2)",
  odd: "atomic_inc(&seq_cnt): odd",
  moves: "sched_setaffinity(): another CPU",
  returns: "sched_setaffinity() returns",
  even: "atomic_inc(&seq_cnt): even",
} as const;

/** Why a test that fails ends. */
export const failure = "the test fails";
export const stalled = "the test gives up: task stalled too much?";

/**
 * Without a delay the worker's loop beats the way out of KVM_RUN: while the worker can finish a migration and begin the next, the
 * vCPU thread does not get to user mode.
 */
export function outrun({ harness }: Test): (reader: Reader<Variables>) => boolean {
  if (harness !== "no-delay") return () => true;
  return ({ process, task }) => {
    const m = process("M");
    const { cpu, target } = task("V");
    return !(m.at(labels.odd) || (m.at(labels.returns) && cpu === target) || m.at(labels.even));
  };
}

/** What a test takes for granted of time. */
export function assumed({ harness }: Test): readonly string[] {
  switch (harness) {
    case "no-delay":
      return ["the worker's loop is faster than the way out of KVM_RUN"];
    case "long-delay":
      return ["usleep() lasts until the reader gets through"];
    default:
      return ["usleep() may last for any time, or none"];
  }
}
