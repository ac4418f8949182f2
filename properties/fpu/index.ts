/**
 * What to claim of any kernel that handles FPU registers.
 *
 * @module preempt/properties
 */

export { hostControlAtSwitch } from "./control-registers.js";
export { guestRegisters, type Holding, userRegisters } from "./holding.js";
export { kernelSectionsAlone, kernelSectionsKept } from "./kernel-sections.js";
export { noKernelWarning, noWarning, warnOn } from "./kernel-warning.js";
export type { Live } from "./live.js";
export { type Loaded, type LoadPut, type LoadPutNames, loadAndPutBalanced } from "./load-put.js";
export { noLostState } from "./lost-state.js";
export { needsLoadFlagTells } from "./needs-load.js";
export { noRegisterLeak } from "./register-leak.js";
export { registersAndImageAgree } from "./registers-and-image.js";
