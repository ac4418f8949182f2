/**
 * What the vCPU thread runs in the kernel, with the kernel's names: KVM_RUN, and the return to user mode.
 *
 * Kernel-facts has ti_work taken with interrupts off before VM entry, and acted upon. The code looks twice: with interrupts off
 * kvm_vcpu_exit_request only gives up the entry, and xfer_to_guest_mode_handle_work reads the flags anew, with interrupts on. So
 * a preemption may come between, and the least trace is two steps longer.
 */

import { type Code, type Context, language, type Part, type Reader } from "preempt";
import { claimNames } from "./expected.js";
import { schedule } from "./scheduler.js";
import type { Locals, Variables } from "./variables.js";
import type { Version } from "./versions.js";

type Kernel = Context<Variables, Locals>;
type Reads = Reader<Variables, Locals>;

const { step, loop, leave, choose, routine, call, irqsDisabled, guestMode } = language<Variables, Locals>();

/** The labels that claims ask for. Those before VM entry are told from those on the way to user mode. */
export const labels = {
  clears: "clear TIF_NOTIFY_RESUME, before VM entry",
  reads: "rseq_update_cpu_id: read the CPU's number, before VM entry",
  writes: "rseq.cpu_id := that number, before VM entry",
  fixup: "rseq_ip_fixup(NULL), before VM entry",
  schedules: "schedule(), before VM entry",
  clearsOnExit: "clear TIF_NOTIFY_RESUME",
  readsOnExit: "rseq_update_cpu_id: read the CPU's number",
  writesOnExit: "rseq.cpu_id := that number",
  restarts: "rseq_exit_to_user_mode_restart: rseq.cpu_id := the CPU's number, clear TIF_RSEQ",
  returns: "return to user mode",
} as const;

const clear = (label: string): Code<Kernel> =>
  step(label, ({ current }) => {
    current.rseqFlag = false;
  });

/** rseq_update_cpu_id reads the number first; it has preemption and interrupts on. */
const update = (reads: string, writes: string): readonly Code<Kernel>[] => [
  step(reads, (k) => {
    k.my.cpuId = k.current.cpu;
  }),
  step(writes, (k) => {
    k.rseq.cpuId = k.my.cpuId ?? 0;
    k.my.cpuId = null;
  }),
];

const none = ({ current }: Reads): boolean => !current.needResched && !current.rseqFlag;

/**
 * A loop over pending work. ti_work is a snapshot of the flags: what schedule() sets is found in the next round. So each of its
 * values is a branch.
 *
 * @param notify what is done where rseq's flag is found, or false where the loop does not look at it
 * @param done the branches by which it is left
 */
function whileWork(resched: Part<Kernel>, notify: Part<Kernel> | false, ...done: readonly Part<Kernel>[]) {
  const finds = (found: string, needResched: boolean, rseqFlag: boolean): Code<Kernel> =>
    step(`ti_work: ${found}`, undefined, {
      enabled: ({ current }) =>
        current.needResched === needResched && (notify === false || current.rseqFlag === rseqFlag),
    });
  return loop(
    choose(
      [finds("TIF_NEED_RESCHED", true, false), resched],
      notify !== false && [finds("TIF_NOTIFY_RESUME", false, true), notify],
      notify !== false && [finds("TIF_NEED_RESCHED, TIF_NOTIFY_RESUME", true, true), resched, notify],
      ...done.map((branch) => [branch, leave]),
    ),
  );
}

/** What the loop before VM entry does where it finds TIF_NOTIFY_RESUME. */
function notified({ beforeEntry }: Version): Part<Kernel> | false {
  const { clears, reads, writes, fixup } = labels;
  switch (beforeEntry) {
    case "leaves it":
      return false;
    case "clears it":
    case "updates after schedule()":
      return clear(clears);
    case "updates":
      return [clear(clears), update(reads, writes)];
    case "clears last":
      return [update(reads, writes), clear(clears)];
    case "fixes up":
      return [
        clear(clears),
        step(fixup, (k) => {
          k.fail(claimNames.Q6, "instruction_pointer(NULL)");
          k.halt("BUG: kernel NULL pointer dereference in rseq_ip_fixup");
        }),
      ];
  }
}

