/** Each mistake in a regime, with the least workload by hand that shows it, and what it breaks there at which cost. */

import type { Regime } from "../../models/machine/index.js";
import {
  type Claim,
  deferredKernel,
  eagerKernel,
  type Kernel,
  lazyKernel,
  type TaskWork,
  type Workload,
} from "../../properties/workloads/index.js";

const writer: TaskWork = { kind: "user", writes: true, calls: [], exits: false };

const user = (...calls: Extract<TaskWork, { kind: "user" }>["calls"][number]): TaskWork => ({
  ...writer,
  calls: [calls],
});

const plain: Workload = {
  cpus: 1,
  preemption: "full",
  softirqFpu: false,
  hardIrqFpu: false,
  tasks: [writer],
};

/** The least workloads, by name. */
export const byHand = {
  alone: plain,
  two: { ...plain, tasks: [writer, writer] },
  "two CPUs": { ...plain, cpus: 2 },
  softirq: { ...plain, softirqFpu: true },
  // With hard interrupts, a softirq is more than one step.
  "kernel FPU, interrupts": {
    ...plain,
    tasks: [user("kernel FPU")],
    softirqFpu: true,
    hardIrqFpu: true,
  },
  "two, signal frame restored": { ...plain, tasks: [user("restore a signal frame"), writer] },
  "signal frame saved, hard IRQ": { ...plain, tasks: [user("save a signal frame")], hardIrqFpu: true },
} satisfies Readonly<Record<string, Workload>>;

/** A regime whose `irq_fpu_usable` says yes to everybody. */
function alwaysUsable(kernel: Kernel): Kernel {
  const regime: Regime = { ...kernel.regime, irqFpuUsable: () => true };
  return { ...kernel, regime };
}

export interface Row {
  readonly kernel: (fault: boolean) => Kernel;
  readonly fault: string;
  readonly on: keyof typeof byHand;
  /** The claims that fall, each with preemptions, other events and steps of its cheapest trace. */
  readonly breaks: Partial<Readonly<Record<Claim, string>>>;
}

type DeferredOptions = Parameters<typeof deferredKernel>[0];
type EagerOptions = Parameters<typeof eagerKernel>[0];
type LazyOptions = Parameters<typeof lazyKernel>[0];

const ofDeferred =
  (options: DeferredOptions) =>
  (fault: boolean): Kernel =>
    deferredKernel(fault ? options : {});
const ofEager =
  (options: EagerOptions) =>
  (fault: boolean): Kernel =>
    eagerKernel(fault ? options : {});
const ofLazy =
  (options: LazyOptions) =>
  (fault: boolean): Kernel =>
    lazyKernel(fault ? options : { ...(options?.preload && { preload: options.preload }) });

/** Each mistake of a type has its row, or this does not compile. */
type Faults<O> = O extends { readonly fault?: infer F } ? Exclude<F, undefined> : never;

type Told = Pick<Row, "on" | "breaks">;

const deferredFaults: Readonly<Record<Faults<DeferredOptions>, Told>> = {
  "forgets to save": { on: "two", breaks: { lost: "2 0 5", flag: "2 0 5", skip: "1 0 2" } },
  "saves always": { on: "two", breaks: { lost: "2 0 4", leak: "2 0 4", flag: "2 0 4" } },
  "forgets to restore": { on: "two", breaks: { lost: "1 0 2", leak: "1 0 2", flag: "1 0 2", skip: "1 0 3" } },
  "ignores last_cpu": { on: "two CPUs", breaks: { lost: "2 2 7", flag: "2 2 7" } },
  "ignores the owner": { on: "two", breaks: { lost: "2 0 4", leak: "2 0 4", flag: "2 0 4", skip: "2 0 5" } },
  "kernel_fpu_begin keeps the owner": {
    on: "softirq",
    breaks: { lost: "0 1 2", leak: "0 1 2", flag: "0 1 2", skip: "0 1 1" },
  },
  "mark_activate keeps the flag": {
    on: "two, signal frame restored",
    breaks: { lost: "3 0 9", flag: "3 0 9", skip: "1 0 5" },
  },
};

