/** The catalogue: every family that comes with preempt. */

import type { Family } from "preempt";
import { kvmVcpuReset } from "./kvm-vcpu-reset/index.js";
import { lostUpdate } from "./toys/lost-update.js";

export const families: readonly Family[] = [lostUpdate, kvmVcpuReset];
