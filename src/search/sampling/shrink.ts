/**
 * Makes a schedule cheaper while it still fails: by dropping parts of it, as delta debugging does [Zeller and Hildebrandt
 * 2002], and by moving blocks of steps of one process together, which saves preemptions. What comes out need not be the least.
 */

import type { Scheduled } from "../../space/space.js";
import { compareCosts, type TraceCost } from "../cost.js";

/** A run that fails. */
export interface Failed {
  readonly schedule: readonly Scheduled[];
  readonly cost: TraceCost;
}

/** Runs a schedule as far as it can be run; undefined where the run does not fail. */
export type Attempt = (schedule: readonly Scheduled[]) => Failed | undefined;

type Schedule = readonly Scheduled[];

/** The schedule without one of its parts: of half its length first, and of a single step last. */
function* withoutParts(schedule: Schedule): Generator<Schedule> {
  for (let size = schedule.length >> 1; size >= 1; size >>= 1) {
    for (let from = schedule.length - size; from > -size; from -= size) {
      const first = Math.max(0, from);
      yield [...schedule.slice(0, first), ...schedule.slice(from + size)];
    }
  }
}

/** The schedule without one of its processes. */
function* withoutProcesses(schedule: Schedule): Generator<Schedule> {
  for (const gone of new Set(schedule.map(({ process }) => process)))
    yield schedule.filter(({ process }) => process !== gone);
}

/** The steps of one process that follow one another, again and again. */
function blocksOf(schedule: Schedule): readonly Schedule[] {
  const blocks: Scheduled[][] = [];
  for (const step of schedule) {
    const last = blocks.at(-1);
    if (last?.at(-1)?.process === step.process) last.push(step);
    else blocks.push([step]);
  }
  return blocks;
}

/** The schedule with fewer steps in one of its blocks: a loop may be gone round too often. */
function* withBlocksShortened(schedule: Schedule): Generator<Schedule> {
  let end = 0;
  for (const { length } of blocksOf(schedule)) {
    end += length;
    for (let gone = length; gone > 0; gone--)
      yield [...schedule.slice(0, end - gone), ...schedule.slice(end)];
  }
}

/** The schedule with a block put behind an earlier one of the same process, or that one before it; or two blocks swapped. */
function* withBlocksMoved(schedule: Schedule): Generator<Schedule> {
  const blocks = blocksOf(schedule);
  for (const [at, block] of blocks.entries()) {
    const process = block[0]?.process;
    const rest = blocks.toSpliced(at, 1);
    if (at > 0) yield rest.toSpliced(at - 1, 0, block).flat();
    const before = blocks.findLastIndex((other, i) => i < at && other[0]?.process === process);
    const earlier = blocks[before];
    if (earlier === undefined) continue;
    yield rest.toSpliced(before + 1, 0, block).flat();
    yield blocks.toSpliced(at, 0, earlier).toSpliced(before, 1).flat();
  }
}

/** The schedule up to one of its steps. */
function* withoutEnds(schedule: Schedule): Generator<Schedule> {
  for (let length = 0; length < schedule.length; length++) yield schedule.slice(0, length);
}

const ways = [withoutEnds, withoutProcesses, withoutParts, withBlocksShortened, withBlocksMoved];

/**
 * Cheaper and cheaper runs, each of which fails; yields undefined where an attempt has come to nothing. It ends where nothing
 * that is tried gains any more, and may be left at any time.
 */
export function* shrinking(found: Failed, attempt: Attempt): Generator<Failed | undefined> {
  let best = found;
  for (let gained = true; gained; ) {
    gained = false;
    for (const way of ways) {
      for (let again = true; again; ) {
        again = false;
        for (const schedule of way(best.schedule)) {
          const tried = attempt(schedule);
          again = tried !== undefined && compareCosts(tried.cost, best.cost) < 0;
          if (tried !== undefined && again) best = tried;
          yield again ? best : undefined;
          if (again) break;
        }
        gained ||= again;
      }
    }
  }
}
