/**
 * The FPU regimes of the machine, each under the same workload: tasks that use the FPU in user mode, sleep in system calls, and
 * use it in the kernel; interrupts that use it too.
 *
 * 1 user mode          a task writes its registers
 * 2 a system call      that may sleep
 * 3 a system call      in which the kernel uses the FPU for itself
 * 4 ioctl(KVM_RUN)     the first task runs a guest, with control registers of the guest's own (XCR0)
 *
 * Claims: everyone finds its registers, nothing leaks, the bookkeeping tells the truth, kernel FPU sections keep to themselves.
 */

import {
  type Context,
  family,
  flag,
  model,
  oneOf,
  type Part,
  type Property,
  type StateView,
  wholeNumber,
} from "preempt";
import {
  hostControlAtSwitch,
  kernelSectionsAlone,
  kernelSectionsKept,
  needsLoadFlagTells,
  noLostState,
  noRegisterLeak,
  registersAndImageAgree,
  userRegisters,
} from "../../properties/fpu/index.js";
import {
  isRunning,
  kernel,
  kernelFpuAlone,
  kernelFpuKept,
  kernelFpuSection,
  type Machine,
  machine,
  maySleep,
  runsInUserMode,
  task,
} from "../machine/index.js";
import { survivors } from "./survivors.js";
import { type Version, versions } from "./versions.js";

const { step, loop, choose, userMode, guestMode, irqsDisabled, leave, syscall, sleeping, reachable } =
  kernel<Machine>();

type State = StateView<Machine>;

const names = ["A", "B", "C", "D"];

/** A guest with control registers of its own, and nothing else: its FPU state is kvm-deferred-load's. */
function guest({ controlIsAtomic }: Version): Part<Context<Machine>> {
  const runs = guestMode(loop(choose(step("the guest runs"), [step("VM exit"), leave])));
  const puts = step("XCR0 := the host's", ({ here }) => {
    here.control = "host";
  });
  return [
    irqsDisabled(
      step("XCR0 := the guest's, VM entry", ({ here }) => {
        here.control = "guest";
      }),
      runs,
      controlIsAtomic ? puts : step("local_irq_enable"),
    ),
    !controlIsAtomic && [sleeping("do_machine_check"), puts],
  ];
}

function program(version: Version, name: string): Part<Context<Machine>> {
  const { regime } = version;
  const call = (label: string, ...body: readonly Part<Context<Machine>>[]): Part<Context<Machine>> => [
    userMode(syscall(label)),
    body,
  ];
  return loop(
    choose(
      regime.userFpu(`${name} writes its registers`, ({ here, contents }: Context<Machine>) => {
        here.fpregs = contents.fresh(name);
      }),
      call("read()", sleeping("waits for the disk")),
      call("sendmsg()", kernelFpuSection(regime, "task", { asserted: true })),
      name === "A" && call("ioctl(KVM_RUN)", guest(version)),
    ),
  );
}

const claimNames = {
  lost: "no lost state",
  leak: "no register leak",
  flag: "nothing to load: the registers are whole",
  skip: "a load that is skipped would change nothing",
  alone: kernelFpuAlone,
  kept: kernelFpuKept,
  control: "control registers are the host's at a switch",
} as const;

/** The parameters of the family. */
interface Setting {
  readonly cpus: number;
  readonly tasks: number;
  readonly preemption: "full" | "none";
  readonly softirqFpu: boolean;
  readonly hardIrqFpu: boolean;
}

/** What must be reached, and what cannot be. */
function reached(
  { cpus, softirqFpu, hardIrqFpu }: Setting,
  tasks: readonly string[],
): readonly Property<State>[] {
  const all = Array.from({ length: cpus }, (_, cpu) => cpu);
  return [
    reachable("the last task uses the FPU", (s) => {
      const last = tasks.at(-1) ?? "";
      return runsInUserMode(s, last) && !s.cpu(s.task(last).cpu).ts;
    }),
    reachable("a task sleeps in a system call", (s) =>
      tasks.some((name) => !isRunning(s, name) && s.process(name).in(maySleep)),
    ),
    reachable("the guest runs", (s) => s.process("A").in("guest mode")),
    reachable("the kernel uses the FPU", (s) => all.some((cpu) => s.cpu(cpu).inKernelFpu > 0)),
    reachable(
      "a hard interrupt can strike a softirq",
      (s) => all.some((cpu) => s.cpu(cpu).above.last() === "softirq"),
      {
        impossible: !(softirqFpu && hardIrqFpu) && "one of them is off",
      },
    ),
    reachable(
      "a task runs on another CPU than its registers were loaded on",
      (s) =>
        tasks.some(
          (name) =>
            isRunning(s, name) && s.task(name).lastCpu >= 0 && s.task(name).lastCpu !== s.task(name).cpu,
        ),
      {
        impossible: cpus === 1 && "there is one CPU",
      },
    ),
  ];
}

