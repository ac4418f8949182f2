/** A workload: what the tasks and interrupts of a machine do, as plain data from which a model is built. */

/** Something that kernel code does on behalf of a task. */
export type Act =
  /** It is in the kernel for a while. */
  | "step"
  /** It uses the FPU itself, with preemption off. */
  | "kernel FPU"
  /** It may sleep on something that is not modelled. */
  | "sleep"
  /** It sleeps until the event has come, and takes it. */
  | "wait"
  /** It makes the event come, and wakes everybody. */
  | "wake"
  /** It copies the task's registers into a signal frame. */
  | "save a signal frame"
  /** It gives the task the registers that it finds in a signal frame. */
  | "restore a signal frame"
  /** It makes a child, once, which goes on in user mode with a copy of the task's registers, and does there as the task does. */
  | "fork"
  /** It gives the task fresh registers, as `fninit` makes them. */
  | "exec";

/** What a task does, again and again and in any order. */
export type TaskWork =
  | {
      readonly kind: "user";
      /** Whether its user mode writes FPU registers. */
      readonly writes: boolean;
      /** Its system calls: the acts of each, in a row. */
      readonly calls: readonly (readonly Act[])[];
      /** Whether it may exit. */
      readonly exits: boolean;
    }
  | {
      /** It runs a guest, which writes FPU registers, and leaves KVM_RUN now and then. */
      readonly kind: "vCPU";
      /** Whether its user mode writes FPU registers, too. */
      readonly writes: boolean;
    }
  | {
      readonly kind: "kernel thread";
      /** The acts of one round. */
      readonly round: readonly Act[];
      /** Whether it may exit after a round. */
      readonly exits: boolean;
    };

/** What runs on a machine. */
export interface Workload {
  /** Where there are two, any switch may take a task from the one to the other. */
  readonly cpus: number;
  readonly preemption: "full" | "none";
  readonly softirqFpu: boolean;
  readonly hardIrqFpu: boolean;
  /** They are called A, B, C … */
  readonly tasks: readonly TaskWork[];
}

/** The names of the tasks of a workload. */
export function namesOf({ tasks }: Workload): readonly string[] {
  return tasks.map((_, i) => "ABCDEFGH".charAt(i));
}

/** The name of what `task` forks. */
export const childOf = (task: string): string => `${task}-child`;

/** The owner of what the guest of `task` writes. */
export const guestOf = (task: string): string => `${task}-guest`;

/** The acts that a task asks of the kernel. */
export function actsOf(work: TaskWork): readonly Act[] {
  switch (work.kind) {
    case "user":
      return work.calls.flat();
    case "kernel thread":
      return work.round;
    case "vCPU":
      return [];
  }
}

/** The tasks of a workload that fork, by name. */
export function parentsIn(workload: Workload): readonly string[] {
  const { tasks } = workload;
  return namesOf(workload).filter((_, i) => {
    const work = tasks[i];
    return work !== undefined && actsOf(work).includes("fork");
  });
}

/** Those that have a user mode: their names, and those of what they fork. */
export function usersIn(workload: Workload): readonly string[] {
  const { tasks } = workload;
  const users = namesOf(workload).filter((_, i) => tasks[i]?.kind !== "kernel thread");
  return [...users, ...parentsIn(workload).map(childOf)];
}

/** Those that run a guest. */
export function vcpusIn(workload: Workload): readonly string[] {
  const { tasks } = workload;
  return namesOf(workload).filter((_, i) => tasks[i]?.kind === "vCPU");
}
