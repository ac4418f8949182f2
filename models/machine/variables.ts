/** What a kernel keeps per CPU and per task, with the kernel's names where it has one. */

import { List } from "immutable";
import { type Contents, contents, type Indexed, indexed } from "preempt";

/** What interrupts a task, from the one that anything above it interrupts to the one that nothing does. */
export type Level = "switch" | "softirq" | "hardirq" | "nmi";

/** What `fpu_fpregs_owner_ctx` is while the registers are known to be nobody's. */
export const nobody = "nobody";

/** Contents that belong to nothing that is modelled: another vCPU's, or what was there at boot. */
export const foreign = "somebody else";

/** The state that `fninit` makes: nobody's secret, and the first contents of who never wrote any. */
export const init = "init";

/** Variables of each CPU. */
export type CpuVariables = {
  /** `rq->curr`: the task that it runs. */
  readonly running: string;
  /** What is stacked on that task, innermost last: softirq, hard IRQ, NMI; or the rest of a switch to it. */
  readonly above: List<Level>;
  /** Whether its task has returned to user mode, and nothing has interrupted it since. */
  readonly user: boolean;
  /** The FPU registers. */
  readonly fpregs: Contents;
  /** `fpu_fpregs_owner_ctx`: whose contents the registers hold, as far as the kernel remembers. */
  readonly fpuOwner: string;
  /** `in_kernel_fpu`: how many kernel FPU sections are open; more than one is a bug. */
  readonly inKernelFpu: number;
  /** CR0.TS. */
  readonly ts: boolean;
  /** Control registers that a guest has values of its own for (XCR0, XFD): whose are loaded. */
  readonly control: "host" | "guest";
  /** This CPU as a hypervisor below the kernel keeps it: a virtual one. */
  readonly virtual: {
    /** CR0.TS as the kernel sees it; the CPU's own is `ts`. */
    readonly ts: boolean;
    /** `fpu_dirtied`: whether the registers are this virtual CPU's. */
    readonly dirty: boolean;
    /** Where they are while they are not. */
    readonly saved: Contents;
  };
};

/** Variables of each task. */
export type TaskVariables = {
  /** `task_cpu`: where it runs, or ran last. */
  readonly cpu: number;
  /** Off the run queue while asleep or dead; `going to sleep` from `set_current_state` to `schedule`. */
  readonly state: "runnable" | "going to sleep" | "asleep" | "dead";
  /** Whether it has a user mode: kernel threads have none, and no FPU state of their own. */
  readonly mm: boolean;
  /** `thread.fpu`: its FPU state in memory. */
  readonly fpu: Contents;
  /** `vcpu->arch.guest_fpu`: the FPU state in memory of the guest that the task runs, if it runs one. */
  readonly guestFpu: Contents;
  /** `thread.fpu.fpstate` (since 5.16): where its registers are saved. */
  readonly fpstate: "thread.fpu" | "guest_fpu";
  /** `thread.fpu.last_cpu`: the CPU whose registers were last loaded with it; -1 for none. */
  readonly lastCpu: number;
  /** `TIF_NEED_FPU_LOAD`. */
  readonly needFpuLoad: boolean;
  /** `thread.fpu.has_fpu`. */
  readonly hasFpu: boolean;
  /** `PF_USED_MATH`. */
  readonly usedMath: boolean;
};

/** The variables that every model on the machine has. */
export type Machine = {
  readonly cpu: Indexed<CpuVariables>;
  readonly task: Indexed<TaskVariables, string>;
};

/** The idle task of a CPU; it stands for every kernel thread that never uses the FPU. */
export const idleOf = (cpu: number): string => `idle${cpu}`;

/** Whether a task, by name, is the idle task of some CPU. */
export const isIdle = (task: string): boolean => /^idle\d+$/.test(task);

