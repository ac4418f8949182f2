/** Of every family, in every variant, at every combination of parameters: a sweep counts and finds what the plain search does. */

import { describe, expect, test } from "vitest";
import { classics, families } from "../../models/index.js";
import { compareSweep } from "../differential/swept/comparison.js";

/** Larger instances are passed over, where a variant has smaller ones: they take long. */
const most = 10_000;

describe.each([...families, ...classics].map((family) => [family.name, family] as const))(
  "%s",
  (_, family) => {
    test.each(Object.keys(family.variants))("%s", (variant) => {
      const instances = family.instances().filter((each) => each.variant === variant);
      const compared = instances.flatMap(
        ({ model }) => compareSweep(() => model, { most, paths: false }) ?? [],
      );
      if (compared.length > 0) return;
      const { model } = family.instance(variant);
      expect(compareSweep(() => model, { most: 1_000_000, paths: false })).toBeDefined();
    });
  },
);
