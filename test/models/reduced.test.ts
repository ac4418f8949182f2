/** Of every family, in every variant: a part of the states decides, and explains, as all of them do. */

import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { type CheckOptions, check } from "../../src/check.js";
import type { Model } from "../../src/model/model.js";

const ofTheWholeGraph = ["neverStuck", "eventually", "leadsTo"];

function agrees(model: Model): void {
  const some = model.properties.filter(({ kind }) => !ofTheWholeGraph.includes(kind)).map(({ name }) => name);
  const asked: CheckOptions = { properties: some, recheck: 0 };
  const all = check(model, asked);
  const reduced = check(model, { ...asked, strategy: "reduced" });
  expect(reduced.verdicts).toEqual(all.verdicts);
  expect(reduced.grounds).toMatchObject({ strategy: "reduced", exhausted: true });
  expect(reduced.grounds.states).toBeLessThanOrEqual(all.grounds.states);
}

describe.each(families.map((family) => [family.name, family] as const))("%s", (_, family) => {
  test.each(Object.keys(family.variants))("%s", (variant) => {
    agrees(family.instance(variant).model);
  });
});

test("with two CPUs, on which tasks migrate", () => {
  for (const name of ["fpu-regimes", "kvm-deferred-load", "amx-xfd"]) {
    const family = families.find((each) => each.name === name);
    if (family === undefined) throw new Error(`no family ${name}`);
    agrees(family.instance(family.newest, { cpus: "2" }).model);
  }
});
