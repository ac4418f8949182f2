/** Random workloads for any FPU regime, and what they claim. */

export { anyWorkload } from "./arbitrary.js";
export { type Claim, claimNames, type Variables } from "./claims.js";
export { deferredKernel, eagerKernel, type Kernel, lazyKernel, type Signals } from "./kernels.js";
export { workloadModel } from "./model.js";
export { type Act, namesOf, type TaskWork, type Workload } from "./workload.js";
