/** Searches that are written down in the middle and taken up again: they end as if nothing had happened. */

import fc from "fast-check";
import { type CheckOptions, isModelError, type Report } from "preempt";
import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { checkToFile, type SavedSearch } from "../../src/check.js";
import { type KernelSizes, usualSizes } from "../../src/kernel/sizes.js";
import type { Model } from "../../src/model/model.js";
import { CannotResume } from "../../src/space/saved.js";
import { TableSpace } from "../../src/tables/table-space.js";
import { tiny } from "../tables/agreed.js";
import { ghostlyModel } from "../tables/ghostly-model.js";
import { description } from "../tables/ghostly-models.js";
import { claims, type Stored, sourceOf, stored } from "./saving.js";

function optionsFor(model: Model, sizes: KernelSizes): CheckOptions {
  return {
    properties: claims(model),
    witnesses: true,
    symmetry: false,
    space: (interpreter, leftOut) => new TableSpace(interpreter, sizes, leftOut),
  };
}

/** Everything that is told of a search. */
const told = (report: Report): unknown => JSON.parse(JSON.stringify(report));

/** The search, written down after each stretch. */
function writtenDown(model: Model, options: CheckOptions): readonly Stored[] {
  const all: Stored[] = [];
  const save = (saved: SavedSearch | undefined): void => {
    if (saved !== undefined) all.push(stored(saved));
  };
  checkToFile(model, { ...options, checkpoint: { due: () => true, save } });
  return all;
}

describe("a search that goes on from a checkpoint", () => {
  const models = families.flatMap((family) =>
    family
      .instances()
      .slice(0, 2)
      .map(({ model }) => model),
  );
  test.each(models.map((model) => [`${model.name} ${JSON.stringify(model.parameters)}`, model] as const))(
    "%s",
    (_, model) => {
      for (const sizes of [usualSizes, tiny]) {
        const options = optionsFor(model, sizes);
        const whole = told(checkToFile(model, options));
        const all = writtenDown(model, options);
        expect(all.length).toBeGreaterThan(0);
        const step = Math.ceil(all.length / 5);
        for (const at of all.filter((__, i) => i % step === 0 || i === all.length - 1)) {
          const from = sourceOf(at);
          expect(told(checkToFile(model, { ...options, checkpoint: { from } }))).toEqual(whole);
          expect(from.left()).toBe(0);
        }
      }
    },
  );
});

/** Random models, most of which begin again with ghosts that were left out; some of them before a checkpoint, and some behind it. */
test("random models with ghosts end as they would have", () => {
  const seed = 20_261_121;
  let [resumed, restarted] = [0, 0];
  for (const each of fc.sample(description, { seed, numRuns: 150 })) {
    const { model, properties } = ghostlyModel(each);
    const asked = properties.filter((name) => claims(model).includes(name));
    if (asked.length === 0) continue;
    const options = { ...optionsFor(model, tiny), properties: asked, stop: cutAt(300) };
    let all: readonly Stored[];
    try {
      all = writtenDown(model, options);
    } catch (error) {
      if (!isModelError(error)) throw error;
      continue;
    }
    const whole = told(checkToFile(model, options));
    for (const at of all) {
      resumed += 1;
      const from = sourceOf(at);
      const report = checkToFile(model, { ...options, checkpoint: { from } });
      expect(told(report)).toEqual(whole);
      if (from.facts.leftOut.length > report.grounds.leftOut.length) restarted += 1;
    }
  }
  expect(resumed).toBeGreaterThan(100);
  expect(restarted).toBeGreaterThan(0);
});

function cutAt(states: number): NonNullable<CheckOptions["stop"]> {
  return (progress) => (progress.states >= states ? `more than ${states} states` : undefined);
}

test("code that was run for more views then is not the same", () => {
  const model = families.find(({ name }) => name === "two-phase-commit")?.instances()[0]?.model;
  if (model === undefined) throw new Error("there is no such family");
  const options = optionsFor(model, tiny);
  const [first] = writtenDown(model, options);
  if (first === undefined) throw new Error("nothing was written down");
  const facts = JSON.parse(first.facts);
  facts.judged.sweep.views += 1;
  const from = sourceOf({ ...first, facts: JSON.stringify(facts) });
  expect(() => checkToFile(model, { ...options, checkpoint: { from } })).toThrow(CannotResume);
});
