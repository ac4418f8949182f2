/** The catalogue: every family that comes with preempt. */

import type { Family } from "preempt";
import { amxXfd } from "./amx-xfd/index.js";
import { fpuRegimes } from "./fpu-regimes/index.js";
import { kvmDeferredLoad } from "./kvm-deferred-load/index.js";
import { kvmRseq } from "./kvm-rseq/index.js";
import { kvmVcpuReset } from "./kvm-vcpu-reset/index.js";
import { signalFrame } from "./signal-frame/index.js";
import { toys } from "./toys/index.js";
import { xenPvTs } from "./xen-pv-ts/index.js";

export { classics } from "./classics/index.js";

export const families: readonly Family[] = [
  ...toys,
  fpuRegimes,
  kvmDeferredLoad,
  kvmVcpuReset,
  xenPvTs,
  signalFrame,
  amxXfd,
  kvmRseq,
];
