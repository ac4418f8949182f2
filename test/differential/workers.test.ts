/** Random models of every kind: any number of workers comes to what one does, and so does a search that leaves states out. */

import fc from "fast-check";
import type { Model } from "preempt";
import { expect, test } from "vitest";
import { isOfTheGraph } from "../../src/liveness/liveness.js";
import { modelText } from "../../src/render/show.js";
import { sized } from "./alike/campaign.js";
import { Comparison } from "./alike/comparison.js";
import { withReduction, withWorkers } from "./alike/ways.js";
import { kinds } from "./swept/kinds.js";

/** Of each kind so many are compared. */
const models = 2;
const size = { fewest: 10, most: 150 };

test.each(Object.keys(kinds))("%s", { timeout: 600_000 }, (name) => {
  const kind = kinds[name] as fc.Arbitrary<() => Model>;
  let compared = 0;
  fc.assert(
    fc.property(kind, fc.context(), (build, context) => {
      const model = sized(build, size);
      fc.pre(model !== undefined);
      if (model === undefined) return;
      context.log(modelText(model));
      const comparison = new Comparison(model, size.most);
      for (const way of withWorkers) comparison.compare(way);
      // A search that leaves states out takes no claims about whole runs.
      if (!model.properties.some(isOfTheGraph)) for (const way of withReduction) comparison.compare(way);
      compared += 1;
    }),
    { numRuns: models, seed: 20_261_122, maxSkipsPerRun: 1000 },
  );
  expect(compared).toBe(models);
});
