/** Sizes of the kernel that reach the borders of segments, lines and desks with few states. */

import { type KernelSizes, usualSizes } from "../../src/kernel/sizes.js";

export const tiny: KernelSizes = { ...usualSizes, segmentBits: 2, tableBits: 4, moves: 1 };

/** Shares every level, however small, and few states at a time. */
export const shared: KernelSizes = { ...usualSizes, worthSharing: 2, chunk: 2, waitsForThreads: true };

/** Both. */
export const tinyShared: KernelSizes = { ...shared, segmentBits: 2, tableBits: 4, moves: 1 };
