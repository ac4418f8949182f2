/** docs/symmetry.md: its figures are what the searches come to, and its declaration is the model's. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { check } from "preempt";
import { expect, test } from "vitest";
import { kvmDeferredLoad } from "../../models/kvm-deferred-load/index.js";
import { twoPhaseCommit } from "../../models/toys/two-phase-commit.js";
import { root } from "../support/cli.js";

const page = readFileSync(join(root, "docs/symmetry.md"), "utf8");

const unspaced = (text: string): string => text.replaceAll(/\s+/g, "");

test("the declaration that it shows is that of two-phase commit", () => {
  const blocks = [...page.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => unspaced(text));
  const model = unspaced(readFileSync(join(root, "models/toys/two-phase-commit.ts"), "utf8"));
  expect(blocks).toHaveLength(1);
  for (const block of blocks) expect(model).toContain(block);
});

const rows = [...page.matchAll(/^\| (.+?) \| ([\d,]+) \| ([\d,]+) \|$/gm)].map(
  ([, model = "", states = "", kept = ""]) =>
    [model, Number(states.replaceAll(",", "")), Number(kept.replaceAll(",", ""))] as const,
);

test("the table has rows", () => {
  expect(rows.length).toBe(5);
});

test.each(rows)("%s: %i states, of which %i are kept", (named, states, kept) => {
  const managers = /^two-phase commit, (\d) resource managers$/.exec(named)?.[1];
  const tasks = /(\d) tasks?$/.exec(named)?.[1] ?? "";
  const { model } =
    managers === undefined
      ? kvmDeferredLoad.instance("fix-d", { cpus: "2", tasks })
      : twoPhaseCommit.instance("two-phase", { n: managers });
  const counts = [false, true].map((symmetry) => check(model, { symmetry }).grounds.states);
  expect(counts).toEqual([states, kept]);
});
