/** Of every family, in every variant, at every combination of parameters: a part of the states decides, and explains, as all do. */

import { describe, expect, test } from "vitest";
import { families } from "../../models/index.js";
import { type CheckOptions, check, type Report } from "../../src/check.js";
import type { Model } from "../../src/model/model.js";

const ofTheWholeGraph = ["neverStuck", "eventually", "leadsTo"];

/** Larger instances are passed over, but for one of each variant: they take long, and docs/reduction.md has some of them. */
const mostStates = 20_000;

/** Compares, and returns what was found; undefined where there are too many states. */
function compared(model: Model, most = Number.POSITIVE_INFINITY): Report | undefined {
  const some = model.properties.filter(({ kind }) => !ofTheWholeGraph.includes(kind)).map(({ name }) => name);
  const asked: CheckOptions = { properties: some, recheck: 0 };
  const few: CheckOptions = { ...asked, stop: ({ states }) => (states > most ? "many" : undefined) };
  // The number of states is compared: of all of them.
  const all = check(model, { ...few, symmetry: false });
  if (!all.grounds.exhausted) return undefined;
  const reduced = check(model, { ...asked, strategy: "reduced" });
  expect(reduced.verdicts).toEqual(all.verdicts);
  expect(reduced.grounds).toMatchObject({ strategy: "reduced", exhausted: true });
  expect(reduced.grounds.states).toBeLessThanOrEqual(all.grounds.states);
  return reduced;
}

describe.each(families.map((family) => [family.name, family] as const))("%s", (_, family) => {
  test.each(Object.keys(family.variants))("%s", (variant) => {
    expect(compared(family.instance(variant).model)).toBeDefined();
    const others = family.instances().filter((each) => each.variant === variant);
    for (const { model } of others) compared(model, mostStates);
  });
});

test("with two CPUs, on which tasks migrate", () => {
  for (const name of ["kvm-deferred-load", "amx-xfd"]) {
    const family = families.find((each) => each.name === name);
    if (family === undefined) throw new Error(`no family ${name}`);
    expect(compared(family.instance(family.newest, { cpus: "2" }).model)).toBeDefined();
  }
});
