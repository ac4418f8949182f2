/** Tasks: processes that move only while a CPU runs them, and nothing is stacked above them. */

import {
  type Context,
  type Fairness,
  language,
  ModelError,
  type Part,
  type Process,
  type Reader,
  type Rule,
} from "preempt";
import { impossible, inUserMode } from "./strikes.js";
import type { Machine } from "./variables.js";

/** What a switch to a task runs in its context before the task goes on (`fire_sched_in_preempt_notifiers`). */
export interface SchedIn<V> {
  /** Whether the notifier is registered. */
  readonly registered: (reader: Reader<V>) => boolean;
  /** Runs with preemption off and interrupts on, stacked above the task. */
  readonly code: Part<Context<V>>;
}

/** What a task runs. */
export interface TaskOptions<V, L> {
  readonly program: Part<Context<V, NoInfer<L>>>;
  readonly locals?: L;
  readonly schedIn?: SchedIn<V> | undefined;
}

/** A task of the machine, with what it runs. */
export interface Task<V> {
  readonly name: string;
  readonly schedIn: SchedIn<V> | undefined;
  /** Its process, for a machine on which the given may come between its steps, and of whose tasks the given is assumed. */
  readonly process: (strikes: readonly Rule[], fair: Fairness | undefined) => Process<V>;
}

const { process: processOf } = language<Machine>();

/**
 * A task, by the name under which the machine was told of it. Its program begins in user mode unless it is a kernel thread.
 * At the end of its program it has exited.
 */
export function task<V extends Machine, L = unknown>(name: string, options: TaskOptions<V, L>): Task<V> {
  const { program, locals, schedIn } = options;
  const enabled = ({ here, task, process }: Reader<Machine>): boolean => {
    if (here.running !== name || !here.above.isEmpty() || task(name).state === "asleep") return false;
    const where = process(name);
    if (where.under(impossible)) {
      throw new ModelError(
        `task "${name}" may sleep, or is in user mode, with preemption, bottom halves or interrupts off: scheduling while atomic. ` +
          "A trap stands beside what is in user mode, not inside it; a section is entered with its first step",
      );
    }
    const inUser = where.under(inUserMode);
    if (here.user && !inUser) {
      throw new ModelError(
        `task "${name}" is in the kernel, and nothing has said that it entered it: user mode is left by \`syscall\` or ` +
          '`trap`; a task whose program begins in the kernel is told of as { begins: "kernel" }',
      );
    }
    // The return to user mode is the machine's: see cpus.ts.
    return here.user || !inUser;
  };
  return {
    name,
    schedIn,
    process: (strikes, fair) =>
      processOf(name, {
        // V is the machine's variables and more: whatever is handed the whole is handed these.
        program: program as Part<Context<Machine>>,
        ...(locals === undefined ? {} : { locals }),
        cpu: (k) => k.task(name).cpu,
        task: name,
        enabled,
        strikes,
        fair,
      }) as Process<V>,
  };
}
