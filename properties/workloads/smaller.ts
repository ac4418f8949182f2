/** Which workloads are smaller than one: what a counterexample is reduced by. */

import type { Act, TaskWork, Workload } from "./workload.js";

/** All ways to leave out one of `list`. */
function without<T>(list: readonly T[]): readonly (readonly T[])[] {
  return list.map((_, i) => [...list.slice(0, i), ...list.slice(i + 1)]);
}

/** All ways to put another in the place of one of `list`. */
function replaced<T>(list: readonly T[], others: (each: T) => readonly T[]): readonly (readonly T[])[] {
  return list.flatMap((each, i) =>
    others(each).map((other) => [...list.slice(0, i), other, ...list.slice(i + 1)]),
  );
}

/** The least that a task can do and still have registers to lose. */
const writer: TaskWork = { kind: "user", writes: true, calls: [], exits: false };

const actSize = (act: Act): number => (act === "step" ? 1 : 2);
const actsSize = (acts: readonly Act[]): number => acts.reduce((sum, act) => sum + actSize(act), 0);

function taskSize(work: TaskWork): number {
  switch (work.kind) {
    case "user": {
      const calls = work.calls.reduce((sum, call) => sum + 1 + actsSize(call), 0);
      return 1 + calls + (work.exits ? 1 : 0) + (work.writes ? 0 : 1);
    }
    case "vCPU":
      return 4 + (work.writes ? 0 : 1);
    case "kernel thread":
      return 2 + actsSize(work.round) + (work.exits ? 1 : 0);
  }
}

/**
 * How large a workload is: by what there is in it, not by its states. A smaller workload has a smaller size, so that making one
 * smaller comes to an end.
 */
export function sizeOf({ cpus, preemption, softirqFpu, hardIrqFpu, tasks }: Workload): number {
  const machine =
    8 * (cpus - 1) + (preemption === "full" ? 0 : 1) + (softirqFpu ? 4 : 0) + (hardIrqFpu ? 4 : 0);
  return machine + tasks.reduce((sum, work) => sum + 8 + taskSize(work), 0);
}

const simplerAct = (act: Act): readonly Act[] => (act === "step" ? [] : ["step"]);

function simplerTasks(work: TaskWork): readonly TaskWork[] {
  switch (work.kind) {
    case "user": {
      const { calls } = work;
      return [
        writer,
        ...without(calls).map((fewer) => ({ ...work, calls: fewer })),
        ...replaced(calls, without).map((shorter) => ({ ...work, calls: shorter })),
        { ...work, exits: false },
        ...replaced(calls, (call) => replaced(call, simplerAct)).map((other) => ({ ...work, calls: other })),
        { ...work, writes: true },
      ];
    }
    case "vCPU":
      return [writer, { ...work, writes: true }];
    case "kernel thread":
      return [
        writer,
        ...without(work.round).map((round) => ({ ...work, round })),
        { ...work, exits: false },
        ...replaced(work.round, simplerAct).map((round) => ({ ...work, round })),
      ];
  }
}

/** A task must have something to do, and a call something in it. */
const makesSense = (work: TaskWork): boolean =>
  work.kind !== "user"
    ? work.kind === "vCPU" || work.round.length > 0
    : (work.writes || work.calls.length > 0) && work.calls.every((call) => call.length > 0);

/** The workloads that are a little smaller than one; those first that leave out most. */
export function smaller(workload: Workload): readonly Workload[] {
  const { tasks } = workload;
  const all: readonly Workload[] = [
    ...without(tasks).map((fewer) => ({ ...workload, tasks: fewer })),
    { ...workload, cpus: 1 },
    { ...workload, softirqFpu: false },
    { ...workload, hardIrqFpu: false },
    ...replaced(tasks, simplerTasks).map((simpler) => ({ ...workload, tasks: simpler })),
    { ...workload, preemption: "full" },
  ];
  const size = sizeOf(workload);
  return all.filter((each) => each.tasks.length > 0 && each.tasks.every(makesSense) && sizeOf(each) < size);
}
