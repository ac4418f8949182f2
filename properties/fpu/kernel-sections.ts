/**
 * No kernel FPU section inside another, nor inside a section in which a task is at work on its own FPU state; and each finds its
 * registers as it left them. Asserted by the sections: a handler that is one step leaves no state in which one could look.
 */

import { assertion, type Property } from "preempt";
import { kernelFpuAlone, kernelFpuKept } from "../../models/machine/index.js";

/** The first claim; for machines whose sections assert it (`kernelFpuAsserted`). */
export const kernelSectionsAlone: Property<unknown> = assertion(kernelFpuAlone);

/** The second. */
export const kernelSectionsKept: Property<unknown> = assertion(kernelFpuKept);
