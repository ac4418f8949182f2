/** Rich random models whose steps declare their cost: the tables say what the reference semantics says. */

import { expect, test } from "vitest";
import { compareRichModels, models } from "./rich/comparison.js";

test(`${models} models: states, moves, verdicts and traces are those of the reference`, {
  timeout: 600_000,
}, () => {
  const tally = compareRichModels("declared");
  console.log(tally.line);
  expect(tally.models).toBe(models);
  expect(tally.complaints).toEqual([]);
});