const eagerFaults: Readonly<Record<Faults<EagerOptions>, Told>> = {
  "forgets to save": { on: "two", breaks: { lost: "2 0 4", flag: "2 0 3", skip: "1 0 2" } },
  "forgets to restore": { on: "two", breaks: { lost: "1 0 2", leak: "1 0 2", flag: "1 0 1" } },
  "ignores last_cpu": { on: "two CPUs", breaks: { lost: "2 2 7", flag: "2 2 6" } },
  "ignores the owner": { on: "two", breaks: { lost: "2 0 3", leak: "2 0 3", flag: "2 0 2" } },
  "kernel_fpu_begin keeps the owner": {
    on: "softirq",
    breaks: { lost: "1 1 4", leak: "1 1 4", flag: "1 1 3", skip: "1 1 2" },
  },
  "kernel_fpu_end restores nothing": {
    on: "softirq",
    breaks: { lost: "0 1 2", leak: "0 1 2", flag: "0 1 1" },
  },
};

/** The owner and the last CPU are looked at by a preload alone. */
const lazyFaults: Readonly<Record<Faults<LazyOptions>, Told & { readonly preload?: "may" }>> = {
  "forgets to save": { on: "two", breaks: { lost: "1 0 15", skip: "1 0 8" } },
  "forgets to restore": { on: "two", breaks: { lost: "0 0 6", leak: "0 0 6" } },
  "ignores last_cpu": { on: "two CPUs", preload: "may", breaks: { lost: "2 2 12" } },
  "keeps has_fpu": { on: "two", breaks: { lost: "3 0 23", leak: "3 0 23" } },
  "kernel_fpu_begin keeps the owner": {
    on: "softirq",
    preload: "may",
    breaks: { lost: "1 1 9", leak: "1 1 9", skip: "1 1 7" },
  },
  "kernel_fpu_end leaves TS clear": { on: "softirq", breaks: { lost: "0 1 2", leak: "0 1 2" } },
};

/** The keys are those of the type above: Object.entries forgets them. */
const entries = <K extends string, T>(table: Readonly<Record<K, T>>): readonly (readonly [K, T])[] =>
  Object.entries(table) as unknown as readonly (readonly [K, T])[];

export const rows: readonly Row[] = [
  ...entries(deferredFaults).map(([fault, told]) => ({
    ...told,
    kernel: ofDeferred({ fault }),
    fault: `deferred: ${fault}`,
  })),
  {
    kernel: ofDeferred({ usableLooksAtSoftirqs: false }),
    fault: "deferred: hard interrupts in fpregs_lock sections",
    on: "signal frame saved, hard IRQ",
    breaks: { lost: "0 1 3", leak: "0 1 3", alone: "0 1 3" },
  },
  ...entries(eagerFaults).map(([fault, told]) => ({
    ...told,
    kernel: ofEager({ fault }),
    fault: `eager: ${fault}`,
  })),
  ...entries(lazyFaults).map(([fault, told]) => ({
    ...told,
    kernel: ofLazy({ fault, ...(told.preload && { preload: told.preload }) }),
    fault: `lazy: ${fault}`,
  })),
  ...(
    [
      [deferredKernel(), { kept: "0 1 5", alone: "0 1 3" }],
      [eagerKernel(), { lost: "0 1 7", leak: "0 1 7", kept: "0 2 12", alone: "0 1 3", flag: "0 1 6" }],
      [lazyKernel(), { kept: "0 1 5", alone: "0 1 3" }],
    ] as const
  ).map(([kernel, breaks]) => ({
    kernel: (fault: boolean) => (fault ? alwaysUsable(kernel) : kernel),
    fault: `${kernel.regime.name}: irq_fpu_usable says yes to everybody`,
    on: "kernel FPU, interrupts" as const,
    breaks,
  })),
];
