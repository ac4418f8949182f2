/** What an arbitrary of fast-check is known by. */

import type { Arbitrary } from "fast-check";

/** Whether `thing` is an arbitrary, of whichever copy of fast-check. */
export const isArbitrary = (thing: unknown): thing is Arbitrary<unknown> =>
  typeof thing === "object" && thing !== null && "generate" in thing && typeof thing.generate === "function";