/** A task of the machine, by name. */
export interface TaskDefinition {
  /** Whose the contents are that its user mode writes. Its name if left out. */
  readonly owner?: string;
  /** Whose the contents are that its guest writes, where it runs a guest. */
  readonly guest?: string;
  /** It has no user mode. */
  readonly kernelThread?: boolean;
  /**
   * Where its program begins, should it be one of those that run from the beginning; in user mode if left out. One that is to be
   * forked is asleep, and begins in user mode when somebody has given it registers and has called `wake`.
   */
  readonly begins?: "user" | "kernel" | "forked";
  /** The one CPU that it may run on; any if left out. */
  readonly pinned?: number;
}

/** What a regime says of the variables at first. */
export interface InitialFpu {
  readonly cpu: Partial<Pick<CpuVariables, "fpregs" | "fpuOwner" | "ts" | "virtual">>;
  readonly task: Partial<Pick<TaskVariables, "fpu" | "lastCpu" | "needFpuLoad" | "hasFpu" | "usedMath">>;
}

/** How a machine begins. */
export interface Beginning {
  readonly cpus: number;
  readonly tasks: Readonly<Record<string, TaskDefinition>>;
  /** What the FPU regime has to say, for a task that runs on a CPU from the beginning, and for one that does not. */
  readonly fpu: (task: {
    readonly name: string;
    readonly owner: string;
    readonly cpu: number | undefined;
  }) => InitialFpu;
}

/** The CPU that each task runs on from the beginning: the first as many as there are CPUs run. */
function placed({ cpus, tasks }: Beginning): ReadonlyMap<string, number> {
  const free = new Set(Array.from({ length: cpus }, (_, cpu) => cpu));
  const places = new Map<string, number>();
  for (const [name, { pinned, begins }] of Object.entries(tasks)) {
    if (begins === "forked") continue;
    const [cpu] = pinned === undefined ? free : [...free].filter((each) => each === pinned);
    if (cpu === undefined) continue;
    free.delete(cpu);
    places.set(name, cpu);
  }
  return places;
}

/** The machine's variables. Tasks that have a CPU to themselves run there in user mode; the others wait to be run. */
export function machineVariables(beginning: Beginning): Machine {
  const { cpus, tasks, fpu } = beginning;
  const places = placed(beginning);
  const ownerOf = (name: string): string => tasks[name]?.owner ?? name;
  const names = [...Object.keys(tasks), ...Array.from({ length: cpus }, (_, cpu) => idleOf(cpu))];
  const runningOn = (cpu: number): string | undefined => [...places].find(([, at]) => at === cpu)?.[0];
  return {
    cpu: indexed(cpus, (cpu: number): CpuVariables => {
      const name = runningOn(cpu);
      const user = name !== undefined && tasks[name]?.kernelThread !== true;
      return {
        running: name ?? idleOf(cpu),
        above: List<Level>(),
        user: user && tasks[name]?.begins !== "kernel",
        fpregs: contents(foreign),
        fpuOwner: nobody,
        inKernelFpu: 0,
        ts: false,
        control: "host",
        virtual: { ts: false, dirty: false, saved: contents(foreign) },
        // Where no user task runs the registers are nobody's; what else the regime has to say holds there, too.
        ...fpu(user ? { name, owner: ownerOf(name), cpu } : { name: nobody, owner: foreign, cpu }).cpu,
      };
    }),
    task: indexed(names, (name: string): TaskVariables => {
      const definition = tasks[name];
      const idle = names.indexOf(name) - Object.keys(tasks).length;
      const kernel = {
        cpu: places.get(name) ?? definition?.pinned ?? (definition === undefined ? idle : 0),
        state: definition?.begins === "forked" ? ("asleep" as const) : ("runnable" as const),
        mm: definition !== undefined && definition.kernelThread !== true,
        fpu: contents(init),
        guestFpu: contents(definition?.guest ?? init),
        fpstate: "thread.fpu" as const,
        lastCpu: -1,
        needFpuLoad: false,
        hasFpu: false,
        usedMath: false,
      };
      if (!kernel.mm) return kernel;
      return { ...kernel, ...fpu({ name, owner: ownerOf(name), cpu: places.get(name) }).task };
    }),
  };
}
