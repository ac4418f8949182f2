/** Random models: their certificates show what was found, without a ghost that nothing looks at, too; and no state is there in vain. */

import fc from "fast-check";
import { isModelError, type Model } from "preempt";
import { expect, test } from "vitest";
import { builtModel } from "../differential/built-model.js";
import { modelDescription } from "../differential/random-model.js";
import { builtModel as builtRich } from "../differential/rich/model.js";
import { modelDescription as richDescription } from "../differential/rich/random-models.js";
import { ghostlyModel } from "../tables/ghostly-model.js";
import { description } from "../tables/ghostly-models.js";
import { certified, forged, takenApart, verified, words } from "./certified.js";

const mostStates = 120;
const seed = 20_261_121;

interface Drawn {
  readonly model: Model;
  readonly checked: readonly string[];
}

const all = (model: Model): Drawn => ({ model, checked: model.properties.map(({ name }) => name) });

const kinds: Readonly<Record<string, fc.Arbitrary<() => Drawn>>> = {
  plain: modelDescription("plain").map((drawn) => () => all(builtModel(drawn))),
  declared: modelDescription("declared").map((drawn) => () => all(builtModel(drawn))),
  rich: richDescription("plain").map((drawn) => () => all(builtRich(drawn).model)),
  ghostly: description.map((drawn) => () => {
    const { model, properties } = ghostlyModel(drawn);
    return { model, checked: properties };
  }),
};

/** What was found of a model, and its file; undefined where there is too much of it, or it is mistaken. */
function found(build: () => Drawn): (ReturnType<typeof certified> & Drawn) | undefined {
  try {
    const { model, checked } = build();
    const stop = ({ states }: { readonly states: number }): string | undefined =>
      states > mostStates ? "many" : undefined;
    return { model, checked, ...certified(model, { properties: checked, stop, recheck: 20 }) };
  } catch (error) {
    if (isModelError(error)) return undefined;
    throw error;
  }
}

test.each(Object.entries(kinds))("%s", (name, kind) => {
  let leftOut = 0;
  const verdicts = new Set<string>();
  fc.assert(
    fc.property(kind, fc.nat(), (build, number) => {
      const drawn = found(build);
      fc.pre(drawn?.file !== undefined);
      if (drawn?.file === undefined) return;
      const { model, report, file, checked } = drawn;
      const shown = verified(model, file, { properties: checked });
      expect(words(shown)).toEqual(words(report));
      expect(shown.states).toBe(report.grounds.states);
      expect(shown.transitions).toBe(report.grounds.transitions);
      leftOut += shown.leftOut.length;
      for (const word of Object.values(words(shown))) verdicts.add(word);
      const parts = takenApart(file);
      const missing = number % parts.states.length;
      const less = forged({ ...parts, states: parts.states.filter((_, i) => i !== missing) });
      expect(() => verified(model, less, { properties: checked })).toThrow(/the certificate is refused/);
    }),
    { numRuns: 60, seed, maxSkipsPerRun: 1000 },
  );
  expect([...verdicts]).toEqual(expect.arrayContaining(["holds", "violated", "unreached"]));
  if (name === "ghostly") expect(leftOut).toBeGreaterThan(50);
});
