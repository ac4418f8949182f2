/** Sweeps of many random models. */

import fc from "fast-check";
import type { Model } from "preempt";
import { usualSizes } from "../../../src/kernel/sizes.js";
import { type Compared, compareSweep, tiny } from "./comparison.js";

/** Compares so many models of a kind, in segments of usual and of tiny sizes; says what each came to. */
export function campaign(kind: fc.Arbitrary<() => Model>, models: number): readonly Compared[] {
  const all: Compared[] = [];
  fc.assert(
    fc.property(kind, fc.boolean(), (build, small) => {
      const compared = compareSweep(build, { sizes: small ? tiny : usualSizes });
      fc.pre(compared !== undefined);
      if (compared !== undefined) all.push(compared);
    }),
    { numRuns: models, seed: 20_261_122 },
  );
  return all;
}

/** What all of them come to together. */
export function sum(all: readonly Compared[], of: keyof Compared): number {
  return all.reduce((total, compared) => total + compared[of], 0);
}
