/**
 * AMX in a guest: which of several values of XFD is in the MSR when.
 *
 * XFD[18] arms a fault (#NM) on instructions that use TILEDATA, so that its 8 KiB of state need be there for those alone who use
 * it. XSAVE under XFD stores nothing, and XRSTOR of what was stored, under XFD, faults. Two designs:
 *
 *   P, the proposal (mail of 13 October 2021), has the guest's value (vcpu->arch.xfd) and one of KVM's own with the guest's
 *   buffer (guest_fpu), which is 1 until the first #NM. In the guest the MSR is the OR of both; between load and put, in the
 *   host, KVM's own; outside, QEMU's. L, as landed in 5.17, has the guest's value alone, with a buffer that is there from the
 *   beginning, and the host runs with it until the put or a switch.
 *
 * 1 user mode                QEMU, with its own XFD and tiles
 * 2 kvm_load_guest_fpu       save; fpstate := guest_fpu; XFD; XRSTOR; mark_activate            (fpregs_lock)
 * 3 vcpu_run                 may sleep
 * 4 VM entry                 XFD and XRSTOR where TIF_NEED_FPU_LOAD is set and the registers are not valid;
 *                            P: MSR := arch.xfd | guest_fpu's                                 (IRQs off, to 6)
 * 5 the guest                uses AMX; RDMSR, WRMSR of XFD, with a VM exit or, later, without
 * 6 VM exit                  where the guest writes the MSR: P: arch.xfd := MSR; MSR := guest_fpu's; L: fpstate->xfd, cache := MSR
 * 7 handle_exit              interrupts on. WRMSR: P: arch.xfd; L: fpstate->xfd, MSR, and no more exits once it is not 0;
 *                            #NM in P: allocate (may sleep), guest_fpu's := 0, no more exits; back to 3, or on to 8
 * 8 kvm_put_guest_fpu        save; fpstate := thread.fpu; XFD; XRSTOR; mark_activate           (fpregs_lock)
 *
 * Whatever writes the MSR by xfd_update_state skips it where the CPU's cache (xfd_state) has the value already.
 *
 * Claims X1 to X9. X4 of the facts is in two parts: O's XFD (a), and O's tiles (b).
 *
 * Where this differs from the facts (section 6), and why. They have O restored at every return to user mode; the kernel skips
 * that where the registers are still O's (fpregs_state_valid), and XFD with it: so v6.19 is not right, by X4, nor by X3a and X8
 * on two CPUs. They have no put: with one, no-sync falls with QEMU alone (X6, X9), and what they lose to an interrupt is lost at
 * the put, with none. They count P-NOALLOC's silent loss to X5; it is X2's as well. Their P-REINJECT was not run; X3a falls,
 * with no switch, as expected there. They say (4.h-1) that no-sync does not show without the cache; it shows sooner, as every
 * load then writes the stale value.
 *
 * Traps (4.h): 1 the cache is `xfdState`; 2 WRMSR leaves the registers (program.ts); 3 `preservation`; 4 XFD is 0 at first,
 * and L has its buffer: of the facts' initial values of arch.xfd, 0 and 1, the latter is reached by a first WRMSR; 5
 * `passthrough` follows the first write of 1; 6 the exit's part is in the step that leaves the guest, with IRQs off; 7, 8
 * XFD_ERR and CR0.TS are left out; 9 the allocation is a step that may sleep.
 *
 * X3 is in two parts, too: X3a is what the guest may see of #NM, X3b is about progress. A #NM that KVM traps with the guest's XFD 0
 * leads to a guest that runs with XFD 0 in the MSR, under the assumption that a task which keeps the CPU goes on. With interrupts
 * that use the FPU it is not claimed: a storm of them keeps anybody from going on.
 */

import { family, flag, model, oneOf, wholeNumber } from "preempt";
import { machine, task } from "../machine/index.js";
import { claims } from "./claims.js";
import { claimNames, relevant, type Setting, violated } from "./expected.js";
import { otherTask, vcpuThread } from "./program.js";
import { deferredWithXfd } from "./regime.js";
import { survivors } from "./survivors.js";
import { type Variables, variables, type Xfd } from "./variables.js";
import { type Version, versions } from "./versions.js";

/** The model of a version. */
export function amxXfdModel(version: Version & { readonly name: string }, setting: Setting) {
  const { other, qemuAmx } = setting;
  const landed = version.design === "landed";
  // QEMU's XFD is 1 until it uses AMX itself; the other task's has long been 0.
  const userXfd: Readonly<Record<string, Xfd>> = { V: qemuAmx ? 0 : 1, ...(other && { O: 0 }) };
  const on = machine<Variables>({
    ...setting,
    regime: deferredWithXfd(version, userXfd),
    fair: "weak",
    tasks: { V: { owner: "user", guest: "guest" }, ...(other && { O: {} }) },
  });
  const guestFpu = { xfd: landed ? 0 : 1, buffer: landed } as const;
  return model({
    name: `amx-xfd@${version.name}`,
    variables: variables(on.variables, { userXfd, guestFpu }),
    processes: on.processes(
      task<Variables>("V", { program: vcpuThread(version, setting) }),
      ...(other ? [task<Variables>("O", { program: otherTask("O") })] : []),
    ),
    properties: claims(version, setting),
    parameters: { ...setting },
    // fpregs_lock is atomic here, and no task has a kernel FPU section.
    unreachable: setting.hardIrqFpu
      ? { "hardirq: irq_fpu_usable? -> no": "a hard interrupt strikes nothing that is at work on the FPU" }
      : {},
    background: [...on.background, "cpu.control", "vcpu.ghost.expects"],
    assumptions: [
      "XFD_ERR and CR0.TS are not modelled; XCR0[18] is set",
      "hard interrupts leave the FPU alone inside fpregs_lock",
      "the other task has used AMX before, and has its buffer",
    ],
  });
}

export const amxXfd = family({
  name: "amx-xfd",
  title: "AMX in a guest: whose XFD is in the MSR when, as proposed and as it landed",
  about: [
    "XFD[18] makes instructions fault (#NM) that use AMX tiles, so that room for them is allocated for those who use them. XSAVE " +
      "under XFD stores nothing; XRSTOR of tiles under XFD faults, in the kernel as anywhere. QEMU, the guest and KVM each " +
      "have a value for it, and another task has its own.",
    "The variants are the proposal of October 2021 (p-…: three values, and a buffer allocated at the first #NM) with its " +
      "alternatives, what landed in 5.17 (one value, a buffer from the beginning), its fix of January 2026, and mutants.",
  ],
  example: { variant: "v5.17", property: claimNames.X1 },
  variants: versions,
  newest: "v6.19",
  parameters: {
    cpus: wholeNumber("how many CPUs", { from: 1, to: 4, initial: 1, checked: [1, 2] }),
    preservation: oneOf("what becomes of tiles while XFD is 1", "relaxed", "strict"),
    other: flag("another task uses AMX", true),
    qemuAmx: flag("QEMU uses AMX itself", false),
    preemption: oneOf("where the kernel may be preempted", "full", "none"),
    hardIrqFpu: flag("hard interrupts use the FPU", true),
  },
  build: amxXfdModel,
  relevant,
  violated,
  survivors: { at: { other: false }, reasons: survivors },
});
