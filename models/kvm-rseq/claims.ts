/** Q1 to Q6, and what must be reachable. */

import { language, type Property, type StateView } from "preempt";
import { buggy, claimNames, migrationsInAPass, migrationsNeeded, type Setting } from "./expected.js";
import { labels as kernel } from "./kernel.js";
import { counts, enough, moved, stalled, labels as test } from "./selftest.js";
import type { Locals, Variables } from "./variables.js";
import type { Version } from "./versions.js";

type State = StateView<Variables>;

const { always, assertion, eventually, leadsTo, reachable } = language<Variables>();

const thread = (s: State) => s.process<Locals>("V");

/** The labels between which an update is under way. */
function updating({ beforeEntry, ownFlag }: Version): readonly string[] {
  const { reads, writes, fixup, readsOnExit, writesOnExit } = kernel;
  const onExit = ownFlag ? [] : [readsOnExit, writesOnExit];
  switch (beforeEntry) {
    case "updates":
    case "clears last":
    case "updates after schedule()":
      return [reads, writes, ...onExit];
    case "fixes up":
      return [fixup, ...onExit];
    default:
      return onExit;
  }
}

/** The tests that say how long the worker sleeps. Where it may sleep for no time at all nothing is promised. */
const timed: readonly Setting["harness"][] = ["long-delay", "no-delay"];

/** Once it reads, the reader comes to compare what it has read. */
export const getsThrough = (setting: Setting): Property<State> =>
  leadsTo(
    claimNames.through,
    (s) => thread(s).at(counts(setting) ? test.snapshot : test.compares),
    (s) => thread(s).at(test.runs) || s.halted !== null,
  );

/** What a version of the kernel claims under a version of the test. */
export function claims(
  version: Version & { readonly name: string },
  setting: Setting,
): readonly Property<State>[] {
  const { harness, migrations } = setting;
  const { Q1, Q2, agrees, Q3, ends, minimum, Q6 } = claimNames;
  const updates = updating(version);
  return [
    always(Q1, (s) => !thread(s).in("user mode") || s.rseq.cpuId === s.task("V").cpu),
    always(Q2, (s) => {
      const { cpu, rseqFlag, eventPending } = s.task("V");
      return (
        s.rseq.cpuId === cpu ||
        rseqFlag ||
        eventPending ||
        updates.some((label) => thread(s).at(label)) ||
        s.halted !== null
      );
    }),
    assertion(agrees),
    assertion(Q3),
    ...(migrations === "any"
      ? timed.includes(harness)
        ? [getsThrough(setting)]
        : []
      : [
          eventually(ends, (s) => thread(s).finished || s.halted !== null),
          always(
            minimum,
            (s) => !thread(s).finished || s.halted !== null || thread(s).my.passes >= enough(setting),
          ),
        ]),
    assertion(Q6),
    ...reached(version, setting),
  ];
}

/** What must be reached, and what cannot be. */
function reached(version: Version & { readonly name: string }, setting: Setting): readonly Property<State>[] {
  const { harness, migrations } = setting;
  const { beforeEntry } = version;
  const unmoved = !moved(setting) && "nothing migrates the vCPU thread";
  const looks = beforeEntry !== "leaves it";

  const correct = !buggy(version, setting) && "Q1 holds: there is nothing to catch";
  const unmasked =
    migrationsInAPass(setting) <= migrationsNeeded(version) && "no migration is left that could mask it";
  const oopses =
    beforeEntry === "fixes up" &&
    harness === "no-delay" &&
    migrations === "any" &&
    "before VM entry it ends in the oops, and after VM exit one in user mode follows";
  /** Whether the reader is about to find that both of its readings were taken at rest. */
  const settled = (s: State): boolean => thread(s).at(test.compares) && (!counts(setting) || !s.test.changed);
  const same = (s: State): boolean => thread(s).my.cpu === thread(s).my.rseqCpu;
  return [
    reachable(claimNames.catches, (s) => settled(s) && !same(s) && s.ghost.stale, { impossible: correct }),
    reachable(claimNames.evaluated, (s) => settled(s) && s.ghost.migrated === "in KVM_RUN"),
    reachable("rseq's flag is handled before VM entry", (s) => looks && thread(s).at(kernel.clears), {
      impossible: unmoved || (!looks && "the loop before VM entry does not look at it"),
    }),
    reachable(
      "rseq's flag is handled on the way to user mode",
      (s) => s.task("V").rseqFlag && thread(s).at(version.ownFlag ? kernel.restarts : kernel.clearsOnExit),
      {
        impossible: unmoved,
      },
    ),
    reachable("schedule() is called before VM entry", (s) => thread(s).at(kernel.schedules), {
      impossible: unmoved,
    }),
    reachable(
      "VM entry after a migration inside KVM_RUN",
      (s) => thread(s).in("guest mode") && s.ghost.migrated === "in KVM_RUN",
      { impossible: unmoved || oopses },
    ),
    reachable(
      "the thread is migrated between the two readings, and reads again",
      (s) => counts(setting) && thread(s).at(test.compares) && s.test.changed && !same(s) && !s.ghost.stale,
      { impossible: unmoved || (!counts(setting) && "there is no sequence count to tell") },
    ),
    reachable(
      "a comparison passes after a migration",
      (s) => settled(s) && same(s) && s.ghost.migrated !== "nowhere",
      { impossible: unmoved },
    ),
    reachable(
      "a stale CPU number is masked by a later migration, before it is compared",
      (s) => settled(s) && same(s) && s.ghost.stale,
      { impossible: unmoved || correct || unmasked },
    ),
    ...(migrations === "any"
      ? []
      : [
          reachable("the test passes", (s) => thread(s).finished && s.halted === null),
          reachable("the test gives up, as its reader has stalled", (s) => s.halted === stalled, {
            impossible:
              (harness === "no-minimum" && "it does not ask how often the reader got through") ||
              (harness === "long-delay" && "each usleep() lasts until the reader gets through"),
          }),
        ]),
  ];
}
