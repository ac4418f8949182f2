/** Runs a search to its end while the process stays responsive: progress, limits, Ctrl-C. */

import { totalmem } from "node:os";
import { setImmediate } from "node:timers/promises";
import { getHeapStatistics } from "node:v8";
import { counted } from "../render/numbers.js";
import type { Progress } from "../search/judge.js";

/** Limits, and where progress goes. */
export interface DriveOptions {
  /** Stop after so many states. */
  readonly maxStates?: number | undefined;
  /** Whether it was interrupted from elsewhere; Ctrl-C is noticed without. */
  readonly interrupted?: () => boolean;
  /** Told how far the search has come, a few times a second. */
  readonly progress?: (progress: Progress, seconds: number) => void;
}

/** What came of it, and how long it took. */
export interface Driven<T> {
  readonly result: T;
  readonly seconds: number;
  readonly interrupted: boolean;
}

/** A search that can be stopped: asked after every batch, `stop` gives a reason to. */
export type Search<T> = (stop: (progress: Progress) => string | undefined) => Generator<Progress, T>;

/** A search may fill so much of the heap; past that Node collects garbage without end, and then ends without a word. */
const heapShare = 0.7;

/** A search may fill so much of the machine's memory. */
const machineShare = 0.8;

/** Memory is looked at no more often than this, in milliseconds: asking costs more than judging a batch. */
const memoryInterval = 20;

/** The heap limit counts the young generation, 48 MB at most, which does not help against an old one that is full. */
const young = 48 * 2 ** 20;

function outOfMemory({ states }: Progress): string | undefined {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  const megabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
  if (used >= heapShare * (limit - young)) {
    return `${counted(states, "state")} fill ${megabytes(used)} of the ${megabytes(limit)} of memory that Node allows (node --max-old-space-size raises it)`;
  }
  // Packed states lie outside the heap.
  const held = process.memoryUsage.rss();
  const all = totalmem();
  return held < machineShare * all
    ? undefined
    : `${counted(states, "state")} fill ${megabytes(held)} of the ${megabytes(all)} of memory that the machine has`;
}

/** Runs `start` to its end, or until a limit or Ctrl-C cuts it. */
export async function drive<T>(start: Search<T>, options: DriveOptions): Promise<Driven<T>> {
  const { maxStates = Number.POSITIVE_INFINITY, progress, interrupted: elsewhere } = options;
  const started = performance.now();
  let interrupted = false;
  let shown = started;
  let looked = started;
  const onInterrupt = (): void => {
    // A second Ctrl-C ends the process as it would have without us.
    process.off("SIGINT", onInterrupt);
    interrupted = true;
  };
  process.on("SIGINT", onInterrupt);
  try {
    const stop = (sofar: Progress): string | undefined => {
      if (elsewhere?.()) interrupted = true;
      if (interrupted) return "interrupted";
      if (sofar.states >= maxStates)
        return `the limit of ${counted(maxStates, "state")} (--max-states) was reached`;
      const now = performance.now();
      if (now - looked < memoryInterval) return undefined;
      looked = now;
      return outOfMemory(sofar);
    };
    const search = start(stop);
    for (;;) {
      const { done, value } = search.next();
      const now = performance.now();
      if (done) return { result: value, seconds: (now - started) / 1000, interrupted };
      if (now - shown > 200) {
        shown = now;
        progress?.(value, (now - started) / 1000);
        await setImmediate();
      }
    }
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}
