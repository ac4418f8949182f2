/** The catalogue: every family that comes with preempt. */

import type { Family } from "preempt";
import { kvmDeferredLoad } from "./kvm-deferred-load/index.js";
import { kvmVcpuReset } from "./kvm-vcpu-reset/index.js";
import { toys } from "./toys/index.js";
import { xenPvTs } from "./xen-pv-ts/index.js";

export const families: readonly Family[] = [...toys, kvmDeferredLoad, kvmVcpuReset, xenPvTs];
