/** What stands across the lanes before a step: that another process or task runs now, and what struck. */

import type { Trace, TraceStep } from "../trace/trace.js";
import { cpuName, hasTasks, taskName } from "./places.js";

/** A line across the lanes. */
export interface Break {
  readonly text: string;
  /** Whether it costs something, or another task runs. */
  readonly loud: boolean;
}

/** In a model without tasks: another process moves. */
function ofProcesses(step: TraceStep, last: string | undefined, arrow: string): Break | undefined {
  const kinds = step.cost.kinds.join(", ");
  const costs =
    kinds === "" ? "" : kinds === "preemption" && step.switch === "preempted" ? "preempted: " : `${kinds}: `;
  const from = last === undefined || step.switch === "none" ? "" : `${last} ${arrow} ${step.process}`;
  if (costs !== "") return { text: `${costs}${from || step.process}`, loud: true };
  switch (step.switch) {
    case "none":
      return undefined;
    case "preempted":
      return { text: from, loud: false };
    case "blocked":
      return { text: `${last ?? "nobody"} waits, ${step.process} runs`, loud: false };
    case "finished":
      return { text: `${last ?? "nobody"} is done, ${step.process} runs`, loud: false };
  }
}

const isSwitch = ({ place }: TraceStep): boolean => place.task !== place.next;

const takesTheCpu = ({ cost }: TraceStep): boolean =>
  cost.kinds.includes("preemption") || cost.kinds.includes("sleep");

/**
 * The context switch that the step at `paying` pays for: itself, or, where a switch has small steps of its own, the one that
 * follows before the task goes on.
 */
function switchPaidBy(steps: readonly TraceStep[], paying: number): number | undefined {
  const first = steps[paying];
  if (first === undefined || first.place.task === null) return undefined;
  if (isSwitch(first)) return paying;
  if (!takesTheCpu(first)) return undefined;
  const { cpu, task } = first.place;
  const later = steps.findIndex(
    (step, i) =>
      i > paying && step.place.cpu === cpu && (step.process === task || isSwitch(step) || takesTheCpu(step)),
  );
  const found = steps[later];
  return found !== undefined && isSwitch(found) && found.place.task === task ? later : undefined;
}

interface Around {
  /** The task that the CPU is switched to, if it is. */
  readonly to: string | null;
  /** The process that took the step before. */
  readonly last: string | undefined;
  readonly arrow: string;
  readonly processes: readonly string[];
}

/** In a model with tasks: what a step costs, or the context switch that it is. */
function ofTasks(step: TraceStep, { to, last, arrow, processes }: Around): string {
  const { place, process, cost } = step;
  if (place.task === null) return `${cost.kinds.join(", ")}: ${process}`;
  const from = taskName(place.task);
  const next = to === null ? undefined : taskName(to);
  const both = next === undefined ? undefined : `${from} ${arrow} ${next}`;
  const kinds = [...new Set(cost.kinds)];
  const saysBoth = kinds.includes("preemption") || kinds.includes("sleep");
  const aside = both === undefined || saysBoth ? "" : `: ${both}`;
  const said = (kind: string): string => {
    switch (kind) {
      case "preemption":
        return both === undefined ? `${from} is preempted` : `preempted: ${both}`;
      case "sleep":
        return next === undefined ? `${from} sleeps` : `${from} sleeps, ${next} runs`;
      case "migration": {
        // A task comes to the CPU that switches to it; where that is to an idle one, the task before leaves.
        const comes = next !== undefined && processes.includes(next);
        const where = comes && place.cpu !== null ? ` to ${cpuName(place.cpu)}` : "";
        return `${comes ? next : from} migrates${where}${aside}`;
      }
      case "interrupt":
        return `${process === from ? `interrupt: ${from}` : `${process} on ${from}`}${aside}`;
      default:
        return `${kind}: ${both ?? from}`;
    }
  };
  if (kinds.length > 0) return kinds.map(said).join("; ");
  if (last === from && process !== from && next !== undefined) {
    if (step.switch === "blocked") return `${from} waits, ${next} runs`;
    if (step.switch === "finished") return `${from} is done, ${next} runs`;
  }
  return both ?? from;
}

/** The switches of a trace, and what struck: what stands before each step for that. */
function switchesOf(trace: Trace, arrow: string): readonly (Break | undefined)[] {
  const { steps, model } = trace;
  if (!hasTasks(trace)) return steps.map((step, i) => ofProcesses(step, steps[i - 1]?.process, arrow));
  const announced = new Set<number>();
  return steps.map((step, i) => {
    const paid = switchPaidBy(steps, i);
    const free = step.cost.kinds.length === 0;
    if (free && (paid === undefined || announced.has(i))) return undefined;
    if (paid !== undefined) announced.add(paid);
    const to = (paid === undefined ? undefined : steps[paid])?.place.next ?? null;
    const around = { to, last: steps[i - 1]?.process, arrow, processes: model.processes };
    return { text: ofTasks(step, around), loud: true };
  });
}

/** What stands across the lanes before each step of a trace: above all else, that what follows goes on for ever. */
export function breaksOf(trace: Trace, arrow: string): readonly (readonly Break[])[] {
  return switchesOf(trace, arrow).map((found, i) => [
    ...(trace.cycle?.from === i ? [{ text: "from here on, for ever", loud: true }] : []),
    ...(found === undefined ? [] : [found]),
  ]);
}

/** What stands across the lanes behind the last step. */
export function endOf({ cycle }: Trace): readonly Break[] {
  return cycle === null ? [] : [{ text: `and again from ${cycle.from + 1} on`, loud: true }];
}
