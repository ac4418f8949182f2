/** The page on writing a family: its file is one that compiles, and does what the page says. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJiti } from "jiti";
import { afterAll, beforeAll, expect, test } from "vitest";
import { check } from "../../src/check.js";
import type { Family, Instance } from "../../src/model/family.js";
import { matrixLegend, matrixText } from "../../src/render/matrix-text.js";
import { reportText } from "../../src/render/report.js";
import { modelText } from "../../src/render/show.js";
import { root } from "../support/cli.js";
import { pathOf, rewritten } from "./page.js";

const page = pathOf("writing-a-family.md");
const text = readFileSync(page, "utf8");
const name = "signal-frame.ts";
/** The same file, where the compiler and the linter find it. */
const source = readFileSync(join(root, "test", "docs", name), "utf8");

const folder = mkdtempSync(join(tmpdir(), "writing-a-family-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const entries = {
  "preempt/machine": join(root, "models", "machine", "index.ts"),
  "preempt/properties": join(root, "properties", "fpu", "index.ts"),
  preempt: join(root, "src", "index.ts"),
};

/** The family of a model file, loaded as the command line loads it, but from the sources. */
async function loaded(file: string, code: string): Promise<Family> {
  writeFileSync(join(folder, file), code);
  const jiti = createJiti(join(root, "test", "docs", "x.ts"), { alias: entries });
  return jiti.import<Family>(join(folder, file), { default: true });
}

let family: Family;

beforeAll(async () => {
  const file = /^```ts\n(\/\/ signal-frame\.ts\n[\s\S]*?)^```$/m.exec(text)?.[1];
  family = await loaded(name, file ?? "");
});

/** What `preempt` prints for its commands on the file. */
async function printed(words: readonly string[]): Promise<string> {
  const [command, , , variant = "", , property = ""] = words;
  if (command === "check") {
    const { model } = family.instance(variant);
    const replay = `preempt replay ${name} --variant ${variant}`;
    return `${reportText(check(model, { properties: [property] }), { replay })}\n`;
  }
  const rows = family.instances().map((instance) => ({ instance, report: check(instance.model) }));
  const expected = `${rows.length} instances checked; every verdict is the expected one`;
  return `${matrixText(family, rows)}\n\n${matrixLegend(rows)}\n${expected}\n`;
}

test("its file is the one beside this test, and its output is what is printed", async () => {
  const now = await rewritten(
    text.replace(
      /(^```ts\n)\/\/ signal-frame\.ts\n[\s\S]*?(^```$)/m,
      (_, before, after) => before + source + after,
    ),
    printed,
  );
  await expect(now).toMatchFileSnapshot(page);
});

const violated = ({ model }: Instance): readonly string[] =>
  check(model).verdicts.flatMap(({ kind, property }) => (kind === "holds" ? [] : [property]));

test("every verdict is the expected one", () => {
  const instances = family.instances();
  expect(instances.length).toBe(8);
  expect(instances.map(violated)).toEqual(instances.map((instance) => instance.violated));
});

test("what show prints of the task is what the page says", () => {
  const told = /^```text\n([\s\S]*?)^```$/m.exec(text)?.[1] ?? "nothing";
  expect(modelText(family.instance("before").model)).toContain(told);
});

const atomically = (code: string): string =>
  code
    .replace("  fpregsLock(\n", '  fpregsLock(atomic("fpregs_lock",\n')
    .replace("fpregs;\n    }),\n  ),\n", "fpregs;\n    }),\n  )),\n")
    .replace("const { step,", "const { atomic, step,");

test("made atomic, the section is refused: nothing can be at a step inside", async () => {
  const wrong = await loaded("atomic.ts", atomically(source));
  expect(() => check(wrong.instance("before").model)).toThrow(
    /no step of process "A" called "XSAVE to the frame"/,
  );
});

test("made atomic, and without the claim that something strikes there, the buggy version holds", async () => {
  const claim = / {8}reachable\(\n[\s\S]*?\n {8}\),\n/;
  expect(source).toMatch(claim);
  const wrong = await loaded("vacuous.ts", atomically(source.replace(claim, "")));
  expect(violated(wrong.instance("before"))).toEqual([]);
});
