/** What is expected of each version: which claims fall, and which combinations are worth a check. */

import type { Version } from "./versions.js";

/** Whether the guest may count on its tiles while its XFD is 1: as was argued in 2021, or as the SDM is now. */
export type Preservation = "relaxed" | "strict";

/** The parameters of the family. */
export interface Setting {
  readonly cpus: number;
  readonly preservation: Preservation;
  readonly other: boolean;
  readonly qemuAmx: boolean;
  readonly preemption: "full" | "none";
  readonly hardIrqFpu: boolean;
}

type Named = Version & { readonly name: string };

export const claimNames = {
  X1: "X1 no #NM in the host",
  X2: "X2 the guest finds its tiles",
  X3a: "X3a the guest takes #NM if its XFD is 1, and only then",
  X3b: "X3b what KVM traps completes, unless the CPU is taken",
  X4a: "X4a the other task runs with XFD 0",
  X4b: "X4b the other task finds its tiles",
  X5: "X5 XFD is 0 in the guest only with room for its tiles",
  X6: "X6 cache and buffer say what XFD is",
  X7: "X7 no XSTATE_BV in memory under XFD",
  X8: "X8 RDMSR returns what the guest wrote",
  X9: "X9 QEMU finds its XFD and its tiles",
} as const;

type Claim = keyof typeof claimNames;

/** The claims that are named; false parts vanish. */
const words = (...parts: readonly (string | false | readonly (string | false)[])[]): readonly Claim[] =>
  parts.flat().flatMap((part) => (part === false ? [] : (part.split(" ") as readonly Claim[])));

/** By variant; found by hand, and by the search. */
function fallen({ name, design }: Named, setting: Setting): readonly Claim[] {
  const { cpus, preservation, other, qemuAmx, preemption, hardIrqFpu } = setting;
  const strict = preservation === "strict" && "X2";
  const full = preemption === "full";
  /** Whether the guest's state may be saved before KVM handles a VM exit, and be elsewhere when it does. */
  const saved = hardIrqFpu || full;
  const away = full && (other || cpus > 1);
  /** Whether anybody with another XFD comes between the vCPU thread and its MSR. */
  const between = other || qemuAmx || cpus > 1;
  /** XFD is written for V on a CPU whose registers are, or stay, somebody else's, or after V's stayed on another. */
  const elsewhere = full && [other && "X4a X4b", cpus > 1 && "X3a X8"];
  switch (name) {
    case "p-buggy":
      return words("X6", strict, between && "X1", !qemuAmx && "X9");
    case "p-no-or":
    case "p-no-alloc":
      return words("X2 X5");
    case "p-reinject":
      return words("X3a");
    case "v5.17":
      // By an interrupt, or by preemption before KVM handles the WRMSR; alone the thread skips the XRSTOR.
      return words(strict, saved && "X7", (hardIrqFpu || away) && "X1", elsewhere);
    case "v6.19":
      return words(strict, elsewhere);
    case "no-sync":
      return words(strict, "X6 X7", between && "X1 X3a X8", !qemuAmx && "X9", elsewhere);
    case "late-sync":
      return words(
        strict,
        "X6",
        saved && "X7",
        away && "X1 X3a X8",
        cpus > 1 && full && !qemuAmx && "X9",
        elsewhere,
      );
    case "rdmsr-direct":
      return words("X8");
    case "keeps-xfd":
      // A storm of interrupts keeps anybody from going on: with those it is not claimed.
      return words(!hardIrqFpu && "X3b");
    case "put-without-xfd":
      // Where QEMU has tiles to load, the load faults.
      return words((!qemuAmx || other || hardIrqFpu) && strict, qemuAmx ? "X1" : "X9", elsewhere);
    default:
      return words(design === "landed" && strict);
  }
}

/** The names of the claims that fall. */
export function violated(version: Named, setting: Setting): readonly string[] {
  const claims = fallen(version, setting);
  return Object.entries(claimNames).flatMap(([claim, name]) =>
    claims.includes(claim as Claim) ? [name] : [],
  );
}

/** Whether `check --all` goes through it: what is usual, and beside it one thing that is not, where that says something. */
export function relevant({ name, design }: Named, setting: Setting): boolean {
  const { cpus, preservation, other, qemuAmx, preemption, hardIrqFpu } = setting;
  // A second CPU is where V migrates to.
  if (cpus > 1)
    return (
      cpus === 2 &&
      ["v6.19", "loads-first"].includes(name) &&
      preservation === "relaxed" &&
      !other &&
      !qemuAmx &&
      preemption === "full" &&
      !hardIrqFpu
    );
  // Progress is claimed where no interrupt can hinder it.
  if (["p-fix", "keeps-xfd"].includes(name) && preservation === "strict" && !hardIrqFpu)
    return !qemuAmx && preemption === "full" && other === (name === "p-fix");
  if (name === "keeps-xfd") return false;
  // Each under the reading of the SDM that it was argued under; what landed under the other, too.
  const strict = preservation === "strict";
  const argued = strict === (design === "proposed");
  const full = preemption === "full" && hardIrqFpu;
  if (!argued) return full && other && !qemuAmx && ["v5.17", "v6.19"].includes(name);
  if (!full) return other && !qemuAmx && (name === "v5.17" ? !hardIrqFpu : name === "v6.19" && hardIrqFpu);
  // What another task makes no difference to is checked without.
  if (["rdmsr-direct", "put-without-xfd"].includes(name)) return !other && !qemuAmx;
  if (!other) return name === "no-sync" || (name === "p-buggy" && qemuAmx);
  return !qemuAmx || ["p-fix", "loads-first"].includes(name);
}
