/** Kernels of one's own: mistakes in fork, exec and KVM, which no regime has, found by random workloads and shrunk to them. */

import { type Context, ModelError } from "preempt";
import { fpregsLock, init, kernel } from "preempt/machine";
import {
  checkAllWorkloads,
  claimNames,
  deferredKernel,
  eagerKernel,
  type Kernel,
  lazyKernel,
  type Variables,
  workloadText,
} from "preempt/machine/fast-check";
import { expect, test } from "vitest";

const { step, preemptDisabled } = kernel<Variables>();

const deferred = deferredKernel();
const eager = eagerKernel();
const lazy = lazyKernel();

const { lost } = claimNames;

/** A mistake, and what is found of it. */
type Row = readonly [mistake: string, kernel: Kernel, property: string, workload: string, schedule: string];

const rows: readonly Row[] = [
  [
    "deferred: fork copies what is in memory, whatever the flag says",
    {
      ...deferred,
      fork: ({ child, copyOf }) =>
        fpregsLock(
          step("fpu__copy", (k) => {
            k.task(child).fpu = copyOf(k, k.current.fpu);
          }),
        ),
    },
    lost,
    "1 CPU, preemption\nA in user mode: writes its registers; calls the kernel (fork)",
    "A A/1 A*3 ~ CPU0 CPU0/2",
  ],
  [
    "eager: fork copies what is in memory, not the registers",
    {
      ...eager,
      fork: ({ child, copyOf }) =>
        step("fpu__copy", (k) => {
          k.task(child).fpu = copyOf(k, k.current.fpu);
        }),
    },
    lost,
    "1 CPU, preemption\nA in user mode: writes its registers; calls the kernel (fork)",
    "A A/1 A*3 ~ CPU0 CPU0/2",
  ],
  [
    "lazy: fork does not save first",
    {
      ...lazy,
      fork: ({ child, copyOf }) =>
        step("fpu_copy", (k) => {
          k.task(child).usedMath = k.current.usedMath;
          k.task(child).fpu = copyOf(k, k.current.fpu);
        }),
    },
    lost,
    "1 CPU, preemption\nA in user mode: writes its registers; calls the kernel (fork)",
    "A*5 CPU0/1 A A/1 A*3 ~ CPU0 CPU0/2 A-child*4 CPU0/2",
  ],
  [
    "deferred: exec does not say that the registers are the task's",
    {
      ...deferred,
      exec: (forget) =>
        fpregsLock(
          step("copy_init_fpstate_to_fpregs", (k) => {
            forget(k);
            k.here.fpregs = init;
          }),
        ),
    },
    lost,
    "1 CPU, preemption, softirqs that use the FPU\nA in user mode: writes its registers; calls the kernel (exec)",
    "A/1 softirq0 A CPU0/1",
  ],
  [
    "eager: exec leaves the registers as they are",
    {
      ...eager,
      exec: (forget) =>
        step("flush_thread", (k) => {
          forget(k);
        }),
    },
    lost,
    "1 CPU, preemption\nA in user mode: writes its registers; calls the kernel (exec)",
    "A/1 A CPU0/1",
  ],
  [
    "lazy: exec leaves has_fpu set",
    {
      ...lazy,
      exec: (forget) =>
        step("drop_fpu", (k) => {
          forget(k);
          k.current.usedMath = false;
        }),
    },
    lost,
    "1 CPU, preemption\nA in user mode: writes its registers; calls the kernel (exec)",
    "A*5 CPU0/1 A A/1 A CPU0/1",
  ],
  [
    "deferred: nothing is loaded before VM entry",
    { ...deferred, vcpus: withoutEntry(deferred) },
    lost,
    "1 CPU, preemption\nA runs a guest that writes its registers; writes its own in user mode",
    "A/1 A*2 A/1 CPU0*2 A*3 A/1*2 A CPU0/1 A/1 A*2",
  ],
  [
    "eager: KVM does not keep the user's registers",
    {
      ...eager,
      vcpus: {
        ...needed(eager.vcpus),
        load: preemptDisabled(
          step("fpregs := guest_fpu", (k: Context<Variables>) => {
            k.vcpu(k.here.running).loaded = true;
            k.here.fpregs = k.current.guestFpu;
          }),
        ),
      },
    },
    lost,
    "1 CPU, preemption\nA runs a guest that writes its registers; writes its own in user mode",
    "A/1 A*2 A/1*2 A*2 CPU0/1",
  ],
  [
    "lazy: no notifier puts the guest's registers",
    { ...lazy, vcpus: withoutSchedOut(lazy) },
    lost,
    "1 CPU, preemption\nA runs a guest that writes its registers; writes its own in user mode\nB in user mode: writes its registers",
    "A/1 A*2 A/1 CPU0 CPU0/2",
  ],
];

