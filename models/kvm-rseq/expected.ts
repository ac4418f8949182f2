/** What is expected of each version of the kernel under each version of the test, and which combinations are worth a check. */

import type { Preemption } from "./scheduler.js";
import type { Test } from "./selftest.js";
import type { Version } from "./versions.js";

/** The parameters of the family. */
export interface Setting extends Test {
  readonly preemption: Preemption;
  readonly guestIrqs: boolean;
}

type Named = Version & { readonly name: string };

export const claimNames = {
  Q1: "Q1 user mode finds its CPU in rseq.cpu_id",
  Q2: "Q2 where it is stale, a flag or an update is pending",
  agrees: "T1 TEST_ASSERT(rseq_cpu == cpu)",
  Q3: "Q3 no false alarm",
  ends: "Q5a the test ends",
  through: "Q5b a reader that reads gets through",
  minimum: "Q5q a test that passes has compared more than N/2 times",
  Q6: "Q6 no NULL registers",
  catches: "Q4a the test catches a stale CPU number",
  evaluated: "Q4b it compares right after a migration inside KVM_RUN",
} as const;

/** Whether user mode can find a stale number, under a test that is hard enough. */
export function buggy({ name }: Named, { preemption }: Setting): boolean {
  switch (name) {
    case "v5.9":
      return true;
    case "clears-last":
    case "after-schedule":
      // Without preemption the loop schedules in one place, and writes struct rseq behind it.
      return preemption === "full";
    default:
      return false;
  }
}

/** How many migrations there can be in one pass of the reader, KVM_RUN included. */
export function migrationsInAPass({ harness, migrations }: Setting): number {
  if (harness === "self") return 0;
  if (harness === "self-balanced") return Number.POSITIVE_INFINITY;
  if (harness === "long-delay") return 1;
  return migrations === "any" ? Number.POSITIVE_INFINITY : migrations;
}

/** How many it takes to make the number stale: the mutant that clears the flag last needs one more, behind the read. */
export const migrationsNeeded = ({ name }: Named): number => (name === "clears-last" ? 2 : 1);

/** The names of the claims that fall, and of what is not reached though it should be. */
export function violated(version: Named, setting: Setting): readonly string[] {
  const { harness, migrations } = setting;
  const { Q1, Q2, agrees, Q3, ends, through, minimum, Q6, catches, evaluated } = claimNames;
  const stale = buggy(version, setting) && migrationsInAPass(setting) >= migrationsNeeded(version);
  /** No comparison is made right after a migration inside KVM_RUN. */
  const blind = harness === "self" || (harness === "no-delay" && migrations === "any");
  const alarms = harness === "no-seqcount" || harness === "self-balanced";
  return [
    ...(stale ? [Q1, Q2] : []),
    ...(alarms || (stale && !blind) ? [agrees] : []),
    ...(alarms ? [Q3] : []),
    // The load balancer may move the thread for ever, each time before it is back in user mode.
    ...(harness === "self-balanced" && migrations !== "any" ? [ends] : []),
    ...(harness === "no-delay" && migrations === "any" ? [through] : []),
    ...(harness === "no-minimum" && migrations !== "any" ? [minimum] : []),
    ...(harness !== "self" && version.beforeEntry === "fixes up" ? [Q6] : []),
    ...(buggy(version, setting) && (blind || !stale) ? [catches] : []),
    ...(blind ? [evaluated] : []),
  ];
}

/** Whether `check --all` goes through it: each parameter where it makes a difference, each kernel under the right test. */
export function relevant({ name, raisesAgain }: Named, setting: Setting): boolean {
  const { harness, migrations, first, preemption, guestIrqs, cpus } = setting;
  const [buggyOne, fixed] = [name === "v5.9", name === "v5.15"];
  const later = raisesAgain || name === "v6.19";
  const plain = preemption === "full" && !guestIrqs;
  const initial = plain && first === "cpu" && migrations === "any" && harness === "delay";
  if (cpus > 2) return initial && (buggyOne || fixed || later || name === "clears-last");
  if (migrations !== "any") {
    if (!plain || first === "rseq") return false;
    if (harness === "no-delay") return buggyOne || (fixed && migrations === 2);
    if (harness === "self-balanced") return fixed && migrations === 1;
    if (harness === "self" || harness === "no-seqcount") return false;
    return (fixed || (buggyOne && harness !== "long-delay")) && migrations === 2;
  }
  if (harness === "no-minimum") return false;
  if (harness === "no-seqcount") return plain && (buggyOne || fixed || (later && first === "cpu"));
  if (harness !== "delay") {
    return (
      plain && first === "cpu" && (buggyOne || fixed || (name === "clears-last" && harness === "long-delay"))
    );
  }
  if (first === "rseq") return plain && (buggyOne || fixed);
  return (
    plain ||
    (!guestIrqs && preemption === "none") ||
    (guestIrqs && preemption === "full" && (buggyOne || fixed || later))
  );
}
