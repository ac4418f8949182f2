/** Workloads as data, checked: what types say, said once more to those who write JavaScript, and what they cannot say. */

import { ModelError } from "preempt";
import { type Act, actsOf, type Workload } from "./workload.js";

/** What each act is for; by name, so that none is missing. */
const acts: Readonly<Record<Act, "anybody" | "users">> = {
  step: "anybody",
  "kernel FPU": "anybody",
  sleep: "anybody",
  wait: "anybody",
  wake: "anybody",
  "save a signal frame": "users",
  "restore a signal frame": "users",
  fork: "users",
  exec: "users",
};

/** Every act, in the order in which they are drawn. */
export const allActs = Object.keys(acts) as readonly Act[];

/** Those that a kernel thread may have, too. */
export const threadActs = allActs.filter((act) => acts[act] === "anybody");

/** More tasks than these have no names. */
const mostTasks = 8;

/** @throws ModelError saying what is no workload */
export function checkWorkload(workload: Workload): void {
  const { tasks, cpus } = workload;
  if (!Array.isArray(tasks) || tasks.length === 0 || tasks.length > mostTasks)
    throw new ModelError(`a workload has 1 to ${mostTasks} tasks: { tasks: [{ kind: "user", … }] }`);
  if (cpus > 2) throw new ModelError(`a workload has 1 or 2 CPUs; cpus is ${cpus}`);
  for (const [i, work] of workload.tasks.entries()) {
    const who = `task ${i + 1} of the workload`;
    if (!["user", "vCPU", "kernel thread"].includes(work.kind))
      throw new ModelError(`${who} is a "${String(work.kind)}"; it can be a user, a vCPU, a kernel thread`);
    for (const act of actsOf(work)) {
      if (!Object.hasOwn(acts, act))
        throw new ModelError(`${who} has the act "${String(act)}"; there is ${allActs.join(", ")}`);
      if (work.kind === "kernel thread" && acts[act] === "users")
        throw new ModelError(`${who} is a kernel thread, which has no user mode and so no act "${act}"`);
    }
    if (work.kind === "user" && !work.writes && work.calls.length === 0 && !work.exits)
      throw new ModelError(`${who} has nothing to do: it writes nothing, calls nothing and does not exit`);
  }
}
