/** With symmetry and without, the same is found: on random models that are symmetric by construction. */

import type { Model, Report } from "preempt";
import { describe, expect, test } from "vitest";
import { ReferenceSpace } from "../../src/space/reference-space.js";
import { orbitsOf, reachable } from "./brute.js";
import { check } from "./checked.js";
import { ring } from "./ring.js";

const seeds = Array.from({ length: 60 }, (_, seed) => seed);

const told = (model: Model, symmetry: boolean) => check(model, { symmetry, witnesses: true });

describe("random models", () => {
  test.each(seeds)("ring %i: verdicts, traces, and a state for each orbit", (seed) => {
    const model = ring(seed);
    const [quotient, whole] = [told(model, true), told(model, false)];
    expect(JSON.stringify(quotient.verdicts)).toBe(JSON.stringify(whole.verdicts));
    expect(quotient.grounds.symmetry?.alike).toEqual([{ what: "processes", elements: [0, 1, 2] }]);
    const reached = reachable(model).size;
    const { orbits, states } = orbitsOf(model);
    expect([quotient.grounds.states, whole.grounds.states]).toEqual([orbits, reached]);
    // The orbits of a symmetric beginning hold what is reachable, and nothing else.
    const begins = model.layout.variables.find(({ name }) => name === "turn")?.initial;
    const owned = model.layout.variables.find(({ name }) => name === "owner")?.initial;
    if (begins === -1 && owned === "nobody") expect(states).toBe(reached);
    else expect(states).toBeGreaterThanOrEqual(reached);
  });

  test("the reference semantics agrees", () => {
    for (const seed of seeds.slice(0, 10)) {
      const model = ring(seed);
      const kinds = ({ verdicts }: Report) => verdicts.map(({ property, kind }) => [property, kind]);
      const reference = check(model, { space: (interpreter) => new ReferenceSpace(interpreter) });
      expect(kinds(check(model))).toEqual(kinds(reference));
    }
  });

  test("of four processes, a twenty-fourth is left at most", () => {
    const model = ring(3, 4);
    const { orbits } = orbitsOf(model);
    expect(check(model).grounds.states).toBe(orbits);
  });
});
