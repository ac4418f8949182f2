/** Wakeup trees: sequences of steps that are to be explored from a state, so that none of them ends asleep. */

import type { PendingId } from "../../space/runs.js";

/** A step: whose, and what it is. */
export interface PlannedStep {
  readonly process: number;
  readonly pending: PendingId;
}

/** A step, and what is to be explored behind it: anything, where that is nothing in particular. */
export interface Branch extends PlannedStep {
  readonly behind: Branch[];
}

/** Whether the order of two next steps can be told. */
export type Dependent = (a: PendingId, b: PendingId) => boolean;

/**
 * Whether `step` may come first in `sequence`, or before it, and nobody could tell: its process does it there and nothing before
 * depends on that, or does nothing there and nothing at all does.
 */
export function comesFirst(
  step: PlannedStep,
  sequence: readonly PlannedStep[],
  dependent: Dependent,
): boolean {
  for (const other of sequence) {
    if (other.process === step.process) return true;
    if (dependent(other.pending, step.pending)) return false;
  }
  return true;
}

/** Adds `sequence` to the ordered `tree`, unless what is there explores it; says whether it did. */
export function insert(tree: Branch[], sequence: readonly PlannedStep[], dependent: Dependent): boolean {
  let branches = tree;
  const left = [...sequence];
  for (;;) {
    if (left.length === 0) return false;
    const same = branches.find((branch) => comesFirst(branch, left, dependent));
    if (same === undefined) break;
    if (same.behind.length === 0) return false;
    const own = left.findIndex(({ process }) => process === same.process);
    if (own >= 0) left.splice(own, 1);
    branches = same.behind;
  }
  for (const { process, pending } of left) {
    const branch: Branch = { process, pending, behind: [] };
    branches.push(branch);
    branches = branch.behind;
  }
  return true;
}
