/** From a workload to a model. */

import { type Context, type Model, ModelError, model } from "preempt";
import {
  kernel as kernelWords,
  machine,
  maySleep,
  type Regime,
  type Task,
  task,
} from "../../models/machine/index.js";
import { codeOf, type Setting, writes } from "./acts.js";
import { checkWorkload } from "./checked.js";
import { claims, type WorkloadProperty } from "./claims.js";
import type { Code, Kernel } from "./kernel.js";
import { ownVariables, type Variables } from "./variables.js";
import {
  type Act,
  childOf,
  guestOf,
  namesOf,
  parentsIn,
  type TaskWork,
  vcpusIn,
  type Workload,
} from "./workload.js";

type K = Context<Variables>;

const { step, loop, leave, choose, syscall, mode, exit, userMode, preemptDisabled, runGuest } =
  kernelWords<Variables>();

/**
 * The model of `workload` on `kernel`, which claims what every workload does, and `own`.
 *
 * @throws ModelError where the workload is none, or asks for what the kernel does not have
 */
export function workloadModel(
  workload: Workload,
  kernel: Kernel,
  own: readonly WorkloadProperty[] = [],
): Model {
  checkWorkload(workload);
  const { cpus, preemption, softirqFpu, hardIrqFpu, tasks } = workload;
  const names = namesOf(workload);
  const children = parentsIn(workload).map(childOf);
  const definitions = names.map((name, i) => {
    const { kind } = tasks[i] ?? {};
    return [
      name,
      { kernelThread: kind === "kernel thread", ...(kind === "vCPU" && { guest: guestOf(name) }) },
    ];
  });
  const on = machine<Variables>({
    cpus,
    preemption,
    softirqFpu,
    hardIrqFpu,
    regime: regimeOf(workload, kernel),
    tasks: Object.fromEntries([...definitions, ...children.map((name) => [name, { begins: "forked" }])]),
    kernelFpuAsserted: true,
  });
  const setting = { names, kernel };
  const programs = tasks.flatMap((work, i) => taskOf(names[i] ?? "", work, setting));
  const forked = tasks.flatMap((work, i) => childOfTask(names[i] ?? "", work, workload, kernel));
  return model({
    name: `a workload, ${kernel.regime.name}`,
    variables: { ...on.variables, ...ownVariables([...names, ...children]) },
    processes: on.processes(...programs, ...forked),
    properties: [...claims(workload, kernel), ...own],
    parameters: { cpus, preemption, softirqFpu, hardIrqFpu },
    assumptions: [JSON.stringify(tasks)],
    background: on.background,
  });
}

/** The regime, with what a switch away from a vCPU does first, where there is one and it does anything. */
function regimeOf(workload: Workload, { regime, vcpus }: Kernel): Regime {
  const threads = vcpusIn(workload);
  const schedOut = vcpus?.schedOut;
  if (schedOut === undefined || threads.length === 0) return regime;
  const notifies = step("fire_sched_out_preempt_notifiers", (k) => {
    if (threads.includes(k.here.running)) schedOut(k);
  });
  // The machine hands over the model's variables.
  return { ...regime, switchOut: [notifies as Regime["switchOut"], regime.switchOut] };
}

/** An instruction of user mode that writes FPU registers. */
const writing = (name: string, { regime }: Kernel): Code =>
  regime.userFpu(`${name} writes its registers`, writes(name));

function taskOf(name: string, work: TaskWork, setting: Setting): Task<Variables> {
  const { kernel } = setting;
  const acts = (list: readonly Act[]): Code => list.map((act) => codeOf(act, name, setting));
  switch (work.kind) {
    case "user":
      return task<Variables>(name, {
        program: loop(
          choose(
            work.writes && writing(name, kernel),
            ...work.calls.map((call, i) => [userMode(syscall(`system call ${i + 1}`)), acts(call)]),
            work.exits && [userMode(syscall("exit_group")), exit, leave],
          ),
        ),
      });
    case "vCPU":
      return task<Variables>(name, {
        program: loop(
          choose(work.writes && writing(name, kernel), [
            userMode(syscall("ioctl(KVM_RUN)")),
            kvmRun(name, kernel),
          ]),
        ),
      });
    case "kernel thread":
      return task<Variables>(name, {
        program: loop(acts(work.round), work.exits && choose(step("another round"), [exit, leave])),
      });
  }
}

/** `kvm_arch_vcpu_ioctl_run`. */
function kvmRun(name: string, { vcpus }: Kernel): Code {
  if (vcpus === undefined)
    throw new ModelError(`the kernel has no "vcpus", so nothing is known of how task "${name}" runs a guest`);
  const { entry, load, loads, put } = vcpus;
  const runs: Code = runGuest<K>(
    entry === undefined
      ? {}
      : {
          entry: (k) => {
            entry(k);
          },
        },
    step("guest writes its registers", ({ here, contents }) => {
      here.fpregs = contents.fresh(guestOf(name));
    }),
  );
  return [
    loads === "in KVM_RUN" && load,
    loop(
      loads === "before each entry" ? preemptDisabled(load, runs) : runs,
      mode(maySleep, choose(step("handle_exit, back to the guest"), [step("leave vcpu_run"), leave])),
    ),
    put,
  ];
}

/** What a task forks does in user mode what the task does there. */
function childOfTask(
  name: string,
  work: TaskWork,
  workload: Workload,
  kernel: Kernel,
): readonly Task<Variables>[] {
  if (!parentsIn(workload).includes(name)) return [];
  const child = childOf(name);
  const looks = userMode(step(`${child} runs`));
  return [
    task<Variables>(child, {
      program: loop(work.kind === "user" && work.writes ? writing(child, kernel) : looks),
    }),
  ];
}
