/** What a machine is made from, checked: what is misspelt would be ignored, and the model be about something else. */

import { ModelError } from "preempt";
import type { MachineOptions } from "./machine.js";
import { foreign, init, isIdle, nobody } from "./variables.js";

const known = {
  task: ["owner", "guest", "kernelThread", "begins", "pinned"],
  regime: [
    "name",
    "initial",
    "switchOut",
    "switchIn",
    "returnToUser",
    "userFpu",
    "kernelFpuBegin",
    "kernelFpuEnd",
    "irqFpuUsable",
  ],
} as const;

const most = 64;

function isObject(thing: unknown): thing is Readonly<Record<string, unknown>> {
  return typeof thing === "object" && thing !== null;
}

function oneOf(what: string, value: unknown, values: readonly unknown[]): void {
  if (value === undefined || values.includes(value)) return;
  throw new ModelError(
    `${what} is ${JSON.stringify(value)}; it can be ${values.map((each) => JSON.stringify(each)).join(", ")}`,
  );
}

/**
 * Refuses what types refuse, for those who write JavaScript, and what they cannot see. Other options are let be: a family hands
 * over its parameters with them.
 *
 * @throws ModelError saying what was given, and what there is
 */
export function checkOptions(given: MachineOptions<never>): void {
  if (!isObject(given)) throw new ModelError("machine() takes { tasks, regime, … }");
  const { cpus = 1, tasks, regime, interrupts = [] } = given;
  if (!Number.isInteger(cpus) || cpus < 1 || cpus > most)
    throw new ModelError(`a machine has 1 to ${most} CPUs; cpus is ${JSON.stringify(cpus)}`);
  oneOf("preemption", given.preemption, ["full", "none"]);
  for (const name of ["softirqFpu", "hardIrqFpu", "kernelFpuAsserted", "outerHypervisor"] as const)
    oneOf(name, given[name], [true, false]);
  const parts: unknown = regime;
  const missing = isObject(parts) ? known.regime.find((part) => !(part in parts)) : "name";
  if (missing !== undefined) {
    const hint =
      typeof regime === "function" ? "it is a function: call it, deferred()" : `it has no ${missing}`;
    throw new ModelError(
      `the regime of a machine is lazy(), eager(), deferred(), or has all of their parts; ${hint}`,
    );
  }
  if (!isObject(tasks))
    throw new ModelError("a machine is told of its tasks by name: { tasks: { A: {}, B: {} } }");
  checkTasks(tasks, cpus);
  for (const { level } of interrupts)
    oneOf("the level of an interrupt", level, ["softirq", "hardirq", "nmi"]);
  const levels = [
    ...(given.softirqFpu ? ["softirq"] : []),
    ...(given.hardIrqFpu ? ["hardirq"] : []),
    ...interrupts.map(({ level }) => level),
  ];
  const twice = levels.find((level, i) => levels.indexOf(level) !== i);
  if (twice !== undefined)
    throw new ModelError(
      `a machine has one handler of each level; there are two of ${twice}: put both into one, with choose`,
    );
}

function checkTasks(tasks: MachineOptions["tasks"], cpus: number): void {
  const owners = new Map<string, string>();
  const claim = (owner: string, name: string): void => {
    const other = owners.get(owner);
    if (other !== undefined)
      throw new ModelError(
        `"${owner}" owns the contents of ${other} and of ${name}: nobody could tell them apart`,
      );
    if ([init, nobody, foreign].includes(owner) || owner.startsWith("kernel ("))
      throw new ModelError(`${name} cannot own contents as "${owner}", which has a meaning of its own`);
    owners.set(owner, name);
  };
  for (const [name, task] of Object.entries(tasks)) {
    const { owner = name, guest, kernelThread, begins, pinned = 0 } = task;
    const odd = Object.keys(task).find((key) => !known.task.some((each) => each === key));
    if (odd !== undefined)
      throw new ModelError(`task "${name}" has no option "${odd}"; there are ${known.task.join(", ")}`);
    if (isIdle(name) || name === nobody)
      throw new ModelError(
        `no task can be called "${name}": ${name === nobody ? "nobody is" : "the idle tasks of CPUs are"} called so`,
      );
    oneOf(`kernelThread of task "${name}"`, kernelThread, [true, false]);
    oneOf(`begins of task "${name}"`, begins, ["user", "kernel", "forked"]);
    if (!Number.isInteger(pinned) || pinned < 0 || pinned >= cpus)
      throw new ModelError(`task "${name}" is pinned to CPU ${pinned}; there are 0 to ${cpus - 1}`);
    if (!kernelThread) claim(owner, `task "${name}"`);
    if (guest !== undefined) claim(guest, `the guest of task "${name}"`);
  }
}
