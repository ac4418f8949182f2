/** One model at nine sizes, from ten thousand states to a hundred million: the lazy FPU on 2 CPUs, with more and more to do. */

import type { Model } from "preempt";
import { fpu } from "./fpu.js";

/** A size of the model, with the counts that it has. */
export interface Size {
  /** How often each task uses the FPU. */
  readonly rounds: readonly number[];
  readonly states: number;
  readonly transitions: number;
  /** Of so many runs the median is told. */
  readonly runs: number;
}

export const sizes: readonly Size[] = [
  { rounds: [2, 2], states: 9_723, transitions: 22_272, runs: 5 },
  { rounds: [4, 4], states: 33_779, transitions: 80_648, runs: 5 },
  { rounds: [1, 1, 2], states: 95_419, transitions: 235_456, runs: 5 },
  { rounds: [2, 2, 2], states: 298_969, transitions: 753_030, runs: 5 },
  { rounds: [3, 3, 4], states: 1_039_913, transitions: 2_675_728, runs: 5 },
  { rounds: [5, 5, 5], states: 3_094_747, transitions: 8_058_438, runs: 3 },
  { rounds: [7, 8, 8], states: 9_954_711, transitions: 26_131_984, runs: 3 },
  { rounds: [12, 12, 12], states: 35_507_869, transitions: 93_742_890, runs: 1 },
  { rounds: [17, 17, 18], states: 102_351_389, transitions: 271_052_732, runs: 1 },
];

export function modelOf({ rounds }: Size): Model {
  return fpu(2, rounds.length, rounds);
}

/** What states, and what finds them, may take. */
export const mostKernelBytes = 3 * 2 ** 30;

/** What the whole process may come to: 4 GB. */
export const mostProcessBytes = 4e9;
