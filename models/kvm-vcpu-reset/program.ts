/** What the vCPU thread runs, with the kernel's names. */

import { type Context, language, type Part, type Source } from "preempt";
import { entryLoaded, loadPut, noWarning } from "./claims.js";
import { neverSaved, type ResetBy, type Variables } from "./variables.js";
import type { Version } from "./versions.js";

type Code = Part<Context<Variables>>;

const { step, when, loop, leave, choose, atomic, routine, call, userMode, guestMode } = language<Variables>();

/** The host's features, and which vCPU it is. */
export interface Host {
  readonly mpx: boolean;
  readonly cet: boolean;
  readonly vcpu: "bsp" | "ap";
}

type Caller = Exclude<ResetBy, "nobody"> | "create";

/** What user mode does between ioctls, and what the guest does between VM exits. */
const userWrites = step("user writes its registers", (k) => {
  k.fpregs = k.contents.fresh("user");
});

const guestWrites = step("guest writes its registers", (k) => {
  k.fpregs = k.contents.fresh("guest");
});

/** The program of the vCPU thread under `version` of the code, on `host`. */
export function vcpuThread(version: Version, host: Host): Code {
  const { flag, loadInRun } = version;
  const early = loadInRun === "early" || loadInRun === "early and late";
  const late = loadInRun === "late" || loadInRun === "early and late";
  const old = loadInRun === "every entry";
  const at = (name: string, file = "x86.c"): Source => ({
    name,
    file: `arch/x86/kvm/${file}`,
    commit: version.commit,
  });

  const setFlag = (to: boolean): Code =>
    flag !== undefined &&
    step(`${flag} := ${Number(to)}`, (k) => {
      k.vcpu.flag = to;
    });

  /** The flag of old makes load and put no-ops; in_use is looked at by kvm_vcpu_reset alone. */
  const unlessFlagIs = (done: boolean, code: Code): Code =>
    flag === "guest_fpu_loaded" ? when("guest_fpu_loaded?", (k) => k.vcpu.flag === done, [], code) : code;

  const kvmLoadGuestFpu = routine(at("kvm_load_guest_fpu"), () =>
    atomic(
      "preempt off",
      unlessFlagIs(true, [
        setFlag(true),
        step("user_fpu := fpregs", (k) => {
          loadPut.loads(k, k.vcpu.ghost);
          k.vcpu.userFpu = k.fpregs;
        }),
        step("fpregs := guest_fpu", (k) => {
          k.fpregs = k.vcpu.guestFpu;
        }),
      ]),
    ),
  );

  const kvmPutGuestFpu = routine(at("kvm_put_guest_fpu"), () =>
    atomic(
      "preempt off",
      unlessFlagIs(false, [
        setFlag(false),
        step("guest_fpu := fpregs", (k) => {
          loadPut.puts(k, k.vcpu.ghost);
          k.vcpu.guestFpu = k.fpregs;
        }),
        // Where nothing was ever saved XRSTORS faults, and its fixup warns and loads the init state.
        step("fpregs := user_fpu", (k) => {
          const { userFpu } = k.vcpu;
          k.assert(noWarning, userFpu !== neverSaved, "Bad FPU state detected, reinitializing FPU registers");
          k.fpregs = userFpu === neverSaved ? "init" : userFpu;
        }),
      ]),
    ),
  );

  const clears = host.mpx || (version.clearsCet && host.cet);

  /** In memory, which is why the registers are put before: INIT leaves x87, SSE and AVX as they are. */
  const clearInMemory = (initEvent: boolean): Code => {
    const clear = step("clear MPX, CET in guest_fpu");
    const whole = [call(kvmPutGuestFpu), clear, version.loadInReset && call(kvmLoadGuestFpu)];
    switch (version.putInReset) {
      case "always":
        return whole;
      case "if init_event":
        return initEvent ? whole : clear;
      case "if in_use":
        return when("in_use?", (k) => k.vcpu.flag, whole, clear);
    }
  };

  const kvmVcpuReset = routine(at("kvm_vcpu_reset"), (initEvent: boolean, caller: Caller) => [
    step(`init_event = ${initEvent}`, (k) => {
      if (caller !== "create" && (caller !== "run" || k.vcpu.ghost.loaded)) k.vcpu.ghost.reset = caller;
    }),
    clears && clearInMemory(initEvent),
  ]);

  const acceptEvents = routine(at("kvm_apic_accept_events", "lapic.c"), (caller: Caller) => [
    when("INIT pending?", (k) => k.vcpu.pending.init, [
      step("take INIT", (k) => {
        k.vcpu.pending.init = false;
      }),
      call(kvmVcpuReset, true, caller),
      step("mp_state after INIT", (k) => {
        k.vcpu.mpState = host.vcpu === "bsp" ? "runnable" : "init received";
      }),
    ]),
    when("SIPI pending?", (k) => k.vcpu.pending.sipi, [
      step("take SIPI", (k) => {
        k.vcpu.pending.sipi = false;
        if (k.vcpu.mpState === "init received") k.vcpu.mpState = "runnable";
      }),
    ]),
  ]);

  const vcpuEnterGuest = routine(at("vcpu_enter_guest"), () => [
    call(acceptEvents, "run"),
    when("mp_state runnable?", (k) => k.vcpu.mpState === "runnable", [
      old && call(kvmLoadGuestFpu),
      step("VM entry", (k) => {
        k.assert(entryLoaded, k.vcpu.ghost.loaded);
      }),
      guestMode(loop(choose(guestWrites, [step("VM exit"), leave]))),
    ]),
  ]);

  // Blocks until an event is pending or a signal arrives; a signal may always arrive.
  const vcpuBlock = routine(at("vcpu_block"), () => [step("kvm_vcpu_block"), call(acceptEvents, "run")]);

  const vcpuRun = routine(at("vcpu_run"), () =>
    loop(
      when("kvm_vcpu_running?", (k) => k.vcpu.mpState === "runnable", call(vcpuEnterGuest), call(vcpuBlock)),
      choose(step("no signal pending"), [step("signal pending"), leave]),
    ),
  );

  const vcpuPut = [old && call(kvmPutGuestFpu), step("vcpu_put, return to user")];

  const kvmRun = routine(at("kvm_arch_vcpu_ioctl_run"), () => [
    early && call(kvmLoadGuestFpu),
    when(
      "mp_state UNINITIALIZED?",
      (k) => k.vcpu.mpState === "uninitialised",
      // goto out: past the put that belongs to the late load, not past the one that belongs to the early load.
      [step("kvm_vcpu_block"), call(acceptEvents, "uninitialised")],
      [late && call(kvmLoadGuestFpu), call(vcpuRun), late && call(kvmPutGuestFpu)],
    ),
    early && call(kvmPutGuestFpu),
    vcpuPut,
  ]);

  const pair = version.pairInGetMpState && host.mpx;

  const kvmGetMpState = routine(at("kvm_arch_vcpu_ioctl_get_mpstate"), () => [
    pair && call(kvmLoadGuestFpu),
    call(acceptEvents, "get_mp_state"),
    pair && call(kvmPutGuestFpu),
    vcpuPut,
  ]);

  const kvmVcpuCreate = routine(at("kvm_arch_vcpu_setup"), () => [
    call(kvmVcpuReset, false, "create"),
    vcpuPut,
  ]);

  return [
    userMode(step("ioctl(KVM_CREATE_VCPU)")),
    call(kvmVcpuCreate),
    loop(
      choose(
        userMode(userWrites),
        [userMode(step("ioctl(KVM_RUN)")), call(kvmRun)],
        [userMode(step("ioctl(KVM_GET_MP_STATE)")), call(kvmGetMpState)],
      ),
    ),
  ];
}
