/** An outer hypervisor: it takes a CPU away from the kernel and gives it back, at any moment. */

import { language, type Process } from "preempt";
import { foreign, type Machine } from "./variables.js";

const { step, loop, process } = language<Machine>();

/**
 * Xen takes the virtual CPU off its CPU, and puts it back later: the registers are saved where they are this one's
 * (`vcpu_save_fpu`), somebody else uses them, and CR0.TS is set.
 */
export function outerHypervisor(cpu: number): Process<Machine> {
  return process(`xen${cpu}`, {
    program: loop(
      step(
        "runs another virtual CPU for a while",
        ({ here }) => {
          if (here.virtual.dirty) here.virtual.saved = here.fpregs;
          here.virtual.dirty = false;
          here.fpregs = foreign;
          here.ts = true;
        },
        { cost: "interrupt", mayWait: true },
      ),
    ),
    cpu,
    task: (k) => k.here.running,
    mayWait: true,
    environment: true,
  });
}
