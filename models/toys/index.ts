/** The toys: small, well-known algorithms, each beside versions of it that are known to be broken. */

import type { Family } from "preempt";
import { boundedBuffer } from "./bounded-buffer.js";
import { lockOrder } from "./lock-order.js";
import { lostUpdate } from "./lost-update.js";
import { peterson } from "./peterson.js";
import { philosophers } from "./philosophers.js";
import { testAndSet } from "./test-and-set.js";
import { ticketLock } from "./ticket-lock.js";
import { twoPhaseCommit } from "./two-phase-commit.js";

export const toys: readonly Family[] = [
  lostUpdate,
  lockOrder,
  peterson,
  testAndSet,
  ticketLock,
  philosophers,
  boundedBuffer,
  twoPhaseCommit,
];
