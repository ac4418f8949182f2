/**
 * The lazy regime (before Linux 4.2): a task's registers are loaded when it first uses them. CR0.TS makes that first use
 * fault (#NM), and a switch away from a task that has them (`has_fpu`) saves them and sets CR0.TS again.
 */

import { type Context, contents, type Part, type Source } from "preempt";
import { kernel } from "../language.js";
import type { Regime } from "../regime.js";
import { fpregsLocked } from "../strikes.js";
import { bareMetal, type TaskSwitched } from "../task-switched.js";
import { foreign, init, type Machine, nobody } from "../variables.js";

/** One mistake; each is caught on the machine. */
export type LazyFault =
  | "forgets to save"
  | "forgets to restore"
  | "ignores last_cpu"
  | "keeps has_fpu"
  | "kernel_fpu_begin keeps the owner"
  | "kernel_fpu_end leaves TS clear";

type Kernel = Context<Machine>;

/** How a version of the kernel differs. */
export interface LazyOptions {
  readonly fault?: LazyFault | undefined;
  readonly commit?: string;
  /** Whether a switch may load the next task's registers at once, as it does when that has used them often. */
  readonly preload?: "never" | "may";
  /** Tasks that have used the FPU before. */
  readonly usedMath?: (task: string) => boolean;
  /** What a task's first #NM does before it has FPU state: allocates it. */
  readonly allocate?: Part<Kernel>;
  /** What CR0.TS is under the kernel's feet. */
  readonly cr0?: TaskSwitched;
  /** Whether the #NM handler clears CR0.TS. A kernel that relies on a hypervisor to have done so does not. */
  readonly clts?: boolean;
}

const { step, when, section, loop, leave, choose, userMode, routine, call } = kernel<Machine>();

/** `init_fpu` where FPU state is part of the task: nothing is allocated, and nothing sleeps. */
const activate = step("init_fpu", ({ current }) => {
  current.fpu = init;
  current.usedMath = true;
});

/** The lazy regime, as a version of the kernel has it. */
export function lazy(options: LazyOptions = {}): Regime {
  const { fault, commit, preload = "never", usedMath = () => false } = options;
  const { allocate = activate, cr0 = bareMetal, clts = true } = options;
  const at = (name: string, file: string): Source => ({ name, file, ...(commit && { commit }) });
  const internal = "arch/x86/include/asm/fpu-internal.h";
  /** `__thread_set_has_fpu`. */
  const hasFpu = (k: Kernel): void => {
    k.current.hasFpu = true;
    k.here.fpuOwner = k.here.running;
  };
  const restore = (k: Kernel): undefined => {
    cr0.instruction(k);
    if (fault !== "forgets to restore") k.here.fpregs = k.current.fpu;
  };
  /** `__save_init_fpu`, `__thread_clear_has_fpu`. */
  const save = (k: Kernel): void => {
    cr0.instruction(k);
    if (fault !== "forgets to save") k.current.fpu = k.here.fpregs;
    if (fault !== "keeps has_fpu") k.current.hasFpu = false;
  };
  const prepare = routine(at("switch_fpu_prepare", internal), () =>
    step("save and stts if has_fpu", (k) => {
      const { current } = k;
      if (!current.hasFpu) {
        current.lastCpu = -1;
        return;
      }
      save(k);
      // The owner is left as it is.
      current.lastCpu = current.cpu;
      cr0.stts(k);
    }),
  );
  const finish = routine(at("switch_fpu_finish", internal), () =>
    step("preload, or leave it to #NM", (k) => {
      const { here, current } = k;
      if (!current.usedMath || !k.choose([false, true])) return;
      const valid =
        here.fpuOwner === here.running && (current.lastCpu === current.cpu || fault === "ignores last_cpu");
      cr0.clts(k);
      hasFpu(k);
      if (!valid) restore(k);
    }),
  );
  const mathStateRestore = routine(at("math_state_restore", "arch/x86/kernel/traps.c"), () => [
    when("tsk_used_math?", ({ current }) => current.usedMath, [], allocate),
    // has_fpu is set before the registers are the task's.
    section(
      fpregsLocked,
      step("__thread_fpu_begin", (k) => {
        if (clts) cr0.clts(k);
        hasFpu(k);
      }),
      clts
        ? step("restore_fpu_checking", (k) => restore(k))
        : loop(
            choose(
              [step("restore_fpu_checking", (k) => restore(k), { enabled: (k) => !cr0.isSet(k) }), leave],
              step("#NM inside the handler, from which this begins anew", () => undefined, {
                enabled: cr0.isSet,
              }),
            ),
          ),
    ),
  ]);
  const kernelFpuBegin = routine(at("kernel_fpu_begin", "arch/x86/kernel/i387.c"), () =>
    step("save if has_fpu, else clts; no owner", (k) => {
      const { here, current } = k;
      here.inKernelFpu += 1;
      if (current.hasFpu) save(k);
      else cr0.clts(k);
      if (fault !== "kernel_fpu_begin keeps the owner") here.fpuOwner = nobody;
    }),
  );
  const kernelFpuEnd = routine(at("kernel_fpu_end", "arch/x86/kernel/i387.c"), () =>
    step("stts", (k) => {
      k.here.inKernelFpu -= 1;
      if (fault !== "kernel_fpu_end leaves TS clear") cr0.stts(k);
    }),
  );
  return {
    name: "lazy",
    initial: ({ name, owner }) => ({
      cpu: {
        fpregs: contents(foreign),
        ts: true,
        virtual: { ts: true, dirty: false, saved: contents(foreign) },
      },
      task: { fpu: contents(usedMath(name) ? owner : init), usedMath: usedMath(name) },
    }),
    switchOut: call(prepare),
    switchIn: preload === "may" && call(finish),
    returnToUser: [],
    userFpu: ((label: string, body: (k: Kernel) => undefined) =>
      choose(
        userMode(step(label, body, { enabled: cr0.usable })),
        cr0.fault(call(mathStateRestore)),
      )) as unknown as Regime["userFpu"],
    kernelFpuBegin: call(kernelFpuBegin),
    kernelFpuEnd: call(kernelFpuEnd),
    irqFpuUsable: (k, level) => {
      const { here, current } = k;
      if (level === "nmi") return false;
      const interruptedUser = here.user && here.above.size === 1;
      return interruptedUser || (!current.hasFpu && cr0.isSet(k));
    },
  };
}
