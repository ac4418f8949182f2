/**
 * KVM's put of a guest FPU that was not loaded, on vCPU reset (Linux 4.15 to 6.18).
 *
 * KVM_RUN swaps the user's registers for the guest's (kvm_load_guest_fpu) and back (kvm_put_guest_fpu).
 * kvm_vcpu_reset clears MPX state in the guest's save area, so it puts first, where that state may be in registers.
 *
 * 1 KVM_CREATE_VCPU resets the vCPU                     kvm_vcpu_reset(false)
 * 2 KVM_RUN loads, early or late, and puts at its end
 * 3 an uninitialised vCPU (an AP before its INIT) takes INIT in KVM_RUN, before the late load, and leaves past the put
 * 4 a running vCPU takes INIT before a VM entry         kvm_vcpu_reset(true), loaded
 * 5 KVM_GET_MP_STATE takes INIT too                     kvm_vcpu_reset(true), not loaded
 *
 * Claims J1 to J6: load and put alternate, user mode and VM entry find their own registers, nothing warns.
 *
 * No counterexample needs a context switch: the FPU regime is eager, so a switch saves and restores whatever the
 * registers hold, and it is left out.
 */

import { family, flag, language, model, oneOf } from "preempt";
import { claims, propertyNames } from "./claims.js";
import { type Host, vcpuThread } from "./program.js";
import { survivors } from "./survivors.js";
import { type Variables, variables } from "./variables.js";
import { type Version, versions } from "./versions.js";

const { step, loop, choose, process } = language<Variables>();

/**
 * Another vCPU, which sends INIT and, to one that waits for it, SIPI. Free of cost: it is the guest's own
 * doing. A SIPI that finds no vCPU waiting for it is dropped, so it is sent to one that waits. */
const otherVcpu = ({ vcpu }: Host) =>
  loop(
    choose(
      step(
        "sends INIT",
        (k) => {
          k.vcpu.pending.init = true;
        },
        { enabled: (k) => !k.vcpu.pending.init, cost: "nothing", mayWait: true },
      ),
      vcpu === "ap" &&
        step(
          "sends SIPI",
          (k) => {
            k.vcpu.pending.sipi = true;
          },
          {
            enabled: (k) => !k.vcpu.pending.sipi && k.vcpu.mpState === "init received",
            cost: "nothing",
            mayWait: true,
          },
        ),
    ),
  );

const [j1, j2, j3, j4, j5, j6] = propertyNames;

/** What each version breaks: found by hand from the code, and by the search. */
function violated(
  { name, clearsCet }: Version & { readonly name: string },
  { mpx, cet }: Host,
): readonly string[] {
  const clears = mpx || (clearsCet && cet);
  switch (name) {
    case "queue":
      return clears ? [j1, j4, j5, j6] : [];
    case "fix-1":
    case "fix-2":
      return clears ? [j1, j2, j3, j5, j6] : [];
    case "fix-3-cet":
      return clears && !mpx ? [j1, j2, j3, j5, j6] : [];
    case "double":
      // Where reset clears nothing, the second load and the second put are left.
      return clears ? [j1, j2, j3, j5, j6] : [j1, j2, j5];
    default:
      return [];
  }
}

export const kvmVcpuReset = family({
  name: "kvm-vcpu-reset",
  title: "KVM puts a guest FPU that is not loaded, when a vCPU is reset",
  about: [
    "Since f775b13eedee2 KVM_RUN swaps the user's FPU registers for the guest's once, and not at every VM entry. " +
      "kvm_vcpu_reset clears MPX state in the guest's save area; it puts the registers first, and in the version " +
      "that was reported (Bad FPU state detected at kvm_put_guest_fpu) it did so whether they were loaded or not.",
    "Each fix moved a load or a put, and left a path on which they do not alternate. The variants are those fixes.",
  ],
  variants: versions,
  newest: "fix-4",
  example: { variant: "double", property: j5 },
  parameters: {
    mpx: flag("the host has MPX", true),
    cet: flag("the host has CET", false),
    vcpu: oneOf("the first vCPU, or one that waits for INIT", "bsp", "ap"),
  },
  build: (version, host) =>
    model({
      name: `kvm-vcpu-reset@${version.name}`,
      variables: variables(host.vcpu === "ap" ? "uninitialised" : "runnable"),
      processes: [
        process("vCPU", { program: vcpuThread(version, host) }),
        process("other-vCPU", { program: otherVcpu(host), environment: true }),
      ],
      properties: claims(host),
      parameters: host,
      assumptions: [
        "eager FPU regime: context switches are transparent",
        "contents of MPX and CET components are not modelled",
      ],
    }),
  relevant: ({ clearsCet }, { cet }) => clearsCet || !cet,
  violated,
  survivors: { reasons: survivors },
});
