/**
 * The classics: programs whose Mazurkiewicz traces other tools and papers have counted, and those on which reductions have
 * failed. How many traces each has is in `test/differential/traces/published.ts`.
 */

import type { Family } from "preempt";
import { compareAndSwap } from "./compare-and-swap.js";
import { counters } from "./counters.js";
import { dataDependent } from "./data-dependent.js";
import { fileSystem } from "./file-system.js";
import { indexer } from "./indexer.js";
import { lastzero } from "./lastzero.js";
import { litmus } from "./litmus.js";
import { mutualExclusion } from "./mutual-exclusion.js";
import { readers } from "./readers.js";
import { traps } from "./traps.js";
import { waiting } from "./waiting.js";

export const classics: readonly Family[] = [
  readers,
  lastzero,
  counters,
  compareAndSwap,
  indexer,
  fileSystem,
  litmus,
  mutualExclusion,
  dataDependent,
  waiting,
  traps,
];