/** The way to user mode, with the registers of user mode at hand; `mayReturn` is what the timing of the test has to say. */
function exitToUserMode(version: Version, mayReturn: (k: Reads) => boolean): Part<Kernel> {
  const { raisesAgain, ownFlag, commit } = version;
  const { clearsOnExit, readsOnExit, writesOnExit } = labels;
  const updates = update(readsOnExit, writesOnExit);
  const returns = (enabled: (k: Reads) => boolean): Code<Kernel> =>
    step(
      labels.returns,
      (k) => {
        k.ghost.stale = k.rseq.cpuId !== k.current.cpu;
      },
      { enabled },
    );
  const calls = schedule("schedule()", version);
  const atRest = returns((k) => none(k) && mayReturn(k));
  const source = { name: "exit_to_user_mode_loop", file: "kernel/entry/common.c", commit };
  if (ownFlag) {
    // Behind the loop, with interrupts off from the last look at the flags until user mode runs.
    const restart = irqsDisabled(
      step(
        labels.restarts,
        (k) => {
          k.rseq.cpuId = k.current.cpu;
          k.current.rseqFlag = false;
        },
        { enabled: ({ current }) => !current.needResched && current.rseqFlag },
      ),
      returns(mayReturn),
    );
    return call(routine(source, () => whileWork(calls, false, restart, atRest)));
  }
  const handles = raisesAgain
    ? choose(
        [
          step(
            "rseq_event_pending := false",
            ({ current }) => {
              current.eventPending = false;
            },
            { enabled: ({ current }) => current.eventPending },
          ),
          updates,
        ],
        step("no event is pending", undefined, { enabled: ({ current }) => !current.eventPending }),
      )
    : updates;
  return call(routine(source, () => whileWork(calls, [clear(clearsOnExit), handles], atRest)));
}

/** KVM_RUN of a vCPU whose guest exits to user space at once, and the return from it. */
export function kvmRun(
  version: Version,
  { guestIrqs, mayReturn }: { readonly guestIrqs: boolean; readonly mayReturn: (k: Reads) => boolean },
): Part<Kernel> {
  const { commit, beforeEntry, raisesAgain, ownFlag } = version;
  const looks = beforeEntry !== "leaves it";
  const pending = ({ current }: Reads): boolean => current.needResched || (looks && current.rseqFlag);
  const x86 = (name: string) => ({ name, file: "arch/x86/kvm/x86.c", commit });

  // Where rseq has a flag of its own, nothing else in the model sets TIF_NOTIFY_RESUME.
  const generic = looks || ownFlag;
  const virt = raisesAgain || ownFlag;
  const beforeVmEntry = routine(
    generic
      ? { name: "xfer_to_guest_mode_work", file: `kernel/entry/${virt ? "virt" : "kvm"}.c`, commit }
      : x86("vcpu_run"),
    () =>
      whileWork(
        [
          schedule(labels.schedules, version),
          beforeEntry === "updates after schedule()" && update(labels.reads, labels.writes),
        ],
        notified(version),
        step("ti_work: nothing, before VM entry", undefined, { enabled: (k) => !pending(k) }),
      ),
  );

  const vcpuEnterGuest = routine(x86("vcpu_enter_guest"), () =>
    loop(
      choose(
        // kvm_vcpu_exit_request; interrupts are on again before the work is looked at.
        [step("work is pending: no VM entry", undefined, { enabled: pending }), call(beforeVmEntry)],
        irqsDisabled(
          step("VM entry", undefined, { enabled: (k) => !pending(k) }),
          guestMode(
            choose(
              [step("VM exit: GUEST_SYNC"), leave],
              guestIrqs &&
                step("VM exit: external interrupt", undefined, { enabled: (k) => k.current.needResched }),
            ),
          ),
        ),
      ),
    ),
  );

  const virtUserspaceExit = routine(
    { name: "rseq_virt_userspace_exit", file: "include/linux/rseq.h", commit },
    () =>
      step("TIF_NOTIFY_RESUME if an event is pending", ({ current }) => {
        if (current.eventPending) current.rseqFlag = true;
      }),
  );

  return [call(vcpuEnterGuest), raisesAgain && call(virtUserspaceExit), exitToUserMode(version, mayReturn)];
}
