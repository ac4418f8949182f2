/**
 * The eager regime (Linux 4.15 to 5.1): a switch saves the registers of the one task and loads those of the next, so that
 * the registers are always those of `current`, in the kernel too.
 */

import { type Context, contents, language, type Source } from "preempt";
import { type Regime, userFpu } from "../regime.js";
import { type Machine, nobody } from "../variables.js";

/** One mistake; each is caught on the machine. */
export type EagerFault =
  | "forgets to save"
  | "forgets to restore"
  | "ignores last_cpu"
  | "ignores the owner"
  | "kernel_fpu_begin keeps the owner"
  | "kernel_fpu_end restores nothing";

/** How a version of the kernel differs. */
export interface EagerOptions {
  readonly fault?: EagerFault | undefined;
  /** The commit at which the code reads like this. */
  readonly commit?: string;
}

const { step, routine, call } = language<Machine>();

function load({ here, current }: Context<Machine>): void {
  here.fpregs = current.fpu;
}

/** The eager regime, as a version of the kernel has it. */
export function eager({ fault, commit }: EagerOptions = {}): Regime {
  const at = (name: string, file: string): Source => ({ name, file, ...(commit && { commit }) });
  const internal = "arch/x86/include/asm/fpu/internal.h";
  const prepare = routine(at("switch_fpu_prepare", internal), () =>
    step("save", ({ here, current }) => {
      if (!current.mm) return;
      if (fault !== "forgets to save") current.fpu = here.fpregs;
      current.lastCpu = current.cpu;
    }),
  );
  const finish = routine(at("switch_fpu_finish", internal), () =>
    step("load unless the registers are valid", (k) => {
      const { here, current } = k;
      if (!current.mm) return;
      const valid =
        (here.fpuOwner === here.running || fault === "ignores the owner") &&
        (current.lastCpu === current.cpu || fault === "ignores last_cpu");
      if (!valid && fault !== "forgets to restore") load(k);
      here.fpuOwner = here.running;
    }),
  );
  const begin = routine(at("kernel_fpu_begin", "arch/x86/kernel/fpu/core.c"), () =>
    step("save, or no owner in a kernel thread", ({ here, current }) => {
      here.inKernelFpu += 1;
      if (current.mm) current.fpu = here.fpregs;
      else if (fault !== "kernel_fpu_begin keeps the owner") here.fpuOwner = nobody;
    }),
  );
  const end = routine(at("kernel_fpu_end", "arch/x86/kernel/fpu/core.c"), () =>
    step("load unless in a kernel thread", (k) => {
      k.here.inKernelFpu -= 1;
      if (k.current.mm && fault !== "kernel_fpu_end restores nothing") load(k);
    }),
  );
  return {
    name: "eager",
    initial: ({ name, owner, cpu }) => ({
      cpu: { fpregs: contents(owner), fpuOwner: name },
      task: { fpu: contents(owner), lastCpu: cpu ?? -1 },
    }),
    switchOut: call(prepare),
    switchIn: call(finish),
    returnToUser: [],
    userFpu,
    kernelFpuBegin: call(begin),
    kernelFpuEnd: call(end),
    irqFpuUsable: (k, level) => level !== "nmi" && k.here.inKernelFpu === 0,
  };
}
