/** What reports say of symmetry: what was exchanged, what tells elements apart, and why it was not used. */

import { indexed, interchangeable, language, type Model, model, type Property } from "preempt";
import { describe, expect, test } from "vitest";
import { strategyAsked, strategyWords } from "../../src/cli/strategy.js";
import { searchedText } from "../../src/render/report.js";
import { check } from "./checked.js";

const variables = { cell: indexed(3, { x: false }) };
const { step, process, never, eventually } = language<typeof variables>();
const all = [0, 1, 2];

function setting(...properties: readonly Property<never>[]): Model {
  return model({
    name: "three",
    variables,
    processes: all.map((i) =>
      process(`P${i}`, {
        program: step("set", (k) => {
          k.cell(i).x = true;
        }),
        fair: "weak",
      }),
    ),
    symmetry: [interchangeable("cells", all, (i) => ({ processes: [`P${i}`], copies: { cell: i } }))],
    properties: properties as readonly Property<never>[] as never,
  });
}

const alike = never("two and no third", (s) => all.filter((i) => s.cell(i).x).length > 3);
const first = never(
  "the first alone",
  (s) => s.cell(0).x && !s.cell(1).x && !s.cell(2).x && s.halted !== null,
);

describe("the line on what was searched", () => {
  test.each<[string, () => ReturnType<typeof check>, string]>([
    [
      "what was exchanged",
      () => check(setting(alike)),
      "all 4 states up to exchanges of cells 0, 1 and 2, 6 moves, depth 3 (exhaustive, any number of preemptions)",
    ],
    [
      "nothing, where it is switched off",
      () => check(setting(alike), { symmetry: false }),
      "all 8 states, 12 moves, depth 3 (exhaustive, any number of preemptions)",
    ],
    [
      "what a claim tells apart",
      () =>
        check(
          setting(
            alike,
            never("the first alone", (s) => s.cell(0).x && !s.cell(1).x && !s.cell(2).x),
          ),
        ),
      'all 6 states up to exchanges of cells 1 and 2, 9 moves, depth 3 (exhaustive, any number of preemptions); "the first alone" tells cells 0 and 1 apart; "the first alone" tells cells 0 and 2 apart',
    ],
    [
      "that claims about whole runs go without",
      () =>
        check(
          setting(
            alike,
            eventually("all are set", (s) => all.every((i) => s.cell(i).x)),
          ),
        ),
      'all 8 states, 12 moves, depth 3 (exhaustive, any number of preemptions); symmetry was not used: claims about whole runs are decided without it: "all are set"',
    ],
  ])("%s", (_, report, text) => {
    expect(searchedText(report().grounds)).toBe(text);
  });

  test("that the strategy reduced goes without", () => {
    expect(searchedText(check(setting(alike), { strategy: "reduced" }).grounds)).toMatch(
      /; symmetry was not used: the strategy reduced searches without it$/,
    );
  });

  test("a claim whose answers are the same all over tells nothing apart", () => {
    expect(check(setting(first)).grounds.symmetry?.apart).toEqual([]);
  });
});

test("--no-symmetry is what options say", () => {
  expect(strategyAsked({})).toEqual({ strategy: "exhaustive" });
  expect(strategyAsked({ symmetry: true })).toEqual({ strategy: "exhaustive" });
  expect(strategyAsked({ symmetry: false })).toEqual({ strategy: "exhaustive", symmetry: false });
  expect(strategyWords({ symmetry: false })).toEqual(["--no-symmetry"]);
  expect(strategyWords({})).toEqual([]);
});
