/** What the vCPU thread runs, with the kernel's names. */

import type { Context, Part, Source } from "preempt";
import { warnOn } from "../../properties/fpu/kernel-warning.js";
import {
  fpregsLocked,
  fpregsMarkActivate,
  kernel,
  type Regime,
  type SchedIn,
  savedFpu,
  saveFpregs,
  switchFpuReturn,
} from "../machine/index.js";
import { emulatorReads, loadBegins, putBegins } from "./claims.js";
import type { Variables } from "./variables.js";
import type { Version } from "./versions.js";

type Kernel = Context<Variables>;
type Code = Part<Kernel>;

const { step, when, loop, leave, choose, mode, atomic, section, preemptDisabled, userMode } =
  kernel<Variables>();
const { routine, call, syscall, sleeping, fpregsLock, runGuest } = kernel<Variables>();

/** The attribute of the locations at which KVM's preempt notifier is registered. */
const notified = "preempt notifier";

/** The vCPU thread under `version`; `split` where hard interrupts may come between the steps of a locked section. */
export function vcpuThread(
  version: Version,
  {
    regime,
    split,
    emulator,
  }: {
    readonly regime: Regime;
    readonly split: boolean;
    readonly emulator: "reads" | "reads and writes";
  },
): { readonly program: Code; readonly schedIn: SchedIn<Variables> | undefined } {
  const { userBuffer, savesByFlag, loadsAtEntry, loadsAtVcpuLoad, warnsAtEntry, emulatorLoads, fault } =
    version;
  const at = (name: string, file = "arch/x86/kvm/x86.c"): Source => ({ name, file, commit: version.commit });

  /** Nothing but a hard interrupt comes between the steps of an fpregs_lock section. */
  const locked = (...steps: readonly Code[]): Code =>
    split ? fpregsLock(...steps) : fpregsLock(atomic("fpregs_lock", ...steps));

  /** What the registers hold, as far as this version knows. */
  const resident = (k: Kernel): string =>
    savesByFlag && k.current.needFpuLoad ? savedFpu(k) : k.here.fpregs;

  const loads = ({ vcpu, current, contents }: Kernel): void => {
    vcpu.ghost.loaded = true;
    vcpu.ghost.whole = contents.latest(current.guestFpu, "guest");
  };

  const markActivate = step("fpregs_mark_activate", (k) => {
    fpregsMarkActivate(k, fault);
  });

  const load = routine(at("kvm_load_guest_fpu"), () =>
    locked(
      step(loadBegins(version), (k) => {
        loads(k);
        if (userBuffer === "user_fpu") k.vcpu.userFpu = resident(k);
        else k.current.fpu = resident(k);
      }),
      step("fpregs := guest_fpu", ({ here, current }) => {
        here.fpregs = current.guestFpu;
      }),
      version.regime === "deferred" && markActivate,
    ),
  );

  const put = routine(at("kvm_put_guest_fpu"), () =>
    locked(
      step(putBegins, (k) => {
        k.current.guestFpu = resident(k);
      }),
      step(`fpregs := ${userBuffer}`, (k) => {
        k.vcpu.ghost.loaded = false;
        k.here.fpregs = userBuffer === "user_fpu" ? k.vcpu.userFpu : k.current.fpu;
        k.vcpu.userFpu = "nobody";
      }),
      version.regime === "deferred" && markActivate,
    ),
  );

  /** Since d69c1382e1b7: save to where fpstate points, turn the pointer, load from there. */
  const swap = routine(at("fpu_swap_kvm_fpstate", "arch/x86/kernel/fpu/core.c"), (enter: boolean) =>
    locked(
      step(enter ? loadBegins(version) : putBegins, (k) => {
        if (enter) loads(k);
        if (!k.current.needFpuLoad) saveFpregs(k);
      }),
      step(enter ? "fpstate := guest_fpu" : "fpstate := thread.fpu", (k) => {
        k.current.fpstate = enter ? "guest_fpu" : "thread.fpu";
        if (!enter) k.vcpu.ghost.loaded = false;
      }),
      step("fpregs := fpstate", (k) => {
        k.here.fpregs = savedFpu(k);
      }),
      markActivate,
    ),
  );

  const swaps = userBuffer === "fpstate";

  /** kvm_arch_vcpu_load's load: bottom halves are on, so a softirq may come between its steps. */
  const reload: Code =
    loadsAtVcpuLoad === "in steps"
      ? when(
          "TIF_NEED_FPU_LOAD?",
          ({ current }) => current.needFpuLoad,
          section(
            fpregsLocked,
            step("fpregs := thread.fpu unless valid", (k) => {
              const { here, current } = k;
              const valid = here.fpuOwner === here.running && current.lastCpu === current.cpu;
              if (!valid) here.fpregs = savedFpu(k);
            }),
            step("owner and last_cpu", ({ here, current }) => {
              here.fpuOwner = here.running;
              current.lastCpu = current.cpu;
            }),
            step("clear TIF_NEED_FPU_LOAD", ({ current }) => {
              current.needFpuLoad = false;
            }),
          ),
        )
      : step("switch_fpu_return", (k) => {
          switchFpuReturn(k, { fault });
        });

  const vcpuLoad = routine(at("kvm_arch_vcpu_load"), () => reload);

  const enterGuest = routine(at("vcpu_enter_guest"), () =>
    runGuest(
      {
        entry: (k) => {
          if (loadsAtEntry) switchFpuReturn(k, { fault });
          if (warnsAtEntry) warnOn(k, k.current.needFpuLoad, "TIF_NEED_FPU_LOAD set at VM entry");
        },
      },
      step("guest writes its registers", ({ here, contents }: Kernel) => {
        here.fpregs = contents.fresh("guest");
      }),
    ),
  );

  const emulate = routine(at("x86_emulate_insn", "arch/x86/kvm/emulate.c"), (writes: boolean) =>
    locked(
      step(writes ? "emulate a write of an FPU register" : "emulate a read of an FPU register", (k) => {
        if (emulatorLoads) switchFpuReturn(k, { fault });
        const whole = k.contents.latest(k.here.fpregs, "guest");
        k.assert(emulatorReads, whole, `the registers hold those of ${k.here.fpregs}`);
        // One register of many: what was not the guest's does not become so.
        if (writes && whole) k.here.fpregs = k.contents.fresh("guest");
      }),
    ),
  );

  const run = loop(
    call(routine(at("vcpu_run"), () => sleeping("requests, mmu reload"))),
    call(enterGuest),
    call(
      routine(at("handle_exit"), () =>
        mode(
          "may sleep",
          choose(
            step("back to the guest"),
            call(emulate, false),
            emulator === "reads and writes" && call(emulate, true),
            [step("leave vcpu_run"), leave],
          ),
        ),
      ),
    ),
  );

  const kvmRun = routine(at("kvm_arch_vcpu_ioctl_run"), () =>
    section(
      notified,
      // get_cpu() in vcpu_load: preemption is off, softirqs are not.
      loadsAtVcpuLoad === false ? step("vcpu_load") : preemptDisabled(step("vcpu_load"), call(vcpuLoad)),
      swaps ? call(swap, true) : call(load),
      run,
      swaps ? call(swap, false) : call(put),
      step("vcpu_put"),
    ),
  );

  return {
    program: loop(
      choose(
        regime.userFpu("user writes its registers", ({ here, contents }: Kernel) => {
          here.fpregs = contents.fresh("user");
        }),
        [
          userMode(
            syscall("ioctl(KVM_RUN)", ({ vcpu }) => {
              vcpu.ghost.visited = false;
            }),
          ),
          call(kvmRun),
        ],
      ),
    ),
    schedIn:
      loadsAtVcpuLoad === false
        ? undefined
        : { registered: ({ process }) => process("V").in(notified), code: call(vcpuLoad) },
  };
}

/** Another task that uses the FPU in user mode, and nothing else. */
export function otherTask(name: string, regime: Regime): Code {
  return loop(
    regime.userFpu(`${name} writes its registers`, ({ here, contents, vcpu }: Kernel) => {
      here.fpregs = contents.fresh(name);
      if (vcpu.ghost.loaded) vcpu.ghost.visited = true;
    }),
  );
}
