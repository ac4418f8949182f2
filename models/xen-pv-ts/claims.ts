/** K1 to K5, and what must be reachable. */

import { language, type Property, type StateView } from "preempt";
import { noLostState, noRegisterLeak, userRegisters } from "../../properties/fpu/index.js";
import { foreign, isRunning, runsInUserMode } from "../machine/index.js";
import type { Variables } from "./variables.js";
import type { Version } from "./versions.js";

type State = StateView<Variables>;

const { always, leadsTo, never, reachable } = language<Variables>();

export const claimNames = {
  K1: "K1 user mode with TS clear only with has_fpu",
  other: "K2a no task finds another's registers",
  before: "K2b no fresh task finds registers from before",
  K3: "K3 a task finds what it wrote",
  K4: "K4 only the task that runs has has_fpu",
  K5: "K5 a task that faults uses the FPU, unless the CPU is taken from it",
} as const;

/** The parameters of the family. */
export interface Setting {
  readonly tasks: number;
  readonly used: "none" | "B";
  readonly deschedules: boolean;
  readonly preemption: "full" | "none";
  readonly softirqFpu: boolean;
}

/** The label of the step that allocates a task's FPU state. */
export const allocates = "init_fpu: kmem_cache_alloc, local_irq_disable";

/** What a version claims of the given tasks. */
export function claims(
  version: Version,
  { used, deschedules, softirqFpu }: Setting,
  tasks: readonly string[],
): readonly Property<State>[] {
  const { platform } = version;
  /** Whether an FPU instruction of `task` would be executed now, and not fault. */
  const uses = (s: State, task: string): boolean => runsInUserMode(s, task) && !s.cpu(0).ts;
  /** CR0.TS, as the kernel means it. */
  const tsOf = (s: State): boolean => (platform === "bare metal" ? s.cpu(0).ts : s.cpu(0).virtual.ts);
  const registers = tasks.map((task) => ({
    ...userRegisters(task, task),
    when: (s: State) => uses(s, task),
  }));
  const sleeps = (s: State, task: string): boolean =>
    version.allocates && s.process(task).at(allocates) && s.cpu(0).running !== task;
  const pv = platform !== "bare metal";
  const noXen = !pv && "there is no Xen";
  const never42 = !version.allocates && "nothing is allocated, so nothing sleeps";
  const taken = platform === "Xen clears TS" && !version.stts && !softirqFpu;
  const kept = version.fault === "keeps has_fpu" && used === "none";
  const spins = !version.clts && "the handler faults for ever";
  const reached = [
    reachable("a task sleeps in the allocation", (s) => tasks.some((task) => sleeps(s, task)), {
      impossible: never42,
    }),
    reachable(
      "a task uses the FPU while another sleeps in the allocation",
      (s) => tasks.some((task) => uses(s, task)) && tasks.some((task) => sleeps(s, task)),
      { impossible: never42 || spins },
    ),
    reachable(
      "a task takes #NM while another sleeps in the allocation",
      (s) =>
        tasks.some((task) => s.process(task).at("tsk_used_math?")) && tasks.some((task) => sleeps(s, task)),
      { impossible: never42 || (taken && "TS is clear while it sleeps, so that nobody takes #NM") },
    ),
    reachable(
      "the handler goes on after a sleep in which another used the FPU",
      (s) => tasks.some((task) => s.wrote(task).ghost.slept && s.process(task).at("__thread_fpu_begin")),
      { impossible: never42 || spins },
    ),
    reachable(
      "a task that has used math and has not has_fpu can be switched out",
      (s) => tasks.some((task) => runsInUserMode(s, task) && s.task(task).usedMath && !s.task(task).hasFpu),
      { impossible: (used === "none" && spins) || (kept && "has_fpu is never cleared") },
    ),
    reachable(
      "Xen absorbs #NM",
      (s) => tasks.some((task) => runsInUserMode(s, task)) && s.cpu(0).ts && !tsOf(s),
      {
        impossible:
          noXen ||
          spins ||
          (!deschedules && "Xen gives the registers back once, when the kernel restores its own"),
      },
    ),
    reachable(
      "a task uses the FPU after Xen took the CPU away",
      (s) => tasks.some((task) => uses(s, task)) && s.cpu(0).virtual.saved !== foreign,
      { impossible: noXen || (!deschedules && "Xen takes nothing away") || spins },
    ),
  ];
  return [
    always(claimNames.K1, (s) =>
      tasks.every((task) => !runsInUserMode(s, task) || tsOf(s) || s.task(task).hasFpu),
    ),
    noRegisterLeak(
      claimNames.other,
      // Whose they are where they are no task's is the next claim.
      ...registers.map((each) => ({
        ...each,
        when: (s: State) => each.when(s) && s.contents.ownerOf(each.held(s)) !== foreign,
      })),
    ),
    // What a task with state of its own finds in its place is K3's.
    never(claimNames.before, (s) =>
      registers.some(
        ({ owner, when, held }) =>
          when(s) && !s.wrote(owner).ghost.ever && s.contents.ownerOf(held(s)) === foreign,
      ),
    ),
    noLostState(
      claimNames.K3,
      ...registers.map((each) => ({
        ...each,
        // Ghosts first: a search that leaves them out begins again when they are looked at.
        when: (s: State) => s.wrote(each.owner).ghost.ever && each.when(s),
      })),
    ),
    always(claimNames.K4, (s) => tasks.every((task) => !s.task(task).hasFpu || s.cpu(0).running === task)),
    // Of one task, as all are alike. With softirqs it is not claimed: a storm of them keeps anybody from user mode.
    ...(softirqFpu
      ? []
      : [
          leadsTo(
            claimNames.K5,
            (s) => s.process("A").at("tsk_used_math?"),
            (s) => uses(s, "A") || !isRunning(s, "A"),
          ),
        ]),
    ...reached,
  ];
}
