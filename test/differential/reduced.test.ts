/** Random models: a part of the states decides as all of them do, and at no greater declared cost. */

import { expect, test } from "vitest";
import { campaign, type Kind } from "./reduced/campaign.js";

const timeout = 600_000;

/** So many models of each kind are compared, with their properties together, and each alone. */
const models: Readonly<Record<Kind, number>> = {
  machines: 150,
  guarded: 150,
  plain: 60,
  declared: 60,
  rich: 40,
  "rich, declared": 40,
};

test.each(Object.entries(models) as [Kind, number][])("%s: %i models", { timeout }, (kind, count) => {
  const { models: compared, smaller, sizes } = campaign(kind, count);
  expect(compared).toBe(count);
  // What follows is about the models: whether there is anything to leave out, and anything left.
  expect(smaller).toBeGreaterThan(sizes.length / 3);
  expect(sizes.filter(({ left, points }) => left > 0 && left < points).length).toBeGreaterThan(
    sizes.length / 3,
  );
});
