/**
 * What takes the CPU from the vCPU thread, and gives it another: schedule(), wherever that is called or struck by an interrupt,
 * and the load balancer.
 *
 * Read for it: prepare_task_switch calls rseq_preempt, set_task_cpu calls rseq_migrate, and both set TIF_NOTIFY_RESUME, where the
 * task has rseq (kernel/sched/core.c, include/linux/rseq.h). In 6.19 set_task_cpu sets rseq_event.ids_changed and no flag; the
 * switch event alone, sched_switch, raises one, TIF_NOTIFY_RESUME or TIF_RSEQ.
 */

import { type Code, type Context, language, type Process, type Reader, type Rule } from "preempt";
import type { Locals, Migrated, Variables } from "./variables.js";
import type { Version } from "./versions.js";

const { step } = language<Variables, Locals>();

const { step: strike, loop, choose, process } = language<Variables>();

/** `none` is CONFIG_PREEMPT_NONE: the kernel schedules where it says so, and on the way to user mode. */
export type Preemption = "full" | "none";

const inUser: Rule = { name: "user mode", of: (at) => at.includes("user mode") };

/** Where a reschedule interrupt takes the CPU from the vCPU thread. */
export function rescheduling(preemption: Preemption): Rule {
  return {
    name: "reschedule interrupt",
    of: (at) => !at.includes("irqs off") && (preemption === "full" || inUser.of(at)),
  };
}

/** A switch away from the vCPU thread and, on the CPU that it belongs to by now, back to it. */
function switches(k: Context<Variables>, { raisesAgain }: Version, where: Migrated): undefined {
  const v = k.task("V");
  if (v.cpu !== v.target) k.ghost.migrated = where;
  v.cpu = v.target;
  v.needResched = false;
  v.rseqFlag = true;
  if (raisesAgain) v.eventPending = true;
}

/** What a switch costs. */
const cost = ({ task }: Reader<Variables>) => (task("V").cpu === task("V").target ? "nothing" : "migration");

/** A call of schedule() in KVM_RUN. */
export const schedule = (label: string, version: Version): Code<Context<Variables, Locals>> =>
  step(label, (k) => switches(k, version, "in KVM_RUN"), { cost });

/**
 * The interrupt by which the vCPU thread's CPU learns of TIF_NEED_RESCHED. In user mode all of the exit work is done before user
 * code goes on, and nothing else looks at what that writes: one step. In the kernel it is a switch.
 */
export function rescheduleInterrupt(version: Version, preemption: Preemption): Process<Variables> {
  const rule = rescheduling(preemption);
  const strikes = ({ task, process }: Reader<Variables>, user: boolean): boolean => {
    const v = process("V");
    return task("V").needResched && v.under(rule) && v.under(inUser) === user;
  };
  return process("IPI", {
    task: "V",
    environment: true,
    mayWait: true,
    fair: "weak",
    program: loop(
      choose(
        strike(
          "irqentry_exit_to_user_mode: schedule(), rseq.cpu_id := the CPU's number",
          (k) => {
            switches(k, version, "in user mode");
            const v = k.task("V");
            v.rseqFlag = false;
            v.eventPending = false;
            k.rseq.cpuId = v.cpu;
          },
          { enabled: (k) => strikes(k, true), cost },
        ),
        preemption === "full" &&
          strike("irqentry_exit_cond_resched: schedule()", (k) => switches(k, version, "in KVM_RUN"), {
            enabled: (k) => strikes(k, false),
            cost,
          }),
      ),
    ),
  });
}

/** Whoever moves the vCPU thread says where to, any CPU that it is not on, and interrupts its CPU. */
export const moves =
  (cpus: number) =>
  ({ task, choose: oneOf }: Context<Variables>): undefined => {
    const v = task("V");
    v.target = oneOf(Array.from({ length: cpus }, (_, cpu) => cpu).filter((cpu) => cpu !== v.cpu));
    v.needResched = true;
  };

/** The load balancer, where the vCPU thread may run on any CPU: the stopper moves it while it runs. */
export function loadBalancer(cpus: number): Process<Variables> {
  return process("balancer", {
    environment: true,
    mayWait: true,
    program: loop(
      strike("active_load_balance: another CPU", moves(cpus), {
        enabled: ({ task }) => !task("V").needResched,
      }),
    ),
  });
}
