/** The page on mutation: its tables are what the command line prints, and every survivor in them is accounted for. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJiti } from "jiti";
import { expect, test } from "vitest";
import { families } from "../../models/index.js";
import { root } from "../support/cli.js";
import { expectUpToDate, pathOf } from "./page.js";

// It goes through some 600 models.
test("mutation.md shows what is printed", { timeout: 600_000 }, async () => {
  await expectUpToDate("mutation.md");
});

const page = readFileSync(pathOf("mutation.md"), "utf8");

test("there is a table of each family, and nothing in it is left without a reason", () => {
  const tables = [...page.matchAll(/^<!-- preempt mutate (\S+)/gm)].map(([, name]) => name);
  expect(tables.sort()).toEqual(families.map(({ name }) => name).sort());
  expect(page).not.toContain("WITHOUT A REASON");
  expect(page).not.toContain("a reason is stated for");
});

test("the example says what survives a weak property, and that none survives a strong one", async () => {
  const [, code = ""] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];
  const weak = `always("x is no more than 2", (s) => s.x <= 2)`;
  const strong = /`(always\("no update is lost"[^`]*)`/.exec(page)?.[1] ?? "";
  expect(code).toContain(weak);
  const both = `const bothFinished = (s) => s.process("A").finished && s.process("B").finished;\n`;
  const folder = mkdtempSync(join(tmpdir(), "mutation-"));
  const survivors = async (file: string, text: string): Promise<readonly string[]> => {
    writeFileSync(join(folder, file), text);
    const jiti = createJiti(import.meta.url, { alias: { preempt: join(root, "src", "index.ts") } });
    return (await jiti.import<{ survivors: readonly string[] }>(join(folder, file))).survivors;
  };
  try {
    const found = await survivors("weak.ts", code);
    expect(found).toContain('A: read x (split "locked add")');
    expect(page).toContain(
      `Here \`survivors\` has ${["no", "one", "two", "three", "four"][found.length]} names`,
    );
    expect(await survivors("strong.ts", both + code.replace(weak, strong))).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
