/** What is expected of each version: which claims fall, what cannot be reached, and which combinations are worth a check. */

import type { Version } from "./versions.js";

/** The parameters of the family. */
export interface Setting {
  readonly cpus: number;
  readonly tasks: number;
  readonly preemption: "full" | "none";
  readonly emulator: "reads" | "reads and writes";
  readonly softirqFpu: boolean;
  readonly hardIrqFpu: boolean;
}

type Named = Version & { readonly name: string };

export const claimNames = {
  I1: "I1 the guest runs on what was loaded for it",
  I2: "I2 nothing is left to load in guest mode",
  I3: "I3 guest_fpu keeps the guest's registers",
  I4: "I4 the user finds its registers",
  I5: "I5 other tasks find theirs",
  I6: "I6 no register leak",
  I7: "I7 nothing to load: the registers are whole",
  I8: "I8 the emulator finds the guest's registers",
  skip: "a load that is skipped would change nothing",
  warning: "no kernel warning",
} as const;

type Claim = keyof typeof claimNames;

const words = (claims: string): readonly Claim[] => claims.split(" ").filter(Boolean) as readonly Claim[];

/** By variant; found by hand, and by the search. */
function fallen(version: Named, setting: Setting): readonly Claim[] {
  const { softirqFpu, hardIrqFpu, preemption, cpus } = setting;
  const writes = setting.emulator === "reads and writes";
  /** Whether anything but a switch sets TIF_NEED_FPU_LOAD. */
  const interrupts = softirqFpu || hardIrqFpu;
  switch (version.name) {
    case "v5.1":
      return words("I4 I6 I7");
    case "v5.2":
      return words(`I3 I4 I6 I7 I8 ${writes || hardIrqFpu ? "I1" : ""} ${writes ? "skip" : ""}`);
    case "mail":
      return words(`I4 I6 I7 ${interrupts ? "I1 I2 I3 I8" : ""}`);
    case "revert-only": {
      // Without preemption nothing but an interrupt comes between vcpu_load and kvm_load_guest_fpu.
      const user = preemption === "full" || interrupts ? "I4" : "";
      return words(`I3 ${user} I6 I7 I8 ${writes || hardIrqFpu ? "I1" : ""} ${writes ? "skip" : ""}`);
    }
    case "fix-a-and-entry":
      return words(interrupts ? `I3 I4 I6 I7 I8 ${hardIrqFpu ? "I1" : ""}` : "");
    case "fix-a":
    case "fix-a-in-steps":
      return words(interrupts ? "I1 I2 I3 I4 I6 I7 I8 warning" : "");
    case "c9aef3b8-alone":
      return words(`I4 I6 I7 I8 ${writes || hardIrqFpu ? "I1 I3" : ""} ${writes ? "skip" : ""}`);
    case "fix-b-no-emulator":
    case "fix-c-no-emulator":
      return words(
        `I8 ${hardIrqFpu ? "I4 I6" : ""} ${writes || hardIrqFpu ? "I1 I3 I7" : ""} ${writes ? "skip" : ""}`,
      );
    case "fix-b":
    case "fix-c":
      return words(hardIrqFpu ? "I1 I3 I4 I6 I7 I8" : "");
    case "saves-always":
      return words("I1 I3 I4 I5 I6 I7 I8");
    case "ignores-last-cpu":
      return words(cpus > 1 ? "I1 I3 I4 I5 I6 I7 I8" : hardIrqFpu ? "I1 I3 I4 I6 I7 I8" : "");
    case "ignores-owner":
      return words("I1 I3 I4 I5 I6 I7 I8 skip");
    case "keeps-owner":
      return words(interrupts ? "I1 I3 I4 I5 I6 I7 I8 skip" : "");
    case "keeps-flag":
      return words(`I4 I6 I7 skip ${preemption === "full" || interrupts ? "I1 I3 I8" : ""}`);
    default:
      return [];
  }
}

/** The names of the claims that fall. */
export function violated(version: Named, setting: Setting): readonly string[] {
  const claims = fallen(version, setting).filter((claim) => claim !== "I5" || setting.tasks > 1);
  return Object.entries(claimNames).flatMap(([claim, name]) =>
    claims.includes(claim as Claim) ? [name] : [],
  );
}

/** Whether `check --all` goes through it: each parameter where it makes a difference, and each mutant where it falls. */
export function relevant({ name, fault }: Named, setting: Setting): boolean {
  const { cpus, tasks, preemption, emulator, softirqFpu, hardIrqFpu } = setting;
  const full = preemption === "full";
  const reads = emulator === "reads";
  // With a second task two CPUs are a million states, and tell no more of migrations than the vCPU thread alone.
  if (cpus > 1 || tasks === 1) {
    const migrates = cpus > 1 && tasks === 1 && ["ignores-last-cpu", "fix-d"].includes(name);
    return migrates && full && reads && !softirqFpu && !hardIrqFpu;
  }
  if (fault !== undefined) return full && reads && !hardIrqFpu && (!softirqFpu || name === "keeps-owner");
  if (hardIrqFpu) return full && reads && !softirqFpu;
  if (!reads) return full && /^(fix-[bcd]|c9)/.test(name);
  return true;
}
