/** From a workload to a model. */

import { type Context, indexed, type Model, model, type Part } from "preempt";
import {
  kernelFpuSection,
  kernel as kernelWords,
  machine,
  type Task,
  task,
  wake,
} from "../../models/machine/index.js";
import { claims, type Variables } from "./claims.js";
import type { Kernel } from "./kernels.js";
import { type Act, namesOf, type TaskWork, type Workload } from "./workload.js";

type Code = Part<Context<Variables>>;

const { step, loop, leave, choose, syscall, sleeping, sleepUntil, exit, userMode } = kernelWords<Variables>();

/** The model of `workload` on `kernel`. */
export function workloadModel(workload: Workload, kernel: Kernel): Model {
  const { cpus, preemption, softirqFpu, hardIrqFpu, tasks } = workload;
  const names = namesOf(workload);
  const definitions = names.map((name, i) => [name, { kernelThread: tasks[i]?.kind === "kernel thread" }]);
  const on = machine<Variables>({
    cpus,
    preemption,
    softirqFpu,
    hardIrqFpu,
    regime: kernel.regime,
    tasks: Object.fromEntries(definitions),
    kernelFpuAsserted: true,
  });
  const wrote = indexed(names, { ghost: { ever: false } });
  return model({
    name: `a workload, ${kernel.regime.name}`,
    variables: { ...on.variables, event: false, wrote },
    processes: on.processes(...tasks.map((work, i) => taskOf(names[i] ?? "", work, { names, kernel }))),
    properties: claims(workload, kernel),
    parameters: { cpus, preemption, softirqFpu, hardIrqFpu },
    assumptions: [JSON.stringify(tasks)],
  });
}

interface Setting {
  readonly names: readonly string[];
  readonly kernel: Kernel;
}

/** A write of FPU registers by `name`. */
function writes(name: string): (k: Context<Variables>) => undefined {
  return (k) => {
    k.here.fpregs = k.contents.fresh(name);
    k.wrote(name).ghost.ever = true;
  };
}

function taskOf(name: string, work: TaskWork, setting: Setting): Task<Variables> {
  const acts = (list: readonly Act[]): Code => list.map((act) => code(act, name, setting));
  switch (work.kind) {
    case "user":
      return task<Variables>(name, {
        program: loop(
          choose(
            work.writes && setting.kernel.regime.userFpu(`${name} writes its registers`, writes(name)),
            ...work.calls.map((call, i) => [userMode(syscall(`system call ${i + 1}`)), acts(call)]),
            work.exits && [userMode(syscall("exit_group")), exit, leave],
          ),
        ),
      });
    case "kernel thread":
      return task<Variables>(name, {
        program: loop(acts(work.round), work.exits && choose(step("another round"), [exit, leave])),
      });
  }
}

function code(act: Act, name: string, { names, kernel }: Setting): Code {
  switch (act) {
    case "step":
      return step("in the kernel");
    case "kernel FPU":
      return kernelFpuSection(kernel.regime, "task", { asserted: true });
    case "sleep":
      return sleeping("sleeps");
    case "wait":
      return [
        sleepUntil("event?", ({ event }) => event),
        step("takes the event", (k) => {
          k.event = false;
        }),
      ];
    case "wake":
      return step("event, wake_up_all", (k) => {
        k.event = true;
        for (const other of names) wake(k, other);
      });
    case "save a signal frame":
      return kernel.signals.save;
    case "restore a signal frame":
      return kernel.signals.restore((k) => {
        // A user task's process has the variables of the model.
        writes(name)(k as Context<Variables>);
      });
  }
}
