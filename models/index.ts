/** The catalogue: every family that comes with preempt. */

import type { Family } from "preempt";
import { kvmVcpuReset } from "./kvm-vcpu-reset/index.js";
import { toys } from "./toys/index.js";

export const families: readonly Family[] = [...toys, kvmVcpuReset];
