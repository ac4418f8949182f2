/**
 * Random workloads for any FPU regime, and what they claim.
 *
 * @module preempt/machine/fast-check
 */

export { type WorkloadOptions, workloads } from "./arbitrary.js";
export { type Claim, claimNames, type WorkloadProperty, type WorkloadState } from "./claims.js";
export { deferredKernel } from "./deferred.js";
export { eagerKernel } from "./eager.js";
export {
  checkAllWorkloads,
  type ForAllWorkloadsOptions,
  forAllWorkloads,
  type WorkloadClaims,
} from "./for-all-workloads.js";
export { type Code, copiesFrame, type Forking, type Kernel, type Signals, type Vcpus } from "./kernel.js";
export { lazyKernel } from "./lazy.js";
export { workloadModel } from "./model.js";
export { sizeOf, smaller } from "./smaller.js";
export { workloadText } from "./text.js";
export type { Variables } from "./variables.js";
export type { Act, TaskWork, Workload } from "./workload.js";
