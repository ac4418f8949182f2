/** XFD on each CPU and in each task, and the vCPU as KVM keeps it, beside what the machine has. */

import { contents, type Indexed } from "preempt";
import { init } from "../machine/index.js";
import type { CpuVariables, Machine, TaskVariables } from "../machine/variables.js";

/** XFD[18], which disarms TILEDATA: 1 makes its instructions fault (#NM). */
export type Xfd = 0 | 1;

/** Why the guest was left, where that is KVM's to handle. */
export type Exit = "other" | "WRMSR 0" | "WRMSR 1" | "#NM";

type Cpu = CpuVariables & {
  /** IA32_XFD, the MSR. */
  readonly xfd: Xfd;
  /** `xfd_state`: what the kernel believes that it last wrote there; `xfd_update_state` skips the write where it is the same. */
  readonly xfdState: Xfd;
};

type Task = TaskVariables & {
  /** `fpstate->xfd` of its own buffer, which has room for TILEDATA where this is 0. */
  readonly xfd: Xfd;
};

/** The vCPU of V. */
const vcpu = (guestFpu: { readonly xfd: Xfd; readonly buffer: boolean }) => ({
  /** `vcpu->arch.xfd`: the guest's XFD, in the proposal alone. */
  xfd: 0 as Xfd,
  guestFpu: {
    /** The value that is attached to the guest's buffer: KVM's own in the proposal, the guest's in what landed. */
    xfd: guestFpu.xfd as Xfd,
    /** Whether the buffer has room for TILEDATA: `fpstate->xfeatures` has bit 18. */
    buffer: guestFpu.buffer,
  },
  /** Whether the guest reads and writes IA32_XFD without a VM exit (`xfd_no_write_intercept`). */
  passthrough: false,
  exit: "other" as Exit,
  ghost: {
    /** What the guest last wrote to IA32_XFD, whose reset value is 0. */
    xfd: 0 as Xfd,
    /** What it may count on to find in its tiles. */
    expects: "initial" as "initial" | "what it wrote" | "anything of its own",
  },
});

export type Variables = {
  readonly cpu: Indexed<Cpu>;
  readonly task: Indexed<Task, string>;
  readonly vcpu: ReturnType<typeof vcpu>;
};

/**
 * The machine's variables, and these. FPU registers and save areas stand for TILEDATA alone: a save area that holds `init` has
 * XSTATE_BV[18] clear, and any other has it set.
 *
 * @param options.userXfd by task, `fpstate->xfd` of its own buffer
 */
export function variables(
  machine: Machine,
  options: {
    readonly userXfd: Readonly<Record<string, Xfd>>;
    readonly guestFpu: { readonly xfd: Xfd; readonly buffer: boolean };
  },
): Variables {
  const { userXfd, guestFpu } = options;
  // What was never given permission has XFD set: init_fpstate.xfd.
  const xfdOf = (task: string): Xfd => userXfd[task] ?? 1;
  return {
    cpu: extended(machine.cpu, (_, { running }) => ({ xfd: xfdOf(running), xfdState: xfdOf(running) })),
    task: extended(machine.task, (name) => ({ xfd: xfdOf(name), guestFpu: contents(init) })),
    vcpu: vcpu(guestFpu),
  };
}

/** Copies of a group with more variables in each. */
function extended<G extends object, I extends number | string, M extends object>(
  copies: Indexed<G, I>,
  more: (index: I, group: G) => M,
): Indexed<G & M, I> {
  const { groups, indices } = copies;
  // There is an index for each group.
  return { ...copies, groups: groups.map((group, i) => ({ ...group, ...more(indices[i] as I, group) })) };
}
