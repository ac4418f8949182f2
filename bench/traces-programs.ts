/** The programs whose traces are explored, with how many they have and what other tools take for them. */

export interface TraceProgram {
  readonly family: string;
  readonly variant: string;
  readonly n: number;
  readonly traces: number;
  /** In multiples of SPIN's run on the lazy FPU with 2 CPUs, 3 tasks and 3 rounds: Nidhugg's optimal mode, and GenMC. */
  readonly nidhugg?: number;
  readonly genmc?: number;
}

export const programs: readonly TraceProgram[] = [
  { family: "readers", variant: "readers", n: 13, traces: 2 ** 13, nidhugg: 3.9, genmc: 0.6 },
  { family: "lastzero", variant: "lastzero", n: 12, traces: 15 * 2 ** 10, nidhugg: 5.6, genmc: 1.5 },
  { family: "indexer", variant: "indexer", n: 14, traces: 512, nidhugg: 1.6, genmc: 3.0 },
  { family: "file-system", variant: "filesystem", n: 19, traces: 64 },
];
