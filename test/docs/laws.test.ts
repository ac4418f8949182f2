/** The page on the laws: its model is one that compiles, and what is printed of it is what is printed today. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as laws from "preempt/laws";
import { lawNames } from "preempt/laws";
import { expect, test } from "vitest";
import { families } from "../../models/index.js";
import { extentOf } from "../../properties/laws/options.js";
import { check } from "../../src/check.js";
import { root } from "../support/cli.js";
import { mailbox, report } from "./mailbox.js";
import { pathOf } from "./page.js";

const page = pathOf("laws.md");
const text = readFileSync(page, "utf8");

test("its model is the one beside this test, and its report is what comes of that", async () => {
  const source = readFileSync(join(root, "test", "docs", "mailbox.ts"), "utf8");
  const now = text
    .replace(/(^```ts\n)\/\/ mailbox\.ts\n[\s\S]*?(^```$)/m, (_, before, after) => before + source + after)
    .replace(/(^```text\n)[\s\S]*?(^```$)/m, (_, before, after) => `${before}${report}\n${after}`);
  expect(now).toContain('no run takes "A: full? -> yes"');
  await expect(now).toMatchFileSnapshot(page);
});

test("what it says of the claim is so", () => {
  expect(check(mailbox).verdicts.map(({ kind }) => kind)).toEqual(["holds", "holds"]);
});

test("its table has every law, and every function that it names is there", () => {
  const rows = [...text.matchAll(/^\| ([^|]+) \| `(\w+)` \|/gm)].filter(
    ([, , name]) => name !== undefined && name in laws,
  );
  expect(rows.map(([, law]) => law)).toEqual(lawNames);
});

test("what is looked at, if nothing is said, is what the page says", () => {
  const { sample, seed, states } = extentOf({});
  for (const [name, value] of Object.entries({ sample, seed, states }))
    expect(text).toContain(`| \`${name}\` | ${value.toLocaleString("en-GB")} |`);
});

test("the declaration that it shows is one of the catalogue", () => {
  const family = families.find(({ name }) => name === "kvm-deferred-load");
  const declared = family?.instance(family.newest, { softirqFpu: "true" }).model.unreachable;
  expect(text).toContain(
    `unreachable: ${JSON.stringify(declared).replace('{"', '{ "').replace(/":"/, '": "').replace(/}$/, " }")}`,
  );
});
