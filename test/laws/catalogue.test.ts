/** Every shipped model keeps every law: each variant of each family, and what no instance takes is declared. */

import { diamond, type FamilyLaws, ghosts, type LawResult, lawsOf, resultText } from "preempt/laws";
import { describe, expect, test } from "vitest";
import { classics, families } from "../../models/index.js";

/** States that are looked at in each variant; the docs say what comes of more. */
const sample = 25;

const all = [...families, ...classics];

const every = ({ instances, reachability }: FamilyLaws): readonly LawResult[] => [
  ...instances.flatMap(({ results }) => results),
  reachability,
];

describe("the laws are kept by", () => {
  test.each(all.map((family) => [family.name, family] as const))(
    "%s",
    (_, family) => {
      const laws = lawsOf(family, { sample });
      const broken = every(laws).filter(({ kind }) => kind === "broken");
      expect(broken.map(resultText)).toEqual([]);
      // Whatever is looked at, there is something: nothing holds of no state.
      const over = every(laws).flatMap((result) => ("over" in result ? [result.over] : []));
      expect(over.every(({ states, steps }) => states > 0 && steps > 0)).toBe(true);
      // All of its instances, to the last state, or to the last step that had to be taken.
      expect(laws.reachability.kind).toBe("holds");
      expect(laws.instances.map(({ variant }) => variant)).toEqual(Object.keys(family.variants));
      // A variant whose user code is pure, and whose ghosts decide nothing, is judged by all others.
      const unjudged = laws.instances
        .flatMap(({ results }) => results)
        .filter(({ kind }) => kind === "not judged");
      expect(new Set(unjudged.map(({ law }) => law))).toEqual(
        new Set(unjudged.length === 0 ? [] : ["ghosts decide only ghosts"]),
      );
    },
    300_000,
  );
});

test("on the machine there are ghosts to judge, and steps that are claimed to be independent", () => {
  const machine = families.filter(({ name }) => /^(kvm|amx|xen)/.test(name));
  for (const family of machine) {
    const { model } = family.instance(family.newest);
    const [haunted, independent] = [ghosts(model, { sample }), diamond(model, { sample })];
    expect(haunted.kind).not.toBe("not judged");
    expect("over" in independent && independent.over.pairs).toBeGreaterThan(0);
  }
});
