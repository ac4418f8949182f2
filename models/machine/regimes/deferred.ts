/**
 * The deferred regime (Linux 5.2 and later, 5f409e20b794): a switch saves the registers and loads nothing; the next task's
 * are loaded when it returns to user mode, where TIF_NEED_FPU_LOAD is set and the registers are not still its own.
 *
 * Where the truth is: in the registers while TIF_NEED_FPU_LOAD is clear, in memory while it is set.
 */

import { type Context, contents, language, type Reader, type Source } from "preempt";
import { type Regime, userFpu } from "../regime.js";
import { bottomHalvesOff, runningUnder } from "../strikes.js";
import { type Machine, nobody } from "../variables.js";

/** One mistake; each is caught on the machine. */
export type DeferredFault =
  | "forgets to save"
  | "saves always"
  | "forgets to restore"
  | "ignores last_cpu"
  | "ignores the owner"
  | "kernel_fpu_begin keeps the owner"
  | "mark_activate keeps the flag";

/** What it is to save and to load the current task's registers; without these the whole file is copied. */
export interface Transfers<V extends Machine = Machine> {
  /** Writes the registers into the image of the current task. */
  readonly save?: ((k: Context<V>) => void) | undefined;
  /** Puts that image into the registers. */
  readonly load?: ((k: Context<V>) => void) | undefined;
}

/** How a version of the kernel differs, on a model whose variables are `V`. */
export interface DeferredOptions<V extends Machine = Machine> extends Transfers<V> {
  readonly fault?: DeferredFault | undefined;
  /** The commit at which the code reads like this. */
  readonly commit?: string;
  /** The header that has what a switch does: `internal.h`, and since 5.16 `sched.h`. */
  readonly header?: "internal.h" | "sched.h";
  /**
   * Since 730faa15a069 (6.16) one function does a switch's part, `switch_fpu`: it sets TIF_NEED_FPU_LOAD of the task that is left,
   * where it saves it. Before, `switch_fpu_finish` sets that of the next task, whichever it had; nobody runs with another flag by that,
   * as a task that was never left begins with it set.
   */
  readonly oneSwitchFpu?: boolean;
  /** Since 59f5ede3bc0f (5.18) a hard interrupt that hit a section with bottom halves off does not use the FPU. */
  readonly usableLooksAtSoftirqs?: boolean;
}

type Kernel = Context<Machine>;

const { step, routine, call } = language<Machine>();

/** The current task's FPU state in memory: what `thread.fpu.fpstate` points to. */
export function savedFpu({ current }: Reader<Machine>): string {
  return current.fpstate === "guest_fpu" ? current.guestFpu : current.fpu;
}

/** `save_fpregs_to_fpstate` of the current task. */
export function saveFpregs({ here, current }: Kernel): void {
  if (current.fpstate === "guest_fpu") current.guestFpu = here.fpregs;
  else current.fpu = here.fpregs;
}

function loadFpregs(k: Kernel): void {
  k.here.fpregs = savedFpu(k);
}

/** `fpregs_mark_activate`: says that the registers hold the current task's state. It copies nothing. */
export function fpregsMarkActivate({ here, current }: Kernel, fault?: DeferredFault): void {
  here.fpuOwner = here.running;
  current.lastCpu = current.cpu;
  if (fault !== "mark_activate keeps the flag") current.needFpuLoad = false;
}

/** `switch_fpu_return`: loads unless the registers are still the task's own (`fpregs_state_valid`), and clears the flag. */
export function switchFpuReturn<V extends Machine>(
  k: Context<V>,
  { fault, load }: Pick<DeferredOptions<V>, "fault" | "load"> = {},
): void {
  // V has the machine's variables, and more.
  const kernel = k as unknown as Kernel;
  const { here, current } = kernel;
  if (!current.needFpuLoad) return;
  const valid =
    (here.fpuOwner === here.running || fault === "ignores the owner") &&
    (current.lastCpu === current.cpu || fault === "ignores last_cpu");
  if (!valid && fault !== "forgets to restore") {
    if (load === undefined) loadFpregs(kernel);
    else load(k);
    here.fpuOwner = here.running;
    current.lastCpu = current.cpu;
  }
  current.needFpuLoad = false;
}

/** The deferred regime, as a version of the kernel has it. */
export function deferred<V extends Machine = Machine>(options: DeferredOptions<V> = {}): Regime {
  // The machine is handed the model's variables, so whatever needs V has it.
  const { save = saveFpregs, load } = options as unknown as Transfers;
  const { fault, commit, usableLooksAtSoftirqs = true, header = "internal.h", oneSwitchFpu } = options;
  const at = (name: string, file: string): Source => ({ name, file, ...(commit && { commit }) });
  const switching = `arch/x86/include/asm/fpu/${header}`;
  const leaves = (k: Kernel): undefined => {
    const { current } = k;
    if (!current.mm || (current.needFpuLoad && fault !== "saves always")) return;
    if (fault !== "forgets to save") save(k);
    // The owner is left as it is: if nobody else loads, the registers are still this task's when it comes back.
    current.lastCpu = current.cpu;
    if (oneSwitchFpu) current.needFpuLoad = true;
  };
  const switchFpu = routine(at("switch_fpu", switching), () =>
    step("save and set TIF_NEED_FPU_LOAD, unless set", leaves),
  );
  const prepare = routine(at("switch_fpu_prepare", switching), () =>
    step("save unless TIF_NEED_FPU_LOAD", leaves),
  );
  const finish = routine(at("switch_fpu_finish", switching), () =>
    step("set TIF_NEED_FPU_LOAD", ({ current }) => {
      // Of kernel threads too, which never look at it.
      if (current.mm) current.needFpuLoad = true;
    }),
  );
  const begin = routine(at("kernel_fpu_begin", "arch/x86/kernel/fpu/core.c"), () =>
    step("save unless TIF_NEED_FPU_LOAD, no owner", (k) => {
      const { here, current } = k;
      here.inKernelFpu += 1;
      if (current.mm && !current.needFpuLoad) {
        current.needFpuLoad = true;
        save(k);
      }
      if (fault !== "kernel_fpu_begin keeps the owner") here.fpuOwner = nobody;
    }),
  );
  const end = routine(at("kernel_fpu_end", "arch/x86/kernel/fpu/core.c"), () =>
    step("restore nothing", ({ here }) => {
      here.inKernelFpu -= 1;
    }),
  );
  return {
    name: "deferred",
    initial: ({ name, owner, cpu }) => ({
      cpu: { fpregs: contents(owner), fpuOwner: name },
      task: { fpu: contents(owner), lastCpu: cpu ?? -1, needFpuLoad: cpu === undefined },
    }),
    switchOut: call(oneSwitchFpu ? switchFpu : prepare),
    switchIn: oneSwitchFpu ? [] : call(finish),
    returnToUser: call(
      routine(at("switch_fpu_return", "arch/x86/kernel/fpu/core.c"), () =>
        step("load if TIF_NEED_FPU_LOAD", (k) => {
          switchFpuReturn(k, { fault, load });
        }),
      ),
    ),
    userFpu,
    kernelFpuBegin: call(begin),
    kernelFpuEnd: call(end),
    irqFpuUsable: (k, level) => {
      if (level === "nmi" || k.here.inKernelFpu > 0) return false;
      if (level !== "hardirq" || !usableLooksAtSoftirqs) return true;
      return !k.here.above.includes("softirq") && !runningUnder(k, bottomHalvesOff);
    },
  };
}
