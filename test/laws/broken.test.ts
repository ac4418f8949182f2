/** Each law has teeth: a model that breaks it is named with its fault, and a sibling that keeps it is left in peace. */

import type { Model } from "preempt";
import {
  agreement,
  checkLaws,
  determinism,
  diamond,
  ghosts,
  immutability,
  type LawResult,
  lawsText,
  purity,
  resultText,
} from "preempt/laws";
import { describe, expect, test } from "vitest";
import {
  caching,
  counting,
  haunted,
  judging,
  letter,
  patching,
  remembering,
  starting,
} from "./bad-models.js";

const said = (result: LawResult): string => resultText(result);

/** What is said of the bad model and of the good one. */
const both = (law: (model: Model) => LawResult, made: (isBad: boolean) => Model): readonly string[] =>
  [true, false].map((isBad) => said(law(made(isBad))));

describe("a deliberately bad model breaks", () => {
  test("purity, by a counter", () => {
    expect(both(purity, counting)).toMatchInlineSnapshot(`
      [
        "purity: broken
        step "count" of A did two things in the same state (it read no variable). User code must depend on the variables alone; the usual causes are the clock, randomness, and a variable of the program that a step changes
          in the initial state",
        "purity: holds (4 states, 4 steps)",
      ]
    `);
  });

  test("purity, by what another step has left", () => {
    expect(both(purity, remembering)).toMatchInlineSnapshot(`
      [
        "purity: broken
        step "look" of A did two things in the same state (it read no variable). User code must depend on the variables alone; the usual causes are the clock, randomness, and a variable of the program that a step changes
          reached by the schedule "B"",
        "purity: holds (5 states, 4 steps)",
      ]
    `);
  });

  test("ghosts decide only ghosts", () => {
    expect(both(ghosts, haunted)).toMatchInlineSnapshot(`
      [
        "ghosts decide only ghosts: broken
        the condition "has anybody seen?" of B lets the ghost ghost.seen decide something real: with all else equal it did two things. A ghost is there for properties alone, and may decide only ghosts and failures
          reached by the schedule "A"",
        "ghosts decide only ghosts: holds (8 states, 8 steps)",
      ]
    `);
  });

  test("immutability, by what is kept in a Record", () => {
    expect(both(immutability, caching)).toMatchInlineSnapshot(`
      [
        "immutability: broken
        step "measure" of A wrote into a value that it was handed: Cannot add property far, object is not extensible (it had read point). Values are shared between states: make a new one and assign that
          reached by the schedule "A"",
        "immutability: holds (3 states, 2 steps)",
      ]
    `);
  });

  test("immutability, by a write into a List", () => {
    expect(both(immutability, patching)).toMatchInlineSnapshot(`
      [
        "immutability: broken
        step "measure" of A wrote into a value that it was handed: Cannot assign to read only property '0' of object '[object Array]' (it had read row). Values are shared between states: make a new one and assign that
          reached by the schedule "A"",
        "immutability: holds (3 states, 2 steps)",
      ]
    `);
  });

  test("immutability, in a predicate", () => {
    expect(both(immutability, judging)).toMatchInlineSnapshot(`
      [
        "immutability: broken
        the predicate of "far off" wrote into a value that it was handed: Cannot add property far, object is not extensible (it had read point). Values are shared between states: make a new one and assign that
          in the initial state",
        "immutability: holds (2 states, 1 step)",
      ]
    `);
  });

  test("determinism, by a variable of the program", () => {
    expect(both(determinism, remembering)).toMatchInlineSnapshot(`
      [
        "determinism: broken
        in the initial state step "look" of A leads to another state the first time than the second time: x = 2 and x = 1",
        "determinism: holds (5 states, 4 steps)",
      ]
    `);
  });

  test("determinism, by how it is built", () => {
    const built = (isBad: boolean): LawResult => {
      let built = 0;
      const made = (): Model => {
        built += 1;
        return starting(isBad ? built : 0);
      };
      return determinism(made(), { again: made });
    };
    expect([true, false].map((isBad) => said(built(isBad)))).toMatchInlineSnapshot(`
      [
        "determinism: broken
        the model was built in two ways: it has the variable x, at first 1 the first time, and the variable x, at first 2 the second time",
        "determinism: holds (2 states, 1 step)",
      ]
    `);
  });

  test("the diamond, by a letter that no footprint shows", () => {
    expect(both(diamond, letter)).toMatchInlineSnapshot(`
      [
        "the diamond: broken
        in the initial state step "leave a letter" of A and step "take the letter" of B are claimed to be independent, and are not: A and then B lead to another state than the other way round: x = 2 and x = 1",
        "the diamond: holds (5 states, 4 steps, 2 pairs)",
      ]
    `);
  });

  test("reference and tables agree, by a step that remembers", () => {
    expect(both(agreement, remembering)).toMatchInlineSnapshot(`
      [
        "reference and tables agree: broken
        in the initial state step "look" of A leads to another state on the reference than on the tables: x = 2 and x = 1",
        "reference and tables agree: holds (5 states, 4 steps)",
      ]
    `);
  });
});

test("all laws of a bad model: what rests on a broken one is not judged", () => {
  expect(lawsText(checkLaws(counting(true)))).toMatchInlineSnapshot(`
    "the laws, of counting
      immutability: holds (5 states, 4 steps)
      purity: broken
        step "count" of A did two things in the same state (it read no variable). User code must depend on the variables alone; the usual causes are the clock, randomness, and a variable of the program that a step changes
          in the initial state
      ghosts decide only ghosts: not judged, as purity is broken
      determinism: not judged, as purity is broken
      reference and tables agree: not judged, as purity is broken
      the diamond: not judged, as purity is broken
      reachability: not judged, as purity is broken"
  `);
  expect(checkLaws(counting(true)).kept).toBe(false);
  expect(lawsText(checkLaws(counting(false)))).toMatchInlineSnapshot(`
    "the laws, of counting
      immutability: holds (4 states, 4 steps)
      purity: holds (4 states, 4 steps)
      ghosts decide only ghosts: holds (4 states, 4 steps)
      determinism: holds (4 states, 4 steps)
      reference and tables agree: holds (4 states, 4 steps)
      the diamond: holds (4 states, 4 steps, 3 pairs)
      reachability: holds (1 state, 2 steps)"
  `);
  expect(checkLaws(counting(false)).kept).toBe(true);
});
