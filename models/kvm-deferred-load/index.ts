/**
 * KVM's FPU state, lost since the load of FPU registers is deferred to the return to user mode (Linux 5.2 to 5.16).
 *
 * While a vCPU thread is in KVM_RUN the registers are its guest's; kvm_load_guest_fpu and kvm_put_guest_fpu swap them for the
 * user's. Since 5f409e20b794 what the current task's registers ought to hold is in memory while TIF_NEED_FPU_LOAD is set: after
 * a switch, and after a softirq used the FPU. Load and put did not look.
 *
 *  1 user mode                   QEMU writes its registers
 *  2 ioctl(KVM_RUN), vcpu_load   registers the preempt notifier; in some versions loads where the flag is set, here and each
 *                                time that the thread is scheduled in
 *  3 kvm_load_guest_fpu          user buffer := fpregs; fpregs := guest_fpu; fpregs_mark_activate      (fpregs_lock)
 *  4 vcpu_run                    requests, mmu reload: may sleep
 *  5 vcpu_enter_guest            interrupts off; in most versions loads where the flag is set; the guest runs
 *  6 handle_exit                 the emulator may use the guest's registers; may sleep; back to 4, or on to 7
 *  7 kvm_put_guest_fpu           guest_fpu := fpregs; fpregs := user buffer; fpregs_mark_activate       (fpregs_lock)
 *  8 vcpu_put                    unregisters the notifier
 *  9 return to user mode         loads where the flag is set (the machine's)
 *
 * Claims I1 to I8: guest, user and the other tasks find their registers, nothing leaks, the flag means what it says.
 *
 * I1 speaks of what was loaded for the guest: what kvm_put_guest_fpu lost is I3's, and is not counted once more at the next
 * load. So I1 holds where the code between load and put is right.
 */

import { family, flag, model, oneOf, wholeNumber } from "preempt";
import { deferred, eager, machine, task } from "../machine/index.js";
import { claims } from "./claims.js";
import { claimNames, relevant, violated } from "./expected.js";
import { otherTask, vcpuThread } from "./program.js";
import { survivors } from "./survivors.js";
import { own, type Variables } from "./variables.js";
import { type Version, versions } from "./versions.js";

const names = ["B", "C", "D"];

export const kvmDeferredLoad = family({
  name: "kvm-deferred-load",
  title: "KVM loses FPU state, since the load of registers is deferred to the return to user mode",
  about: [
    "While a vCPU thread is in KVM_RUN, the FPU registers are its guest's: kvm_load_guest_fpu swaps them for QEMU's at the " +
      "beginning, kvm_put_guest_fpu swaps them back at the end. Since 5f409e20b794 (5.2) a task's registers are loaded when " +
      "it returns to user mode; until then TIF_NEED_FPU_LOAD is set and its state is in memory. Load and put looked at the " +
      "registers all the same, and 240c35a37 kept QEMU's state where a switch saves the guest's.",
    "The variants are the versions of that code, from the mail that moved the load, to the fix that looks at the flag, and " +
      "mutants of the last one.",
  ],
  example: { variant: "v5.2", property: claimNames.I3 },
  variants: versions,
  newest: "fix-d",
  parameters: {
    cpus: wholeNumber("how many CPUs", { from: 1, to: 4, initial: 1, checked: [1, 2] }),
    tasks: wholeNumber("how many tasks, the vCPU thread among them", {
      from: 1,
      to: 4,
      initial: 2,
      checked: [1, 2],
    }),
    preemption: oneOf("where the kernel may be preempted", "full", "none"),
    emulator: oneOf("what KVM's emulator does with the guest's FPU registers", "reads", "reads and writes"),
    softirqFpu: flag("softirqs use the FPU", false),
    hardIrqFpu: flag("hard interrupts use the FPU", false),
  },
  build: (version: Version & { readonly name: string }, parameters) => {
    const { tasks, hardIrqFpu, emulator } = parameters;
    const { commit, fault, usableLooksAtSoftirqs } = version;
    const others = names.slice(0, tasks - 1);
    const regime =
      version.regime === "eager" ? eager({ commit }) : deferred({ commit, fault, usableLooksAtSoftirqs });
    const on = machine<Variables>({
      ...parameters,
      regime,
      tasks: {
        V: { owner: "user", guest: "guest" },
        ...Object.fromEntries(others.map((name) => [name, {}])),
      },
    });
    return model({
      name: `kvm-deferred-load@${version.name}`,
      variables: { ...on.variables, ...own },
      processes: on.processes(
        task<Variables>("V", vcpuThread(version, { regime, split: hardIrqFpu, emulator })),
        ...others.map((name) => task<Variables>(name, { program: otherTask(name, regime) })),
      ),
      symmetry: on.symmetry(others),
      properties: claims(version, parameters, others),
      parameters,
      // fpregs_lock turns bottom halves off, and no task has a kernel FPU section.
      unreachable: parameters.softirqFpu
        ? { "softirq: irq_fpu_usable? -> no": "a softirq strikes nothing that is at work on the FPU" }
        : {},
      background: [
        ...on.background,
        "cpu.control",
        "vcpu.ghost.loaded",
        "vcpu.ghost.whole",
        "vcpu.ghost.visited",
      ],
      assumptions: [
        "PKRU is not modelled",
        "other tasks use the FPU in user mode alone",
        "the idle task stands for every kernel thread",
      ],
    });
  },
  relevant,
  violated,
  survivors: { reasons: survivors },
});
