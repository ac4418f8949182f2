/** An audit of every state finds nothing wrong where nothing is, and changes nothing: on the catalogue and on random models. */

import fc from "fast-check";
import { type CheckOptions, check, isModelError, type Model } from "preempt";
import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { builtModel } from "../differential/built-model.js";
import { modelDescription } from "../differential/random-model.js";
import { builtGuarded } from "../differential/reduced/built-guarded.js";
import { builtMachine } from "../differential/reduced/built-machine.js";
import { guardedDescription } from "../differential/reduced/guarded.js";
import { machineDescription } from "../differential/reduced/machine.js";
import { builtModel as builtRich } from "../differential/rich/model.js";
import { modelDescription as richDescription } from "../differential/rich/random-models.js";

const ofTheGraph = ["neverStuck", "eventually", "leadsTo"];
const mostStates = 250;
const seed = 20_261_121;

/** How many choices were checked; undefined where there are too many states. */
function audited(model: Model): number | undefined {
  const properties = model.properties
    .filter(({ kind }) => !ofTheGraph.includes(kind))
    .map(({ name }) => name);
  const asked: CheckOptions = { properties, recheck: 0, symmetry: false };
  const stop: CheckOptions["stop"] = ({ states }) => (states > mostStates ? "many" : undefined);
  const all = check(model, { ...asked, stop });
  if (!all.grounds.exhausted) return undefined;
  const { states, transitions: moves } = all.grounds;
  const whole = check(model, { ...asked, audit: { share: 1 } });
  expect(whole).toEqual({
    ...all,
    grounds: { ...all.grounds, audited: { share: 1, seed: 0, states, moves, choices: 0 } },
  });
  const reduced = check(model, { ...asked, strategy: "reduced" });
  const part = check(model, { ...asked, strategy: "reduced", audit: { share: 1 } });
  expect(part.verdicts).toEqual(reduced.verdicts);
  expect(part.grounds).toMatchObject(reduced.grounds);
  expect(part.grounds.audited?.states).toBe(part.grounds.states);
  return part.grounds.audited?.choices;
}

describe("the catalogue", () => {
  test.each(families.map((family) => [family.name, family] as const))("%s", (_, family) => {
    // Whose instances are all larger has its newest looked at elsewhere.
    for (const { model } of family.instances().slice(0, 4)) audited(model);
  });
});

const kinds: Readonly<Record<string, fc.Arbitrary<() => Model>>> = {
  machines: machineDescription.map((drawn) => () => builtMachine(drawn)),
  guarded: guardedDescription.map((drawn) => () => builtGuarded(drawn)),
  plain: modelDescription("plain").map((drawn) => () => builtModel(drawn)),
  declared: modelDescription("declared").map((drawn) => () => builtModel(drawn)),
  rich: richDescription("plain").map((drawn) => () => builtRich(drawn).model),
};

test.each(Object.entries(kinds))("random models: %s", (_, kind) => {
  let choices = 0;
  fc.assert(
    fc.property(kind, (build) => {
      let found: number | undefined;
      try {
        found = audited(build());
      } catch (error) {
        if (!isModelError(error)) throw error;
      }
      fc.pre(found !== undefined);
      choices += found ?? 0;
    }),
    { numRuns: 50, seed, maxSkipsPerRun: 1000 },
  );
  expect(choices).toBeGreaterThan(50);
});
