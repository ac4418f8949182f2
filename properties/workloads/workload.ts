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
  | "restore a signal frame";

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
      readonly kind: "kernel thread";
      /** The acts of one round. */
      readonly round: readonly Act[];
      /** Whether it may exit after a round. */
      readonly exits: boolean;
    };

/** What runs on a machine. */
export interface Workload {
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
