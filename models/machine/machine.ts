/** The machine: CPUs, tasks, interrupts and an FPU regime, put together as the processes of a model. */

import { type Fairness, type Interchangeable, ModelError, type Process } from "preempt";
import { cpuProcess } from "./cpus.js";
import { type Interrupt, interruptProcess } from "./interrupts.js";
import { kernelFpuSection } from "./kernel-fpu.js";
import { checkOptions } from "./options.js";
import { outerHypervisor } from "./outer.js";
import type { Regime } from "./regime.js";
import { hardirq, hypervisor, nmi, type Preemption, softirq, switches } from "./strikes.js";
import { symmetryOf } from "./symmetry.js";
import type { Task } from "./tasks.js";
import { type Machine, machineVariables, type TaskDefinition } from "./variables.js";

/** What a machine is made of. */
export interface MachineOptions<V extends Machine = Machine> {
  readonly cpus?: number;
  /** By name, in the order in which they are placed on CPUs at first. */
  readonly tasks: Readonly<Record<string, TaskDefinition>>;
  readonly regime: Regime;
  readonly preemption?: Preemption;
  /** Whether softirqs use the FPU, where irq_fpu_usable says that they may. */
  readonly softirqFpu?: boolean;
  readonly hardIrqFpu?: boolean;
  /** Whether kernel FPU sections assert that they stand alone and keep their registers: both are then to be claimed. */
  readonly kernelFpuAsserted?: boolean;
  /** Whether a hypervisor below takes CPUs away from the kernel: Xen, from a paravirtual guest. */
  readonly outerHypervisor?: boolean;
  /**
   * What claims about whole runs assume of tasks and CPUs: with `"weak"` a task that keeps its CPU goes on, and returns to user mode.
   * That it is given a CPU is not assumed, nor that interrupts ever cease.
   */
  readonly fair?: Fairness | undefined;
  /** Interrupts that do something else. */
  readonly interrupts?: readonly Interrupt<V>[] | undefined;
}

/** A machine: what a model on it has beside its own. */
export interface MachineParts<V extends Machine> {
  readonly variables: Machine;
  /** The variables that a trace tells by its lanes and breaks. */
  readonly background: readonly string[];
  /** The processes: the tasks, then what each CPU does by itself, then the interrupts. Throws where a task is missing. */
  processes(...tasks: readonly Task<V>[]): readonly Process<V>[];
  /**
   * What is alike: its CPUs, but for those that a task is pinned to; and the tasks in each of the given lists, which must run
   * the same program but for their names. For `model({ symmetry })`.
   */
  symmetry(...tasks: readonly (readonly string[])[]): readonly Interchangeable[];
}

/**
 * Puts a machine together, for a model whose variables are `V`: the machine's and more.
 *
 * @throws ModelError saying what of the options is wrong: options.ts has the list
 */
export function machine<V extends Machine = Machine>(options: MachineOptions<V>): MachineParts<V> {
  // Whatever the handlers need, they are not looked at.
  checkOptions(options as MachineOptions<never>);
  const { cpus = 1, tasks, regime, preemption = "full", fair } = options;
  const { softirqFpu = false, hardIrqFpu = false, kernelFpuAsserted: asserted = false } = options;
  const interrupts: readonly Interrupt[] = [
    ...(softirqFpu
      ? [{ level: "softirq" as const, handler: kernelFpuSection(regime, "softirq", { asserted }) }]
      : []),
    ...(hardIrqFpu
      ? [{ level: "hardirq" as const, handler: kernelFpuSection(regime, "hardirq", { asserted }) }]
      : []),
    // What handlers need of the variables the model has: it is built with their type.
    ...((options.interrupts ?? []) as unknown as readonly Interrupt[]),
  ];
  const rules = { softirq, hardirq, nmi };
  const below = options.outerHypervisor ? [hypervisor] : [];
  const striking = [...interrupts.map(({ level }) => rules[level]), ...below];
  const scheduling = switches(preemption);
  return {
    variables: machineVariables({ cpus, tasks, fpu: regime.initial }),
    background: ["cpu.running", "cpu.above", "cpu.user", "cpu.inKernelFpu", "task.cpu"],
    processes: (...given: readonly Task<V>[]) => {
      // What the machine needs of a task it needs of the machine's variables, which V has.
      const threads = given as unknown as readonly Task<Machine>[];
      checkPrograms(Object.keys(tasks), threads);
      const all = Array.from({ length: cpus }, (_, cpu) => cpu);
      const cpuOptions = { tasks, regime, switches: scheduling, strikes: striking, fair };
      const made = [
        ...threads.map((thread) => thread.process([scheduling, ...striking], fair)),
        ...all.map((cpu) => cpuProcess(cpu, threads, cpuOptions)),
        ...(options.outerHypervisor ? all.map(outerHypervisor) : []),
        ...all.flatMap((cpu) => interrupts.map((one) => interruptProcess(cpu, one, interrupts))),
      ];
      return made as readonly Process<V>[];
    },
    symmetry: (...alike) =>
      symmetryOf({ cpus, tasks, interrupts, outerHypervisor: options.outerHypervisor ?? false }, alike),
  };
}

/** Each task that the machine was told of must have a program, and no other. */
function checkPrograms(names: readonly string[], threads: readonly Task<Machine>[]): void {
  const given = threads.map(({ name }) => name);
  const odd = given.find((name, i) => !names.includes(name) || given.indexOf(name) !== i);
  if (odd !== undefined) {
    const there = `the machine was told of ${names.join(", ")}`;
    throw new ModelError(names.includes(odd) ? `task "${odd}" is given twice` : `no task "${odd}"; ${there}`);
  }
  const missing = names.filter((name) => !given.includes(name));
  if (missing.length > 0)
    throw new ModelError(
      `task "${missing.join('", "')}" has no program: processes(task("${missing[0]}", …))`,
    );
}
