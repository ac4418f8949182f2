/** CR0.TS: what makes the next FPU instruction fault. On bare metal a bit of the CPU; under a hypervisor two. */

import type { Context, Part, Reader } from "preempt";
import { kernel } from "./language.js";
import type { Machine } from "./variables.js";

type Kernel = Context<Machine>;

const { step, choose, trap, userMode } = kernel<Machine>();

/** CR0.TS as the kernel finds it. */
export interface TaskSwitched {
  /** Clears it. */
  readonly clts: (k: Kernel) => void;
  /** Sets it. */
  readonly stts: (k: Kernel) => void;
  /** Before an FPU instruction of the kernel's own, which a hypervisor may have to make possible. */
  readonly instruction: (k: Kernel) => void;
  /** Whether it is set, as the kernel reads it. */
  readonly isSet: (reader: Reader<Machine>) => boolean;
  /** Whether an FPU instruction of user mode can be executed at once. */
  readonly usable: (reader: Reader<Machine>) => boolean;
  /** The fault that it takes where it is not, with what then leads to the kernel's #NM handler. */
  readonly fault: (handler: Part<Kernel>) => Part<Kernel>;
}

/** CR0.TS on bare metal, and in a fully virtualised guest. */
export const bareMetal: TaskSwitched = {
  clts: ({ here }) => {
    here.ts = false;
  },
  stts: ({ here }) => {
    here.ts = true;
  },
  instruction: () => undefined,
  isSet: ({ here }) => here.ts,
  usable: ({ here }) => !here.ts,
  fault: (handler) => trap("#NM", { enabled: ({ here }) => here.ts }, handler),
};

/** Whether Xen, when it injects #NM into a kernel, has cleared CR0.TS for it, or left it set as the hardware does. */
export type Injection = "TS cleared" | "TS left set";

/** `vcpu_restore_fpu_lazy`: Xen gives the registers back to the virtual CPU. */
function restoreLazily({ here }: Kernel): void {
  here.ts = false;
  if (here.virtual.dirty) return;
  here.fpregs = here.virtual.saved;
  here.virtual.dirty = true;
}

/**
 * CR0.TS in a paravirtual guest of Xen. stts and clts are hypercalls (`fpu_taskswitch`), and #NM enters Xen first, which restores
 * the virtual CPU's registers, and injects the fault where the kernel's own TS is set.
 */
export function xenPv(injection: Injection): TaskSwitched {
  return {
    clts: ({ here }) => {
      here.virtual.ts = false;
      // Else left set, so that Xen can restore the registers when they are used.
      if (here.virtual.dirty) here.ts = false;
    },
    stts: ({ here }) => {
      here.virtual.ts = true;
      here.ts = true;
    },
    // The kernel's own instructions trap to Xen too, and it absorbs them.
    instruction: (k) => {
      if (k.here.ts) restoreLazily(k);
    },
    isSet: ({ here }) => here.virtual.ts,
    usable: ({ here }) => !here.ts,
    fault: (handler) =>
      choose(
        userMode(
          step(
            "#NM absorbed by Xen",
            (k) => {
              restoreLazily(k);
            },
            { enabled: ({ here }) => here.ts && !here.virtual.ts },
          ),
        ),
        trap(
          injection === "TS cleared"
            ? "#NM by way of Xen, which clears TS"
            : "#NM by way of Xen, which leaves TS set",
          {
            enabled: ({ here }) => here.ts && here.virtual.ts,
            body: (k) => {
              restoreLazily(k);
              if (injection === "TS cleared") k.here.virtual.ts = false;
              else k.here.ts = true;
            },
          },
          handler,
        ),
      ),
  };
}
