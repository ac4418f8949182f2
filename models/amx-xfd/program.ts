/** What the vCPU thread and the other task run, with the kernel's names. */

import type { Context, Part, Reader, Source } from "preempt";
import { fpregsMarkActivate, init, kernel } from "../machine/index.js";
import { guestFaults } from "./claims.js";
import type { Preservation } from "./expected.js";
import { labels } from "./reached.js";
import type { Variables, Xfd } from "./variables.js";
import type { Version } from "./versions.js";
import { osXrstor, osXsave, restoreFpregs, switchFpuReturn, writeXfd, xfdUpdateState } from "./xfd.js";

type Kernel = Context<Variables>;
type Code = Part<Kernel>;

const { step, loop, leave, choose, atomic, userMode } = kernel<Variables>();
const { routine, call, syscall, sleeping, fpregsLock, runGuest } = kernel<Variables>();

/** Whether KVM traps a #NM that the guest takes: the proposal's condition, with XCR0[18] set, and that of the other flow. */
function trapsNm({ design, onNm }: Version, { vcpu }: Reader<Variables>): boolean {
  return design === "proposed" && vcpu.guestFpu.xfd === 1 && (onNm === "injects" || vcpu.xfd === 0);
}

/** An instruction of user mode that uses TILEDATA, where it does not fault. */
const usesAmx = (who: string, owner: string): Code =>
  userMode(
    step(
      `${who} uses AMX`,
      ({ here, contents }) => {
        here.fpregs = contents.fresh(owner);
      },
      { enabled: ({ here }) => here.xfd === 0 },
    ),
  );

