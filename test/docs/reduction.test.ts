/** The page on leaving states out: its table says what is found. */

import { readFileSync } from "node:fs";
import type { Model } from "preempt";
import { expect, test } from "vitest";
import { families } from "../../models/index.js";
import { check } from "../../src/check.js";
import { settingsOf } from "../../src/cli/target.js";
import { leastPersistent } from "../differential/reduced/persistent.js";
import { pathOf } from "./page.js";

const page = readFileSync(pathOf("reduction.md"), "utf8");

const rows = [...page.matchAll(/^\| (\S+) \| `(.*)` \| ([\d,]+) \| ([\d,]+) \| (\d+) of (\d+) \|$/gm)].map(
  ([, name = "", settings = "", ...figures]) => {
    const [states = 0, reduced = 0, left = 0, of = 0] = figures.map((text) =>
      Number(text.replaceAll(",", "")),
    );
    return { name, settings, states, reduced, left, of };
  },
);

const bounds = [...page.matchAll(/^\| (\S+) \| `(.*)` \| ([\d,]+) \| ([\d,]+) \|$/gm)].map(
  ([, name = "", settings = "", ...figures]) => {
    const [states = 0, left = 0] = figures.map((text) => Number(text.replaceAll(",", "")));
    return { name, settings, states, left };
  },
);

const ofTheWholeGraph = ["neverStuck", "eventually", "leadsTo"];

test("there are rows of every family on the machine and of the others", () => {
  expect([...new Set(rows.map(({ name }) => name))].sort()).toEqual(
    families
      .slice(-7)
      .map(({ name }) => name)
      .sort(),
  );
});

function modelOf({ name, settings }: Omit<(typeof bounds)[number], "states" | "left">): Model {
  const family = families.find((each) => each.name === name);
  if (family === undefined) throw new Error(`no family ${name}`);
  return family.instance(family.newest, settingsOf(settings.split(" "))).model;
}

// The larger ones take too long for every run of the tests.
test.each(rows.filter(({ states }) => states < 20_000))("$name $settings", (row) => {
  const model = modelOf(row);
  const properties = model.properties
    .filter(({ kind }) => !ofTheWholeGraph.includes(kind))
    .map(({ name }) => name);
  const all = check(model, { properties, recheck: 0, symmetry: false });
  const reduced = check(model, { properties, recheck: 0, strategy: "reduced" });
  expect(reduced.verdicts).toEqual(all.verdicts);
  expect(all.grounds.states).toBe(row.states);
  expect(reduced.grounds.states).toBe(row.reduced);
  expect(reduced.grounds.points).toEqual({ left: row.left, of: row.of });
});

test("the bound is given for each of the same families", () => {
  expect(new Set(bounds.map(({ name }) => name))).toEqual(new Set(rows.map(({ name }) => name)));
});

test.each(bounds.filter(({ states }) => states < 30_000))("at best, of $name $settings", (row) => {
  expect(leastPersistent(modelOf(row))).toEqual({ states: row.states, left: row.left });
});
