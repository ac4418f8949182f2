/** A workload in words. */

import { actsOf, namesOf, type TaskWork, type Workload } from "./workload.js";

function workText(work: TaskWork): string {
  switch (work.kind) {
    case "user": {
      const calls = work.calls.map((call) => `calls the kernel (${call.join(", ")})`);
      const parts = [
        ...(work.writes ? ["writes its registers"] : []),
        ...calls,
        ...(work.exits ? ["exits"] : []),
      ];
      return `in user mode: ${parts.join("; ")}`;
    }
    case "vCPU":
      return `runs a guest that writes its registers${work.writes ? "; writes its own in user mode" : ""}`;
    case "kernel thread":
      return `a kernel thread: ${[...actsOf(work), ...(work.exits ? ["exits"] : [])].join(", ")}`;
  }
}

/** A line for the machine, and one for each task. */
export function workloadText(workload: Workload): string {
  const { cpus, preemption, softirqFpu, hardIrqFpu, tasks } = workload;
  const interrupts = [...(softirqFpu ? ["softirqs"] : []), ...(hardIrqFpu ? ["hard interrupts"] : [])];
  const machine = [
    cpus === 1 ? "1 CPU" : `${cpus} CPUs`,
    preemption === "full" ? "preemption" : "no preemption in the kernel",
    ...(interrupts.length === 0 ? [] : [`${interrupts.join(" and ")} that use the FPU`]),
  ];
  const names = namesOf(workload);
  return [machine.join(", "), ...tasks.map((work, i) => `${names[i]} ${workText(work)}`)].join("\n");
}
