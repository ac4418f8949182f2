/** The verdicts of the classics, at every size that a whole search is soon done with. */

import { check, type Instance } from "preempt";
import { describe, expect, test } from "vitest";
import { classics } from "../../models/classics/index.js";

const larger: Readonly<Record<string, readonly string[]>> = {
  readers: ["1", "5"],
  lastzero: ["1", "2", "4"],
  counters: ["1", "2", "4"],
  "compare-and-swap": ["1", "2", "4"],
  indexer: ["1", "3"],
  "file-system": ["1", "3"],
};

const instances: readonly Instance[] = classics.flatMap((family) => [
  ...family.instances(),
  ...(larger[family.name] ?? []).flatMap((n) =>
    Object.keys(family.variants).map((variant) => family.instance(variant, { n })),
  ),
]);

const named = instances.map((instance) => {
  const { family, variant, parameters } = instance;
  return { ...instance, title: `${family}@${variant} ${JSON.stringify(parameters)}` };
});

describe("every claim about the classics is as it is said to be", () => {
  test.each(named)("$title", ({ model, violated }) => {
    const { verdicts } = check(model);
    const broken = verdicts.filter(({ kind }) => kind !== "holds").map(({ property }) => property);
    expect(broken.sort()).toEqual([...violated].sort());
  });

  test("each variant has a name and a line about it", () => {
    for (const { variants, title } of classics) {
      expect(title).not.toBe("");
      for (const { about } of Object.values(variants)) expect(about).not.toBe("");
    }
  });
});
