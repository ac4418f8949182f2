/** The page on leaving states out: its table says what is found. */

import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { families } from "../../models/index.js";
import { check } from "../../src/check.js";
import { settingsOf } from "../../src/cli/target.js";
import { pathOf } from "./page.js";

const rows = [
  ...readFileSync(pathOf("reduction.md"), "utf8").matchAll(
    /^\| (\S+) \| `(.*)` \| ([\d,]+) \| ([\d,]+) \| (\d+) of (\d+) \|$/gm,
  ),
].map(([, name = "", settings = "", ...figures]) => {
  const [states = 0, reduced = 0, left = 0, of = 0] = figures.map((text) => Number(text.replaceAll(",", "")));
  return { name, settings, states, reduced, left, of };
});

const ofTheWholeGraph = ["neverStuck", "eventually", "leadsTo"];

test("there are rows of every family on the machine and of the others", () => {
  expect([...new Set(rows.map(({ name }) => name))].sort()).toEqual(
    families
      .slice(-7)
      .map(({ name }) => name)
      .sort(),
  );
});

// The larger ones take too long for every run of the tests.
test.each(rows.filter(({ states }) => states < 20_000))("$name $settings", (row) => {
  const family = families.find(({ name }) => name === row.name);
  const model = family?.instance(family.newest, settingsOf(row.settings.split(" "))).model;
  if (model === undefined) throw new Error(`no family ${row.name}`);
  const properties = model.properties
    .filter(({ kind }) => !ofTheWholeGraph.includes(kind))
    .map(({ name }) => name);
  const all = check(model, { properties, recheck: 0 });
  const reduced = check(model, { properties, recheck: 0, strategy: "reduced" });
  expect(reduced.verdicts).toEqual(all.verdicts);
  expect(all.grounds.states).toBe(row.states);
  expect(reduced.grounds.states).toBe(row.reduced);
  expect(reduced.grounds.points).toEqual({ left: row.left, of: row.of });
});
