/** What every workload claims of a kernel that handles FPU registers rightly. */

import { always, type Property, type StateView } from "preempt";
import { kernelFpuAlone, kernelFpuKept, moves } from "../../models/machine/index.js";
import {
  guestRegisters,
  type Holding,
  kernelSectionsAlone,
  kernelSectionsKept,
  needsLoadFlagTells,
  noLostState,
  noRegisterLeak,
  registersAndImageAgree,
  userRegisters,
} from "../fpu/index.js";
import { copiesFrame, type Kernel } from "./kernel.js";
import { isUntouched, type Variables } from "./variables.js";
import { actsOf, guestOf, namesOf, usersIn, vcpusIn, type Workload } from "./workload.js";

/** A state of a workload's model, as claims see it. */
export type WorkloadState = StateView<Variables>;

/** What reports call each claim. */
export const claimNames = {
  lost: "no lost state",
  leak: "no register leak",
  kept: kernelFpuKept,
  alone: kernelFpuAlone,
  flag: "a clear needs-load flag means that the registers are whole",
  skip: "a load that is skipped would change nothing",
  once: "no task runs on two CPUs",
} as const;

/** A claim about the states of any workload's model. */
export type WorkloadProperty = Property<WorkloadState>;

/** A name by which the tests call a claim. */
export type Claim = keyof typeof claimNames;

/** The claims of `workload` on `kernel`. */
export function claims(workload: Workload, kernel: Kernel): readonly Property<WorkloadState>[] {
  const { cpus } = workload;
  const users = usersIn(workload);
  const vcpus = vcpusIn(workload);
  const holdings = [
    ...users.flatMap((task) => [registers(task), ...frames(task, workload, kernel)]),
    ...vcpus.map((task) => guestRegisters(task, guestOf(task))),
  ];
  const ownerOf = (task: string) => (state: WorkloadState) =>
    vcpus.includes(task) && state.vcpu(task).loaded ? guestOf(task) : ownOf(state, task);
  return [
    noLostState(claimNames.lost, ...holdings),
    noRegisterLeak(claimNames.leak, ...holdings),
    kernelSectionsKept,
    kernelSectionsAlone,
    ...(kernel.needsLoadFlag
      ? [
          needsLoadFlagTells<WorkloadState>(
            claimNames.flag,
            Object.fromEntries(users.map((task) => [task, ownerOf(task)])),
          ),
        ]
      : []),
    registersAndImageAgree(claimNames.skip, { cpus, tasks: users }),
    always(claimNames.once, (s) => cpus === 1 || s.cpu(0).running !== s.cpu(1).running),
  ];
}

/** Whose contents a task's registers may be: its own, or what `fninit` makes where it has nothing of its own. */
function ownOf(state: WorkloadState, task: string): string {
  const { fpregs } = state.cpu(state.task(task).cpu);
  return isUntouched(state, task, fpregs) ? fpregs : task;
}

const untouched =
  (task: string) =>
  (s: WorkloadState): boolean =>
    !s.wrote(task).ghost.ever;

/** What a task finds in user mode, where an FPU instruction does not fault. */
function registers(task: string): Holding<WorkloadState> {
  const { when, ...found } = userRegisters(task, task);
  return { ...found, when: (s) => when(s) && !s.cpu(s.task(task).cpu).ts, untouched: untouched(task) };
}

/** What is copied to a signal frame, where a task has any. */
function frames(task: string, workload: Workload, { signals }: Kernel): readonly Holding<WorkloadState>[] {
  const work = workload.tasks[namesOf(workload).indexOf(task)];
  if (signals === undefined || work === undefined || !actsOf(work).includes("save a signal frame")) return [];
  return [
    {
      owner: task,
      when: (s) => moves(s, task) && s.process(task).at(copiesFrame),
      held: (s) => signals.copied(s, task),
      untouched: untouched(task),
    },
  ];
}
