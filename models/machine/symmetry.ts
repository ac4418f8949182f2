/** What is alike on a machine: CPUs, and tasks that run the same program. */

import { type Interchangeable, interchangeable } from "preempt";
import type { Interrupt } from "./interrupts.js";
import { idleOf, type TaskDefinition } from "./variables.js";

/** What the machine is made of. */
export interface Alike {
  readonly cpus: number;
  readonly tasks: Readonly<Record<string, TaskDefinition>>;
  readonly interrupts: readonly Pick<Interrupt, "level">[];
  readonly outerHypervisor: boolean;
}

/** CPUs are alike, unless a task is pinned to one. What each does by itself goes with it, and its idle task. */
function alikeCpus({ cpus, tasks, interrupts, outerHypervisor }: Alike): Interchangeable {
  const pinned = new Set(Object.values(tasks).map((task) => task.pinned));
  const free = Array.from({ length: cpus }, (_, cpu) => cpu).filter((cpu) => !pinned.has(cpu));
  return interchangeable(
    "CPUs",
    free,
    (cpu) => ({
      processes: [
        `CPU${cpu}`,
        ...(outerHypervisor ? [`xen${cpu}`] : []),
        ...interrupts.map(({ level }) => `${level}${cpu}`),
      ],
      copies: { cpu, task: idleOf(cpu) },
    }),
    { numbers: ["task.cpu", "task.lastCpu"] },
  );
}

/**
 * The symmetry of a machine.
 *
 * @param tasks each a list of tasks that run the same program but for their names
 */
export function symmetryOf(made: Alike, tasks: readonly (readonly string[])[]): readonly Interchangeable[] {
  const alike = tasks.map((names) =>
    interchangeable("tasks", names, (name) => {
      const { owner, guest } = made.tasks[name] ?? {};
      return {
        processes: [name],
        copies: { task: name },
        names: [owner, guest].filter((each) => each !== undefined),
      };
    }),
  );
  return [alikeCpus(made), ...alike];
}
