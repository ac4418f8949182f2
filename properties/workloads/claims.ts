/** What every workload claims of a kernel that handles FPU registers rightly. */

import { always, type Indexed, type Property, type StateView } from "preempt";
import { kernelFpuAlone, kernelFpuKept, type Machine, moves } from "../../models/machine/index.js";
import {
  type Holding,
  kernelSectionsAlone,
  kernelSectionsKept,
  needsLoadFlagTells,
  noLostState,
  noRegisterLeak,
  registersAndImageAgree,
  userRegisters,
} from "../fpu/index.js";
import { copiesFrame, type Kernel } from "./kernels.js";
import { namesOf, type Workload } from "./workload.js";

/** The variables of a workload's model. */
export type Variables = Machine & {
  /** Whether what tasks wait for has come. */
  readonly event: boolean;
  /** Which tasks have ever written an FPU register: who has not finds what `fninit` makes. */
  readonly wrote: Indexed<{ readonly ghost: { readonly ever: boolean } }, string>;
};

type State = StateView<Variables>;

export const claimNames = {
  lost: "no lost state",
  leak: "no register leak",
  kept: kernelFpuKept,
  alone: kernelFpuAlone,
  flag: "a clear needs-load flag means that the registers are whole",
  skip: "a load that is skipped would change nothing",
  once: "no task runs on two CPUs",
} as const;

/** A name by which the tests call a claim. */
export type Claim = keyof typeof claimNames;

/** The claims of `workload` on `kernel`. */
export function claims(workload: Workload, kernel: Kernel): readonly Property<State>[] {
  const { cpus, tasks } = workload;
  const names = namesOf(workload);
  const users = names.filter((_, i) => tasks[i]?.kind === "user");
  const holdings = users.flatMap((task) => [registers(task), ...frames(task, workload, kernel)]);
  return [
    noLostState(claimNames.lost, ...holdings),
    noRegisterLeak(claimNames.leak, ...holdings),
    kernelSectionsKept,
    kernelSectionsAlone,
    ...(kernel.needsLoadFlag
      ? [
          needsLoadFlagTells<State>(
            claimNames.flag,
            Object.fromEntries(users.map((task) => [task, () => task])),
          ),
        ]
      : []),
    registersAndImageAgree(claimNames.skip, { cpus, tasks: users }),
    always(claimNames.once, (s) => cpus === 1 || s.cpu(0).running !== s.cpu(1).running),
  ];
}

const untouched =
  (task: string) =>
  (s: State): boolean =>
    !s.wrote(task).ghost.ever;

/** What a task finds in user mode, where an FPU instruction does not fault. */
function registers(task: string): Holding<State> {
  const { when, ...found } = userRegisters(task, task);
  return { ...found, when: (s) => when(s) && !s.cpu(s.task(task).cpu).ts, untouched: untouched(task) };
}

/** What is copied to a signal frame, where a task has any. */
function frames(task: string, workload: Workload, { signals }: Kernel): readonly Holding<State>[] {
  const work = workload.tasks[namesOf(workload).indexOf(task)];
  if (work?.kind !== "user" || !work.calls.flat().includes("save a signal frame")) return [];
  return [
    {
      owner: task,
      when: (s) => moves(s, task) && s.process(task).at(copiesFrame),
      held: (s) => signals.copied(s, task),
      untouched: untouched(task),
    },
  ];
}
