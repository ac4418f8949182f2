/** The pages on families: each matrix and counterexample in them is what the command line prints. */

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { families } from "../../models/index.js";
import { toys } from "../../models/toys/index.js";
import { check } from "../../src/check.js";
import { settingsOf } from "../../src/cli/target.js";
import { expectUpToDate, pathOf } from "./page.js";

/** It takes longer than the others together, and has a file of its own. */
const apart = "kvm-deferred-load.md";

const pages = readdirSync(pathOf("families"));

const ofFamilies = pages.filter((page) => families.some(({ name }) => page === `${name}.md`));

test.each(ofFamilies.filter((page) => page !== apart))("%s shows what is printed", async (page) => {
  await expectUpToDate(`families/${page}`);
});

test("every family that is no toy has a page, and the index names it", () => {
  const index = readFileSync(pathOf("families/README.md"), "utf8");
  const wanted = families.filter((family) => !toys.includes(family)).map(({ name }) => `${name}.md`);
  expect([...ofFamilies].sort()).toEqual([...wanted].sort());
  for (const page of ofFamilies) expect(index).toContain(`(${page})`);
});

test.each([...pages.map((page) => `families/${page}`), "writing-a-family.md"])(
  "%s: every link leads to a file",
  (page) => {
    const text = readFileSync(pathOf(page), "utf8");
    for (const [, file = ""] of text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g))
      expect(readFileSync(join(dirname(pathOf(page)), file), "utf8").length, file).toBeGreaterThan(100);
  },
);

/** Rows of the page on sizes that take no time: what was checked, states, transitions. */
const small = [
  ...readFileSync(pathOf("families/sizes.md"), "utf8").matchAll(
    /^## (\S+)@(\S+)$([\s\S]*?)(?=^## |$(?![\s\S]))/gm,
  ),
]
  .flatMap(([, family = "", variant = "", table = ""]) =>
    [...table.matchAll(/^\| `(.*)` \| ([\d,]+) \| ([\d,]+) \|/gm)].map(
      ([, settings = "", states = "", moves = ""]) => ({
        family,
        variant,
        settings,
        states: Number(states.replaceAll(",", "")),
        moves: Number(moves.replaceAll(",", "")),
      }),
    ),
  )
  .filter(({ states }) => states < 10_000);

test("there are small rows of each", () => {
  expect(new Set(small.map(({ family, variant }) => `${family}@${variant}`)).size).toBe(6);
});

test.each(small)(
  "$family@$variant $settings has $states states",
  ({ family, variant, settings, states, moves }) => {
    const found = families.find(({ name }) => name === family);
    const instance = found?.instance(variant, settingsOf(settings.split(" ")));
    if (instance === undefined) throw new Error(`no family ${family}`);
    const { grounds, verdicts } = check(instance.model, { symmetry: false });
    expect([grounds.states, grounds.transitions]).toEqual([states, moves]);
    expect(verdicts.every(({ kind }) => kind === "holds")).toBe(true);
  },
);
