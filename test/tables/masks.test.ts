/** Which moves a sweep leaves out, on random models that are made to get it wrong: many processes, and more variables than marks. */

import { expect, test } from "vitest";
import { campaign, sum } from "../differential/swept/campaign.js";
import { crowdModel, crowds } from "../differential/swept/crowds.js";

const models = 300;

test("nothing is lost with many processes, and with more variables than there are marks", () => {
  const all = campaign(
    crowds.map((of) => () => crowdModel(of)),
    models,
  );
  expect(all.length).toBe(models);
  expect(all.filter(({ states }) => states > 10).length).toBeGreaterThan(models / 5);
  expect(sum(all, "lookups")).toBeLessThan(0.9 * sum(all, "transitions"));
});
