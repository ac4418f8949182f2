/** How many runs there are, of which dynamic partial order reduction explores a few. */

import type { JudgedRuns } from "../../space/runs.js";

/** How to count. */
export interface CountingOptions {
  /** How many steps each process may take, at most; any number, if left out. */
  readonly steps?: number | undefined;
  /** Give up where more states than this have to be told apart. */
  readonly most: number;
}

/**
 * The number of maximal runs, interleavings all told, from where `runs` is; undefined where there are too many states, or runs go
 * round. A state is counted from once; yields now and then. The steps of a process are counted where they are bounded.
 */
export function* countInterleavings(
  runs: JudgedRuns,
  { steps = Number.POSITIVE_INFINITY, most }: CountingOptions,
): Generator<undefined, bigint | undefined> {
  const known = new Map<string, bigint>();
  const taken = runs.names.map(() => 0);
  const key = (): string => (Number.isFinite(steps) ? `${runs.key};${taken.join()}` : runs.key);
  interface Frame {
    readonly key: string;
    process: number;
    outcome: number;
    total: bigint;
    moved: boolean;
  }
  const open: Frame[] = [];
  const onPath = new Set<string>();
  const enter = (): void => {
    const at = key();
    open.push({ key: at, process: 0, outcome: -1, total: 0n, moved: false });
    onPath.add(at);
  };
  const length = runs.length;
  const giveUp = (): undefined => {
    while (runs.length > length) runs.back();
    return undefined;
  };
  enter();
  for (let visits = 0; ; visits++) {
    const frame = open.at(-1) as Frame;
    frame.outcome += 1;
    while (
      frame.process < runs.names.length &&
      (frame.outcome >= runs.pending(runs.pendingAt(runs.length, frame.process)).outcomes ||
        (taken[frame.process] as number) >= steps)
    ) {
      frame.process += 1;
      frame.outcome = 0;
    }
    if (frame.process < runs.names.length) {
      frame.moved = true;
      taken[frame.process] = (taken[frame.process] as number) + 1;
      runs.take(frame.process, frame.outcome);
      const before = known.get(key());
      if (before === undefined) {
        if (known.size + open.length >= most || visits >= 20 * most || onPath.has(key())) return giveUp();
        enter();
        if (visits % 1000 === 0) yield undefined;
        continue;
      }
      frame.total += before;
    } else {
      const total = frame.moved ? frame.total : 1n;
      known.set(frame.key, total);
      onPath.delete(frame.key);
      open.pop();
      const parent = open.at(-1);
      if (parent === undefined) return total;
      parent.total += total;
    }
    runs.back();
    const mover = open.at(-1) as Frame;
    taken[mover.process] = (taken[mover.process] as number) - 1;
  }
}
