/** Sizes of a kernel. */

/** Sizes that tests make small, to reach the borders of things. */
export interface KernelSizes {
  /** States in a segment of the store: 2 to this power. */
  readonly segmentBits: number;
  /** Slots in the table that finds states, at first: 2 to this power; at least 4. */
  readonly tableBits: number;
  /** For how many moves there is room at first. */
  readonly moves: number;
  /** The most that all may take, in bytes; all that can be addressed if left out. */
  readonly bytes?: number | undefined;
  /** The bits of a hash that are looked at: all, if left out. */
  readonly hashMask?: number;
  /** A level of fewer states is not worth sharing among threads: 4096, if left out. */
  readonly worthSharing?: number;
  /** So many of its states are taken on at once: 512, if left out. */
  readonly chunk?: number;
  /** Whether to wait until all threads are there before a level is shared; otherwise those share that are. */
  readonly waitsForThreads?: boolean;
}

export const usualSizes: KernelSizes = { segmentBits: 16, tableBits: 11, moves: 1024 };
