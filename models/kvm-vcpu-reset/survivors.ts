/** Why no claim kills certain mutants of the newest version: see docs/mutation.md. */

export const survivors = [
  {
    why: "nothing but the vCPU thread uses the registers in this model: whoever comes between the steps finds nothing to spoil",
    of: [
      'kvm_put_guest_fpu: in_use := 0 (split "preempt off")',
      'kvm_load_guest_fpu: in_use := 1 (split "preempt off")',
    ],
  },
  {
    why: "kvm_vcpu_reset alone asks for in_use, to put the registers before it clears parts of guest_fpu; an image of the registers is whole here, so that what it clears is not told",
    of: ["kvm_load_guest_fpu: in_use := 1 (drop)"],
  },
  {
    why: "nobody then writes the registers, and what is the same everywhere is current everywhere: that something is written is not claimed to be reachable",
    of: ["vCPU: user writes its registers (drop)", "vcpu_enter_guest: guest writes its registers (drop)"],
  },
];