function needed<T>(part: T | undefined): T {
  if (part === undefined) throw new Error("the kernel has no such part");
  return part;
}

function withoutEntry(of: Kernel): Kernel["vcpus"] & object {
  const { entry: _, ...others } = needed(of.vcpus);
  return others;
}

function withoutSchedOut(of: Kernel): Kernel["vcpus"] & object {
  const { schedOut: _, ...others } = needed(of.vcpus);
  return others;
}

test.each(rows)("%s", (_, mistaken, property, workload, schedule) => {
  const outcome = checkAllWorkloads(mistaken, "all", { seed: 1, numRuns: 200 });
  if (outcome.kind !== "counterexample") throw new Error(outcome.kind);
  const { failure, configuration, schedule: found } = outcome.counterexample;
  expect([failure.kind === "violated" && failure.property, workloadText(configuration), found]).toEqual([
    property,
    workload,
    schedule,
  ]);
});

test.each<[string, () => Kernel, string]>([
  [
    "a fault that the deferred kernel has not",
    () => deferredKernel({ fault: "no such" as never }),
    'no fault of deferredKernel called "no such"; there is "forgets to save", "saves always", "forgets to restore", "ignores last_cpu", "ignores the owner", "kernel_fpu_begin keeps the owner", "mark_activate keeps the flag"',
  ],
  [
    "one that the eager kernel has not",
    () => eagerKernel({ fault: "x" as never }),
    'no fault of eagerKernel called "x"; there is "forgets to save", "forgets to restore", "ignores last_cpu", "ignores the owner", "kernel_fpu_begin keeps the owner", "kernel_fpu_end restores nothing"',
  ],
  [
    "one that the lazy kernel has not",
    () => lazyKernel({ fault: "ignores the owner" as never }),
    'no fault of lazyKernel called "ignores the owner"; there is "forgets to save", "forgets to restore", "ignores last_cpu", "keeps has_fpu", "kernel_fpu_begin keeps the owner", "kernel_fpu_end leaves TS clear"',
  ],
  [
    "an option of the deferred kernel, misspelt",
    () => deferredKernel({ falt: "forgets to save" } as object),
    'no option of deferredKernel called "falt"; there is fault, commit, header, oneSwitchFpu, usableLooksAtSoftirqs, save, load',
  ],
  [
    "one of the eager kernel",
    () => eagerKernel({ falt: 1 } as object),
    'no option of eagerKernel called "falt"; there is fault, commit',
  ],
  [
    "one of the lazy kernel",
    () => lazyKernel({ preloads: "may" } as object),
    'no option of lazyKernel called "preloads"; there is fault, commit, preload, usedMath, allocate, cr0, clts',
  ],
  [
    "no options at all",
    () => lazyKernel(null as never),
    'lazyKernel(…) takes its options by name, { fault: "…" }; there is fault, commit, preload, usedMath, allocate, cr0, clts',
  ],
])("%s is refused", (_, make, expected) => {
  expect(make).toThrow(new ModelError(expected));
});

test("how to draw workloads is said by name", () => {
  expect(() => checkAllWorkloads(deferred, "all", null as never)).toThrow(
    new ModelError("how to draw workloads is said by name: { seed: 1, numRuns: 100 }"),
  );
});
