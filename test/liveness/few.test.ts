/** A few random models, for those in a hurry: that the seeded faults show in these as well. See liveness.test.ts. */

import { expect, test } from "vitest";
import { compareRandomModels } from "./comparison.js";

const models = 400;
const seed = 7;

test(`${models} models: verdicts, costs and runs, seed ${seed}`, () => {
  expect(compareRandomModels(models, seed).of("models")).toBe(models);
});
