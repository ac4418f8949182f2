/** Dynamic partial order reduction against exhaustive searches, on random models. */

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Exhaustive } from "../../src/search/exhaustive.js";
import { Interpreter } from "../../src/semantics/interpreter.js";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import { countRuns, Situations } from "./brute-force.js";
import { small } from "./comparison.js";
import { compareDpor, emptyTally } from "./dpor-verdicts.js";
import { type Flavour, modelDescription } from "./random-model.js";
import type { ModelDescription as RichDescription } from "./rich/description.js";
import { builtModel as builtRich } from "./rich/model.js";
import { combinations, fewestPlaces } from "./rich/places.js";
import { modelDescription as richDescription } from "./rich/random-models.js";

/** So many models of each flavour are compared. */
const models = 60;
const seed = 6;
/** A rich model with more states, or runs, is passed over. */
const mostStates = 150;
const mostRuns = 5_000;

const flavours: readonly Flavour[] = ["plain", "declared"];

describe.each(flavours)("%s models", (flavour) => {
  test(`${models} of them`, { timeout: 300_000 }, () => {
    const tally = emptyTally();
    fc.assert(
      fc.property(modelDescription(flavour), (description) => {
        const situations = small(description);
        fc.pre(situations !== undefined && situations.model.declaresCosts === (flavour === "declared"));
        if (situations !== undefined) compareDpor(situations.model, tally, true);
      }),
      { numRuns: models, seed },
    );
    expect(tally.optimal).toBeGreaterThan(models / 4);
    expect(tally.source).toBeGreaterThan(models / 4);
    expect(tally.found).toBeGreaterThan(models);
    expect(tally.missed).toBeGreaterThan(models / 4);
  });

  // Where the surroundings alone can move, nobody counted can.
  test(`${models} of them whose surroundings move`, { timeout: 300_000 }, () => {
    const tally = emptyTally();
    const surrounded = modelDescription(flavour).map((description) => ({
      ...description,
      processes: description.processes.map((process, i) => ({
        ...process,
        environment: i === description.processes.length - 1,
      })),
    }));
    fc.assert(
      fc.property(surrounded, (description) => {
        const situations = small(description);
        fc.pre(situations !== undefined && situations.model.declaresCosts === (flavour === "declared"));
        if (situations !== undefined) compareDpor(situations.model, tally, true);
      }),
      { numRuns: models, seed: seed + 1 },
    );
    expect(tally.surroundings).toBeGreaterThan(models / 12);
  });

  test(`${models} rich ones`, { timeout: 300_000 }, () => {
    const tally = emptyTally();
    fc.assert(
      fc.property(richDescription(flavour), (description) => {
        const found = smallRich(description);
        fc.pre(found !== undefined && found.model.declaresCosts === (flavour === "declared"));
        if (found !== undefined) compareDpor(found.model, tally, found.ends);
      }),
      { numRuns: models, seed: seed + 2 },
    );
    expect(tally.ending).toBeGreaterThan(models / 4);
    expect(tally.source).toBeGreaterThan(models / 2);
    expect(tally.found).toBeGreaterThan(models);
    expect(tally.missed).toBeGreaterThan(models / 4);
  });
});

/** A rich model with few states, and whether all its runs end, and are few. */
function smallRich(description: RichDescription) {
  if (combinations(description.processes) < fewestPlaces) return undefined;
  const { model, settle } = builtRich(description);
  const space = new ReferenceSpace(new Interpreter(model));
  for (const _ of new Exhaustive(space).batches()) if (space.size > mostStates) return undefined;
  const states = Array.from({ length: space.size }, (_, id) => space.state(id));
  settle(states, new Interpreter(model));
  // Of a model that goes round there is no end.
  const situations = Situations.of(model, { most: space.size });
  return { model, ends: situations !== undefined && countRuns(situations.start) <= mostRuns };
}
