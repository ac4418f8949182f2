/** The catalogue: every family that comes with preempt. */

import type { Family } from "preempt";
import { lostUpdate } from "./toys/lost-update.js";

export const families: readonly Family[] = [lostUpdate];
