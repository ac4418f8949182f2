/** The machine: CPUs, tasks, interrupts and an FPU regime, put together as the processes of a model. */

import type { Process } from "preempt";
import { cpuProcess } from "./cpus.js";
import { type Interrupt, interruptProcess } from "./interrupts.js";
import { kernelFpuSection } from "./kernel-fpu.js";
import { outerHypervisor } from "./outer.js";
import type { Regime } from "./regime.js";
import { hardirq, hypervisor, nmi, type Preemption, softirq, switches } from "./strikes.js";
import type { Task } from "./tasks.js";
import { type Machine, machineVariables, type TaskDefinition } from "./variables.js";

/** What a machine is made of. */
export interface MachineOptions {
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
  /** Interrupts that do something else. */
  readonly interrupts?: readonly Interrupt[];
}

/** A machine: what a model on it has beside its own. */
export interface MachineParts {
  readonly variables: Machine;
  /** The variables that a trace tells by its lanes and breaks. */
  readonly background: readonly string[];
  /** The processes: the tasks, then what each CPU does by itself, then the interrupts. Throws where a task is missing. */
  processes<V extends Machine>(...tasks: readonly Task<V>[]): readonly Process<V>[];
}

/** Puts a machine together. */
export function machine(options: MachineOptions): MachineParts {
  const { cpus = 1, tasks, regime, preemption = "full" } = options;
  const { softirqFpu = false, hardIrqFpu = false, kernelFpuAsserted: asserted = false } = options;
  const interrupts: readonly Interrupt[] = [
    ...(softirqFpu
      ? [{ level: "softirq" as const, handler: kernelFpuSection(regime, "softirq", { asserted }) }]
      : []),
    ...(hardIrqFpu
      ? [{ level: "hardirq" as const, handler: kernelFpuSection(regime, "hardirq", { asserted }) }]
      : []),
    ...(options.interrupts ?? []),
  ];
  const rules = { softirq, hardirq, nmi };
  const below = options.outerHypervisor ? [hypervisor] : [];
  const striking = [...interrupts.map(({ level }) => rules[level]), ...below];
  const scheduling = switches(preemption);
  return {
    variables: machineVariables({ cpus, tasks, fpu: regime.initial }),
    background: ["cpu.running", "cpu.above", "cpu.user", "cpu.inKernelFpu", "task.cpu"],
    processes: <V extends Machine>(...given: readonly Task<V>[]) => {
      // What the machine needs of a task it needs of the machine's variables, which V has.
      const threads = given as unknown as readonly Task<Machine>[];
      const all = Array.from({ length: cpus }, (_, cpu) => cpu);
      const cpuOptions = { tasks, regime, switches: scheduling, strikes: striking };
      const made = [
        ...threads.map((thread) => thread.process([scheduling, ...striking])),
        ...all.map((cpu) => cpuProcess(cpu, threads, cpuOptions)),
        ...(options.outerHypervisor ? all.map(outerHypervisor) : []),
        ...all.flatMap((cpu) => interrupts.map((one) => interruptProcess(cpu, one, interrupts))),
      ];
      return made as readonly Process<V>[];
    },
  };
}