/** What each version breaks: found by hand, and by the search. */
function violated(
  { name, mutant, migrates = false }: Version & { readonly name: string },
  { cpus, softirqFpu, hardIrqFpu }: Setting,
): readonly string[] {
  const { lost, leak, flag, skip, alone, kept, control } = claimNames;
  if (migrates && cpus === 1) return [];
  switch (name) {
    case "lazy-ignores-last-cpu":
    case "eager-ignores-last-cpu":
      return [lost, flag];
    case "lazy-forgets-save":
    case "eager-forgets-save":
    case "deferred-forgets-save":
    case "deferred-ignores-last-cpu":
      return [lost, flag, skip];
    case "lazy-forgets-restore":
    case "lazy-keeps-has-fpu":
    case "lazy-leaves-ts":
    case "eager-forgets-restore":
    case "eager-ignores-owner":
    case "deferred-saves-always":
      return [lost, leak, flag];
    case "lazy-keeps-owner":
    case "deferred-forgets-restore":
    case "deferred-ignores-owner":
    case "deferred-keeps-owner":
      return [lost, leak, flag, skip];
    case "eager-keeps-owner":
      // The kernel uses the FPU in a kernel thread where an interrupt does.
      return softirqFpu || hardIrqFpu ? [lost, leak, flag, skip] : [];
    case "usable-anywhere":
      return [...(softirqFpu && hardIrqFpu ? [alone] : []), ...(softirqFpu || hardIrqFpu ? [kept] : [])];
    case "control-outside":
      return [control];
    default:
      return mutant ? [lost] : [];
  }
}

export const fpuRegimes = family({
  name: "fpu-regimes",
  title:
    "The lazy, the eager and the deferred FPU regime under one workload, each right and with one mistake",
  about: [
    "The machine's own example: tasks that use the FPU in user mode, sleep in system calls, use the FPU in the kernel and run a " +
      "guest, with interrupts that use it too. Each regime holds; each mutant has one mistake, and falls.",
  ],
  variants: versions,
  newest: "deferred",
  parameters: {
    cpus: wholeNumber("how many CPUs", { from: 1, to: 4, initial: 1, checked: [1, 2] }),
    tasks: wholeNumber("how many tasks", { from: 1, to: 4, initial: 2, checked: [1, 2] }),
    preemption: oneOf("where the kernel may be preempted", "full", "none"),
    softirqFpu: flag("softirqs use the FPU", false),
    hardIrqFpu: flag("hard interrupts use the FPU", false),
  },
  build: (version, parameters) => {
    const { cpus, tasks: count } = parameters;
    const { regime } = version;
    const tasks = names.slice(0, count);
    const on = machine({
      ...parameters,
      regime,
      kernelFpuAsserted: true,
      tasks: Object.fromEntries(tasks.map((name) => [name, {}])),
    });
    /** An instruction that faults looks at no registers. */
    const registers = tasks.map((name) => {
      const inUser = userRegisters(name, name);
      return { ...inUser, when: (s: StateView<Machine>) => inUser.when(s) && !s.cpu(s.task(name).cpu).ts };
    });
    // The lazy regime has another flag, and sets last_cpu when a task is switched out.
    const isLazy = regime.name === "lazy";
    const hasFpu = isLazy ? { live: (s: StateView<Machine>, name: string) => s.task(name).hasFpu } : {};
    const runs = isLazy ? { live: isRunning } : {};
    return model({
      name: `fpu-regimes@${version.name}`,
      variables: on.variables,
      processes: on.processes(
        ...tasks.map((name) => task<Machine>(name, { program: program(version, name) })),
      ),
      properties: [
        noLostState(claimNames.lost, ...registers),
        noRegisterLeak(claimNames.leak, ...registers),
        needsLoadFlagTells(
          claimNames.flag,
          Object.fromEntries(tasks.map((name) => [name, () => name])),
          hasFpu,
        ),
        registersAndImageAgree(claimNames.skip, { cpus, tasks, ...runs }),
        kernelSectionsAlone,
        kernelSectionsKept,
        hostControlAtSwitch(claimNames.control, { cpus }),
        ...reached(parameters, tasks),
      ],
      parameters,
      background: on.background,
      unreachable: isLazy
        ? {
            "math_state_restore: tsk_used_math? -> no":
              "each task has used the FPU before: xen-pv-ts has the first use",
          }
        : {},
    });
  },
  relevant: ({ mutant, migrates = false }, { cpus, tasks, preemption, softirqFpu, hardIrqFpu }) => {
    if (preemption === "none") return !mutant && cpus === 1 && tasks === 2 && softirqFpu && hardIrqFpu;
    // With a second task two CPUs are many states, and tell no more of migrations than one task alone.
    if (cpus > 1) return tasks === 1 && (migrates || !mutant) && !softirqFpu && !hardIrqFpu;
    return tasks === 2 && softirqFpu === hardIrqFpu && (softirqFpu || !mutant || migrates);
  },
  violated,
  survivors: { reasons: survivors },
});
