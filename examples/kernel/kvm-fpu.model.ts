/**
 * KVM and the FPU load of Linux 5.2 (arch/x86/kvm/x86.c).
 *
 * In 5.1 a switch to a task loads its FPU registers. Since 5f409e20b794 its return to user mode does: until then
 * TIF_NEED_FPU_LOAD is set, and what the registers ought to hold is in thread.fpu. A vCPU thread swaps them for its guest's:
 *
 *  1 user mode             QEMU writes its registers
 *  2 ioctl(KVM_RUN), vcpu_load   (the mail: loads here where the flag is set, and at each switch to the thread, not in 5)
 *  3 kvm_load_guest_fpu    buffer := fpregs; fpregs := guest_fpu; fpregs_mark_activate
 *  4 vcpu_run              may sleep
 *  5 vcpu_enter_guest      interrupts off: load where the flag is set; the guest runs; then 4 or 6
 *  6 kvm_put_guest_fpu     guest_fpu := fpregs; fpregs := buffer; fpregs_mark_activate
 *  7 vcpu_put; the return to user mode loads where the flag is set
 *
 * Claims: guest and user find what they wrote last, and nobody finds another's registers.
 */

import { type Context, contents, family, flag, model, type Part, type Reader, type StateView } from "preempt";
import * as linux from "preempt/machine";
import { guestRegisters, noLostState, noRegisterLeak, userRegisters } from "preempt/properties";

/** Beside what the machine has: vcpu->arch.user_fpu, in the versions that use it. */
const own = { userFpu: contents(linux.nobody) };

type Variables = linux.Machine & typeof own;
type Kernel = Context<Variables>;
type State = StateView<Variables>;

const { step, loop, leave, choose, section, preemptDisabled, userMode, reachable } =
  linux.kernel<Variables>();
const { routine, call, syscall, sleeping, runGuest } = linux.kernel<Variables>();

interface Version {
  readonly about: string;
  readonly commit: string;
  readonly regime: linux.Regime;
  /** Where the user's registers are kept: in a place of KVM's own, or in thread.fpu, to which a switch saves. */
  readonly buffer: "user_fpu" | "thread.fpu";
  /** Where the guest's registers are loaded again if the flag is set. */
  readonly loadsAt?: "VM entry" | "vcpu_load";
  /** Whether a swap looks at the flag before it saves the registers. */
  readonly looks?: boolean;
}

const v51 = { regime: linux.eager(), buffer: "thread.fpu" } as const;
const v52 = { regime: linux.deferred(), buffer: "thread.fpu", loadsAt: "VM entry" } as const;

const variants: Readonly<Record<string, Version>> = {
  eager: { ...v51, about: "a switch loads registers", commit: "240c35a3783a^", buffer: "user_fpu" },
  "v5.1": { ...v51, about: "the user's are kept where a switch saves", commit: "240c35a3783a" },
  "v5.2": { ...v52, about: "the return to user mode loads, and VM entry", commit: "5f409e20b794" },
  mail: { ...v52, about: "vcpu_load loads instead", commit: "mail of 19 July 2019", loadsAt: "vcpu_load" },
  fix: { ...v52, about: "a swap looks at the flag", commit: "c9aef3b85f42", buffer: "user_fpu", looks: true },
};

const guestKept = "the guest's registers are kept";
const userKept = "the user's registers are kept";
const noLeak = "no register leak";

/** Attributes: where KVM is told of switches to the thread, and where the registers are the guest's. */
const [notified, loaded] = ["preempt notifier", "guest FPU loaded"];

/** The owner writes the registers. */
const writes = (owner: string) => (k: Kernel) => {
  k.here.fpregs = k.contents.fresh(owner);
  return undefined;
};

