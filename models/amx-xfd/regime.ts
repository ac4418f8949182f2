/** The deferred regime of a kernel that knows XFD: the machine's, with its saves and loads by XSAVE and XRSTOR of TILEDATA. */

import { contents, type Source } from "preempt";
import { deferred, init, kernel, nobody, type Regime } from "../machine/index.js";
import type { Variables, Xfd } from "./variables.js";
import type { Version } from "./versions.js";
import { osXsave, switchFpuReturn } from "./xfd.js";

const { step, routine, call } = kernel<Variables>();

/**
 * The regime.
 *
 * @param userXfd by task, `fpstate->xfd` of its own buffer: what has 1 there has no state in TILEDATA
 */
export function deferredWithXfd(
  { commit, design, skips }: Version,
  userXfd: Readonly<Record<string, Xfd>>,
): Regime {
  const core = "arch/x86/kernel/fpu/core.c";
  const sched = `arch/x86/include/asm/fpu/${design === "proposed" ? "internal" : "sched"}.h`;
  const at = (name: string, file: string): Source => ({ name, file, commit });
  const prepare = routine(at("switch_fpu_prepare", sched), () =>
    step("XSAVE unless TIF_NEED_FPU_LOAD", (k) => {
      const { current } = k;
      if (!current.mm || current.needFpuLoad) return;
      osXsave(k);
      current.lastCpu = current.cpu;
    }),
  );
  const finish = routine(at("switch_fpu_finish", sched), () =>
    step("set TIF_NEED_FPU_LOAD", ({ current }) => {
      if (current.mm) current.needFpuLoad = true;
    }),
  );
  const begin = routine(at("kernel_fpu_begin", core), () =>
    step("XSAVE unless TIF_NEED_FPU_LOAD, no owner", (k) => {
      const { here, current } = k;
      here.inKernelFpu += 1;
      if (current.mm && !current.needFpuLoad) {
        current.needFpuLoad = true;
        osXsave(k);
      }
      here.fpuOwner = nobody;
    }),
  );
  const returns = routine(at("switch_fpu_return", core), () =>
    step("XFD and XRSTOR if TIF_NEED_FPU_LOAD", (k) => {
      switchFpuReturn(k, { skips });
    }),
  );
  const base = deferred({ commit });
  const parts = {
    switchOut: call(prepare),
    switchIn: call(finish),
    returnToUser: call(returns),
    kernelFpuBegin: call(begin),
  };
  return {
    ...base,
    initial: (task) => {
      const { cpu, task: variables } = base.initial(task);
      const owner = contents(userXfd[task.name] === 0 ? task.owner : init);
      return { cpu: { ...cpu, fpregs: owner }, task: { ...variables, fpu: owner } };
    },
    // They are run on this family's variables, which are the machine's and more; the machine asks for code on its own.
    ...(parts as unknown as Pick<Regime, keyof typeof parts>),
  };
}