/** The vCPU thread under `version`. */
export function vcpuThread(
  version: Version,
  { preservation, qemuAmx }: { readonly preservation: Preservation; readonly qemuAmx: boolean },
): Code {
  const { design, atExit, late, inGuest, allocates, clearsXfd, onNm, clearsXstateBv, loadsFirst, skips } =
    version;
  const proposed = design === "proposed";
  const at = (name: string, file = "arch/x86/kvm/x86.c"): Source => ({ name, file, commit: version.commit });

  /** Preemption and bottom halves are off; hard interrupts leave the FPU alone there (59f5ede3bc0f). */
  const locked = (...steps: readonly Code[]): Code => fpregsLock(atomic("fpregs_lock", ...steps));

  const enabledFor = (reason: Kernel["vcpu"]["exit"]) => ({
    enabled: ({ vcpu }: Reader<Variables>) => vcpu.exit === reason,
  });

  const swap = routine(at("fpu_swap_kvm_fpstate", "arch/x86/kernel/fpu/core.c"), (enter: boolean) =>
    locked(
      step(
        enter ? labels.load : "save unless TIF_NEED_FPU_LOAD; fpstate := thread.fpu",
        (k) => {
          if (!k.current.needFpuLoad) osXsave(k);
          k.current.fpstate = enter ? "guest_fpu" : "thread.fpu";
        },
        enabledFor("other"),
      ),
      step("XFD and XRSTOR", (k) => {
        if (enter || version.putUpdates) restoreFpregs(k, { skips });
        else osXrstor(k);
        fpregsMarkActivate(k);
      }),
    ),
  );

  /** The guest has XFD as it last wrote it. */
  const wrote = ({ vcpu: { ghost } }: Kernel, xfd: Xfd): void => {
    ghost.xfd = xfd;
    if (xfd === 1 && preservation === "relaxed" && ghost.expects === "what it wrote")
      ghost.expects = "anything of its own";
  };

  /** What is done behind a VM exit for a guest that writes the MSR itself. */
  const synchronise = (k: Kernel): void => {
    const { here, vcpu } = k;
    if (proposed) {
      if (vcpu.passthrough) vcpu.xfd = here.xfd;
      if (atExit === "restores") writeXfd(k, vcpu.guestFpu.xfd);
    } else if (vcpu.passthrough && atExit === "syncs") {
      vcpu.guestFpu.xfd = here.xfd;
      here.xfdState = here.xfd;
    }
  };

  const exit = (k: Kernel): undefined => {
    if (!late) synchronise(k);
  };

  /** What makes the guest exit for something that KVM is to handle. */
  const exitFor = (reason: Kernel["vcpu"]["exit"], enabled: (k: Reader<Variables>) => boolean): Code => [
    step(
      `VM exit: ${reason}`,
      (k) => {
        k.here.control = "host";
        k.vcpu.exit = reason;
        return exit(k);
      },
      { enabled },
    ),
    leave,
  ];

  /**
   * WRMSR of what is not there already. The rest changes nothing, but for a write of 0 that exits in what landed: it goes to
   * fpu_update_guest_xfd, which does not ask whether the value differs, and does not end the exits, as a write of 1 does.
   */
  const wrmsr = (xfd: Xfd): readonly Code[] => [
    step(
      `WRMSR(IA32_XFD, ${xfd})`,
      (k) => {
        k.here.xfd = xfd;
        wrote(k, xfd);
      },
      { enabled: ({ vcpu, here }) => vcpu.passthrough && here.xfd !== xfd },
    ),
    exitFor(
      `WRMSR ${xfd}`,
      ({ vcpu }) =>
        !vcpu.passthrough && ((!proposed && xfd === 0) || (proposed ? vcpu.xfd : vcpu.guestFpu.xfd) !== xfd),
    ),
  ];

  /** An instruction that uses TILEDATA: it completes, or faults into the guest, or into KVM first. */
  const amx: readonly Code[] = [
    step(
      "guest uses AMX",
      (k) => {
        k.assert(guestFaults, k.vcpu.ghost.xfd === 0, "it completes while the guest's XFD is 1");
        k.here.fpregs = k.contents.fresh("guest");
        k.vcpu.ghost.expects = "what it wrote";
      },
      { enabled: ({ here }) => here.xfd === 0 },
    ),
    step(
      "#NM in the guest",
      (k) => {
        k.assert(guestFaults, k.vcpu.ghost.xfd === 1, "#NM while the guest's XFD is 0");
      },
      { enabled: (k) => k.here.xfd === 1 && !trapsNm(version, k) },
    ),
    proposed && exitFor("#NM", (k) => k.here.xfd === 1 && trapsNm(version, k)),
  ].filter((part) => part !== false);

  const enterGuest = routine(at("vcpu_enter_guest"), () =>
    runGuest(
      {
        entry: (k) => {
          switchFpuReturn(k, { skips });
          if (!proposed) return;
          const both = inGuest === "both" && k.vcpu.guestFpu.xfd === 1 ? 1 : k.vcpu.xfd;
          writeXfd(k, both);
        },
        exit,
      },
      ...amx,
      ...wrmsr(1),
      ...wrmsr(0),
    ),
  );

  const handled = ({ vcpu }: Kernel): void => {
    vcpu.exit = "other";
  };

  /** kvm_set_msr_common of MSR_IA32_XFD. */
  const setXfd = (xfd: Xfd): Code => {
    const reason = `WRMSR ${xfd}` as const;
    if (proposed)
      return step(
        `vcpu->arch.xfd := ${xfd}`,
        (k) => {
          k.vcpu.xfd = xfd;
          wrote(k, xfd);
          handled(k);
        },
        enabledFor(reason),
      );
    return locked(
      step(
        `fpu_update_guest_xfd(${xfd})`,
        (k) => {
          const { vcpu, current } = k;
          if (loadsFirst) switchFpuReturn(k, { skips });
          if (clearsXstateBv && xfd === 1 && current.needFpuLoad) current.guestFpu = init;
          vcpu.guestFpu.xfd = xfd;
          xfdUpdateState(k, { skips });
          if (xfd === 1) vcpu.passthrough = true;
          wrote(k, xfd);
          handled(k);
        },
        enabledFor(reason),
      ),
    );
  };

  /** The first #NM: a buffer with room for TILEDATA, its XFD 0, and from then on the guest writes the MSR itself. */
  const handleNm: readonly Code[] = [
    step("#NM trapped", () => undefined, enabledFor("#NM")),
    allocates && sleeping("vzalloc"),
    locked(
      step(allocates ? "fpstate_realloc" : "XFD cleared", (k) => {
        const { vcpu, current } = k;
        if (allocates) {
          // The registers first: the layout changes, and the old buffer goes.
          switchFpuReturn(k, { skips });
          current.guestFpu = init;
          vcpu.guestFpu.buffer = true;
        }
        if (clearsXfd) vcpu.guestFpu.xfd = 0;
        xfdUpdateState(k, { skips });
        vcpu.passthrough = clearsXfd;
        handled(k);
        if (onNm === "injects")
          k.assert(guestFaults, vcpu.ghost.xfd === 1, "KVM injects #NM while the guest's XFD is 0");
      }),
    ),
  ].filter((part) => part !== false);

  const handleExit = routine(at("handle_exit"), () =>
    choose(
      step("back to the guest", () => undefined, enabledFor("other")),
      // To user space, by way of kvm_put_guest_fpu.
      [call(swap, false), leave],
      setXfd(0),
      setXfd(1),
      proposed && handleNm,
    ),
  );

  const run = loop(
    call(routine(at("vcpu_run"), () => sleeping("requests, or blocked"))),
    call(enterGuest),
    late &&
      step("fpu_sync_guest_vmexit_xfd_state, late", (k) => {
        synchronise(k);
      }),
    call(handleExit),
  );

  return loop(
    choose(qemuAmx && usesAmx("QEMU", "user"), [userMode(syscall("ioctl(KVM_RUN)")), call(swap, true), run]),
  );
}

/** Another task, which has permission and a buffer for AMX, and uses it. */
export function otherTask(name: string): Code {
  return loop(usesAmx(name, name));
}
