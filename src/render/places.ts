/** In which lane a step stands: its process', or, in a model with tasks, the task's that it runs for, or its CPU's. */

import type { Trace, TraceStep } from "../trace/trace.js";

/** The lanes of a trace. */
export interface Lanes {
  /** From left to right. */
  readonly titles: readonly string[];
  /** The title of the lane that a step stands in. */
  readonly of: (step: TraceStep) => string;
  /** Who takes a step, where its lane does not say so: `softirq0:`, or empty. */
  readonly who: (step: TraceStep) => string;
}

/** Whether the steps of a trace run for tasks. */
export function hasTasks({ steps }: Pick<Trace, "steps">): boolean {
  return steps.some(({ place }) => place.task !== null);
}

const numbered = (what: string, name: string): string => (/^\d+$/.test(name) ? `${what} ${name}` : name);

/** A task as drawings name it: a number needs a noun. */
export const taskName = (task: string): string => numbered("task", task);

/** A CPU as drawings name it. */
export const cpuName = (cpu: string): string => numbered("CPU", cpu);

/** Processes as they are declared, then what has no process of its own, such as an idle task, by name. */
function inOrder(titles: ReadonlySet<string>, processes: readonly string[]): readonly string[] {
  const rest = [...titles].filter((title) => !processes.includes(title));
  const byName = new Intl.Collator("en", { numeric: true }).compare;
  return [...processes.filter((name) => titles.has(name)), ...rest.sort(byName)];
}

/** A lane for each process that moves. */
function byProcess({ model, steps }: Trace): Lanes {
  const titles = inOrder(new Set(steps.map(({ process }) => process)), model.processes);
  return { titles, of: ({ process }) => process, who: () => "" };
}

/** A lane for each task that something is done for on the one CPU; what is done for none has its process' lane. */
function byTask({ model, steps }: Trace): Lanes {
  const of = ({ place, process }: TraceStep): string =>
    place.task === null ? process : taskName(place.task);
  return {
    titles: inOrder(new Set(steps.map(of)), model.processes),
    of,
    who: (step) => (step.process === of(step) ? "" : `${step.process}:`),
  };
}

/** A lane for each CPU, and the task's name inside; what is done on none has a lane as above. */
function byCpu(trace: Trace): Lanes {
  const tasks = byTask(trace);
  const onCpu = ({ place }: TraceStep): string | undefined =>
    place.cpu === null ? undefined : cpuName(place.cpu);
  const cpus = new Set(trace.steps.flatMap((step) => onCpu(step) ?? []));
  const others = new Set(trace.steps.filter((step) => onCpu(step) === undefined).map(tasks.of));
  return {
    titles: [...inOrder(cpus, []), ...inOrder(others, trace.model.processes)],
    of: (step) => onCpu(step) ?? tasks.of(step),
    who: (step) => {
      if (onCpu(step) === undefined) return tasks.who(step);
      const { process } = step;
      const task = tasks.of(step);
      return task === process ? `${process}:` : `${task}, ${process}:`;
    },
  };
}

/** The lanes of a trace: by CPU where several are involved, by task where one is, by process in a model without tasks. */
export function lanesOf(trace: Trace): Lanes {
  if (!hasTasks(trace)) return byProcess(trace);
  const cpus = new Set(trace.steps.flatMap(({ place }) => place.cpu ?? []));
  return cpus.size > 1 ? byCpu(trace) : byTask(trace);
}