function vcpuThread({ commit, regime, buffer, loadsAt, looks }: Version) {
  const within = (name: string, ...code: readonly Part<Kernel>[]) =>
    call(routine({ name, file: "arch/x86/kvm/x86.c", commit }, () => code));

  /** One step: fpregs_lock keeps switches and softirqs out. */
  const swap = (label: string, body: (k: Kernel, saved: string) => void) =>
    step(label, (k) => {
      body(k, looks && k.current.needFpuLoad ? k.current.fpu : k.here.fpregs);
      if (regime.name === "deferred") linux.fpregsMarkActivate(k);
    });
  const load = swap("swap the user's for the guest's", (k, saved) => {
    if (buffer === "user_fpu") k.userFpu = saved;
    else k.current.fpu = saved;
    k.here.fpregs = k.current.guestFpu;
  });
  const put = swap("swap the guest's for the user's", (k, saved) => {
    k.current.guestFpu = saved;
    k.here.fpregs = buffer === "user_fpu" ? k.userFpu : k.current.fpu;
  });
  const loadIfSet = (k: Kernel): undefined => {
    linux.switchFpuReturn(k);
  };
  const entry = loadsAt === "VM entry" ? { entry: loadIfSet } : {};
  const vcpuLoad = loadsAt === "vcpu_load" && within("kvm_arch_vcpu_load", step("load if set", loadIfSet));
  const vm = runGuest(entry, step("the guest writes its registers", writes("guest")));
  const leaves = [step("leave vcpu_run"), leave];
  const run = loop(sleeping("mmu reload"), within("vcpu_enter_guest", vm), choose(step("again"), leaves));
  const kvmRun = section(
    notified,
    preemptDisabled(step("vcpu_load"), vcpuLoad),
    section(loaded, within("kvm_load_guest_fpu", load), run, within("kvm_put_guest_fpu", put)),
    step("vcpu_put"),
  );
  const qemu = regime.userFpu("QEMU writes its registers", writes("user"));
  const program = loop(choose(qemu, [userMode(syscall("ioctl(KVM_RUN)")), kvmRun]));
  const schedIn = { registered: (k: Reader<Variables>) => k.process("V").in(notified), code: vcpuLoad };
  return linux.task<Variables>("V", { program, schedIn: vcpuLoad ? schedIn : undefined });
}

const user = userRegisters("V", "user");
const guest = guestRegisters("V", "guest");
const swapped = (s: State) => s.process("V").in(loaded);
const atRest = { owner: "guest", when: (s: State) => !swapped(s), held: (s: State) => s.task("V").guestFpu };

const claims = [
  noLostState(guestKept, guest, atRest),
  noLostState(userKept, user),
  noRegisterLeak(noLeak, guest, atRest, user, userRegisters("B", "B")),
  reachable("another task runs in between", (s) => swapped(s) && linux.runsInUserMode(s, "B")),
  reachable("the guest runs on after a switch", (s) => guest.when(s) && s.task("V").fpu === guest.owner),
];

export const kvmFpu = family({
  name: "kvm-fpu",
  title: "KVM and the FPU load of Linux 5.2",
  about: ["A vCPU thread swaps its user's FPU registers for its guest's, and another task uses the FPU."],
  variants,
  newest: "fix",
  parameters: { softirqFpu: flag("softirqs use the FPU", false) },
  build: (version, parameters) => {
    const { name, regime } = version;
    const tasks = { V: { owner: "user", guest: "guest" }, B: {} };
    const on = linux.machine<Variables>({ ...parameters, regime, tasks });
    const program = loop(regime.userFpu("B writes its registers", writes("B")));
    return model({
      name: `kvm-fpu@${name}`,
      variables: { ...on.variables, ...own },
      processes: on.processes(vcpuThread(version), linux.task<Variables>("B", { program })),
      properties: claims,
      parameters,
      background: on.background,
      assumptions: ["one CPU", "no hard interrupt uses the FPU", "nor does KVM's emulator"],
    });
  },
  violated: ({ name }, { softirqFpu }) => {
    if (name === "v5.2" || (name === "mail" && softirqFpu)) return [guestKept, userKept, noLeak];
    return name === "v5.1" || name === "mail" ? [userKept, noLeak] : [];
  },
});
