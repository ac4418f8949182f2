/** Runs a search to its end while the process stays responsive: progress, limits, Ctrl-C. */

import { totalmem } from "node:os";
import { setImmediate } from "node:timers/promises";
import { getHeapStatistics } from "node:v8";
import { counted } from "../render/numbers.js";
import type { Progress } from "../search/judge.js";
import { bytesText, secondsText } from "./amounts.js";
import { Pace, type Shown } from "./pace.js";

/** Where to stop. */
export interface Limits {
  readonly maxStates?: number | undefined;
  /** Of what states, what finds them, and a search's own account take. */
  readonly maxBytes?: number | undefined;
  readonly maxSeconds?: number | undefined;
}

/** Limits, and where progress goes. */
export interface DriveOptions extends Limits {
  /** Whether it was interrupted from elsewhere; Ctrl-C is noticed without. */
  readonly interrupted?: () => boolean;
  /** Told how far the search has come, a few times a second. */
  readonly progress?: (shown: Shown) => void;
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

/** What asks a search to end. */
const signals = ["SIGINT", "SIGTERM"] as const;

/** Which limit was reached, if one was. */
function limitOf({ states, bytes = 0 }: Progress, seconds: number, limits: Limits): string | undefined {
  const { maxStates, maxBytes, maxSeconds } = limits;
  if (maxStates !== undefined && states >= maxStates)
    return `the limit of ${counted(maxStates, "state")} (--max-states) was reached`;
  if (maxSeconds !== undefined && seconds >= maxSeconds)
    return `the limit of ${secondsText(maxSeconds)} (--timeout) was reached`;
  if (maxBytes !== undefined && bytes >= maxBytes)
    return `the limit of ${bytesText(maxBytes)} (--max-memory) was reached`;
  return undefined;
}

/** Runs `start` to its end, or until a limit or Ctrl-C cuts it. */
export async function drive<T>(start: Search<T>, options: DriveOptions): Promise<Driven<T>> {
  const { progress, interrupted: elsewhere } = options;
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  const pace = new Pace();
  let interrupted = false;
  let shown = started;
  let looked = started;
  const onInterrupt = (): void => {
    // A second Ctrl-C ends the process as it would have without us.
    for (const signal of signals) process.off(signal, onInterrupt);
    interrupted = true;
  };
  for (const signal of signals) process.on(signal, onInterrupt);
  try {
    const stop = (sofar: Progress): string | undefined => {
      if (elsewhere?.()) interrupted = true;
      if (interrupted) return "interrupted";
      const limit = limitOf(sofar, seconds(), options);
      if (limit !== undefined) return limit;
      const now = performance.now();
      if (now - looked < memoryInterval) return undefined;
      looked = now;
      return outOfMemory(sofar);
    };
    const search = start(stop);
    for (;;) {
      const { done, value } = search.next();
      if (done) return { result: value, seconds: seconds(), interrupted };
      pace.note(value, seconds());
      const now = performance.now();
      if (now - shown > 200) {
        shown = now;
        progress?.(pace.shown(value, seconds()));
        await setImmediate();
      }
    }
  } finally {
    for (const signal of signals) process.off(signal, onInterrupt);
  }
}
