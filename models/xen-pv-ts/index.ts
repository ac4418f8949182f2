/**
 * Registers that leak between the tasks of a Xen PV guest: Xen clears CR0.TS before the guest's #NM handler runs, and that may
 * sleep (Linux before 4.2).
 *
 * Under the lazy regime a task's first FPU instruction faults, since CR0.TS is set; the handler, math_state_restore, clears TS and
 * loads the task's state. A task that has none yet gets it allocated, with interrupts on: the task may sleep, and another run.
 *
 * 1 a task uses the FPU        #NM where TS is set: to the kernel, or to Xen first
 * 2 Xen                        restores the virtual CPU's registers, clears TS; injects #NM, or absorbs it where the kernel's own
 *                              TS is clear
 * 3 math_state_restore         no state yet: local_irq_enable, allocate, local_irq_disable
 * 4                            __thread_fpu_begin (clts, has_fpu), restore
 * 5 switch                     has_fpu: save, clear has_fpu, stts; else nothing
 *
 * Two TS bits: the CPU's, and the one that the kernel sees (virtual.ts). Xen sets the CPU's whenever it gives the virtual CPU
 * back. That repairs nothing: the fault that follows finds the kernel's bit clear and is absorbed. Kernel instructions that
 * save and restore registers fault too, and are absorbed.
 *
 * Claims K1 to K5. K2 is told by whose the registers are: K2a another task's, K2b those from before, found by a task that has
 * written nothing yet. A task that has, and finds those from before, has lost its own: that is K3's, and is not counted twice.
 * K5 (every fault ends in a use of the FPU) is about progress, under the assumption that a task which keeps the CPU goes on. Who is
 * never given the CPU again uses nothing, so that K5 asks no more of a task from which it was taken.
 */

import { type Context, family, flag, model, oneOf, type Part, wholeNumber } from "preempt";
import { bareMetal, kernel, lazy, type Machine, machine, task, xenPv } from "../machine/index.js";
import { allocates, claimNames, claims, type Setting } from "./claims.js";
import { survivors } from "./survivors.js";
import { type Variables, wrote } from "./variables.js";
import { type Version, versions } from "./versions.js";

const { step, irqsEnabled, sleeping } = kernel<Machine>();

const { loop } = kernel<Variables>();

const names = ["A", "B", "C", "D"];

/** What the first #NM of a task does in math_state_restore before it has FPU state. */
function allocation({ stts }: Version, platform: ReturnType<typeof xenPv>): Part<Context<Machine>> {
  return irqsEnabled(
    step("local_irq_enable", (k) => {
      if (stts) platform.stts(k);
    }),
    sleeping(allocates, (k) => {
      k.current.fpu = "init";
      k.current.usedMath = true;
      if (stts) platform.clts(k);
    }),
  );
}

/** What each version breaks: found by hand, and by the search. */
function violated({ name }: Version & { readonly name: string }, setting: Setting): readonly string[] {
  const { K1, other, before, K3, K4, K5 } = claimNames;
  const { tasks, used, softirqFpu } = setting;
  // A third task finds what the second wrote. With softirqs a task finds theirs.
  const third = tasks > 2 || softirqFpu ? [other] : [];
  const fresh = tasks > 2 || used === "none" ? [before] : [];
  switch (name) {
    case "pv":
      return [K1, ...third, ...fresh, K3];
    case "keeps-has-fpu":
      return [other, K3, K4];
    case "classic":
      return softirqFpu ? [] : [K5];
    default:
      return [];
  }
}

export const xenPvTs = family({
  name: "xen-pv-ts",
  title: "Xen clears CR0.TS before a PV guest's #NM handler, which may sleep: registers leak between tasks",
  about: [
    "Under the lazy FPU regime CR0.TS makes a task's first FPU instruction fault, and the #NM handler clears TS and loads the " +
      "task's registers. For a task without FPU state it allocates that first, with interrupts on, and may sleep. In a " +
      "paravirtual guest Xen has cleared TS before the handler runs: whoever runs meanwhile uses registers that are not its " +
      "own, and nothing faults.",
    "The variants are the platforms (bare metal, Xen), the fix in Xen, the fix in Linux, Linux 4.2, and a classic Xen kernel " +
      "on the fixed Xen.",
  ],
  example: { variant: "pv", property: claimNames.other },
  variants: versions,
  newest: "fix-4.2",
  parameters: {
    tasks: wholeNumber("how many tasks", { from: 2, to: 4, initial: 2, checked: [2, 3] }),
    used: oneOf("which tasks have used the FPU before", "none", "B"),
    deschedules: flag("Xen takes the virtual CPU away at times", false),
    preemption: oneOf("where the kernel may be preempted", "full", "none"),
    softirqFpu: flag("softirqs use the FPU", false),
  },
  build: (version: Version & { readonly name: string }, parameters) => {
    const { tasks: count, used, deschedules, preemption, softirqFpu } = parameters;
    const tasks = names.slice(0, count);
    const usedMath = (name: string): boolean => name === used;
    const pv = version.platform !== "bare metal";
    const platform = pv
      ? xenPv(version.platform === "Xen clears TS" ? "TS cleared" : "TS left set")
      : bareMetal;
    const regime = lazy({
      fault: version.fault,
      commit: version.commit,
      usedMath,
      cr0: platform,
      clts: version.clts,
      ...(version.allocates ? { allocate: allocation(version, platform) } : {}),
    });
    const on = machine<Variables>({
      tasks: Object.fromEntries(tasks.map((name) => [name, {}])),
      regime,
      preemption,
      softirqFpu,
      fair: "weak",
      outerHypervisor: pv && deschedules,
    });
    return model({
      name: `xen-pv-ts@${version.name}`,
      variables: { ...on.variables, wrote: wrote(tasks, usedMath) },
      processes: on.processes(
        ...tasks.map((name) =>
          task<Variables>(name, {
            program: loop(
              regime.userFpu(`${name} uses the FPU`, (k: Context<Variables>) => {
                k.here.fpregs = k.contents.fresh(name);
                k.wrote(name).ghost.ever = true;
                for (const other of tasks) {
                  if (other !== name && version.allocates && k.process(other).at(allocates))
                    k.wrote(other).ghost.slept = true;
                }
              }),
            ),
          }),
        ),
      ),
      properties: claims(version, parameters, tasks),
      parameters,
      background: [...on.background, "wrote.ghost.ever", "wrote.ghost.slept"],
      assumptions: ["fpu_counter is ignored: nothing is preloaded"],
    });
  },
  relevant: ({ platform, fault }, { tasks, deschedules, preemption, softirqFpu }) => {
    // Tasks are in user mode or asleep: preemption of the kernel makes no difference.
    if (preemption === "none" || (platform === "bare metal" && deschedules)) return false;
    return tasks === 2
      ? fault === undefined || !softirqFpu
      : fault === undefined && !deschedules && !softirqFpu;
  },
  violated,
  survivors: { reasons: survivors },
});
