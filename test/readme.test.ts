/** Runs what the README and the language's page show: their models, their commands, the README's test. */

import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { preempt, root } from "./support/cli.js";

interface Block {
  readonly language: string;
  readonly text: string;
}

const pages = ["README.md", "docs/language.md"];

const [readme = ""] = pages.map((page) => readFileSync(join(root, page), "utf8"));

const blocks: readonly Block[] = pages.flatMap((page) =>
  [...readFileSync(join(root, page), "utf8").matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = "", text = ""]) => ({ language, text }),
  ),
);

/** Inside the repository, so that `import "preempt"` finds this package by its own name. */
const folder = join(root, ".readme-test");

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  writeFileSync(join(folder, "vitest.config.ts"), "export default {};\n");
  for (const { language, text } of blocks) {
    const name = /^\/\/ (\S+)\n/.exec(text)?.[1];
    if (language === "ts" && name !== undefined) writeFileSync(join(folder, name), text);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** The words of a shell line, quotes taken off. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = ""]) => quoted ?? plain);
}

const commands = blocks.filter(({ language }) => language === "console");

test("there are commands to run, and files to run them on", () => {
  expect(commands.length).toBeGreaterThan(2);
  expect(blocks.filter(({ language }) => language === "ts").length).toBeGreaterThan(2);
});

test.each(commands.map(({ text }) => [text.split("\n")[0] ?? "", text] as const))("%s", (line, text) => {
  const [, tool, ...words] = wordsOf(line.replace(/^\$ /, ""));
  expect(tool).toBe("preempt");
  const { stdout, stderr } = preempt(words, { cwd: folder });
  expect(stderr).toBe("");
  expect(`${line}\n${stdout}`).toBe(text);
});

test("its test passes", () => {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const out = execFileSync(process.execPath, [vitest, "run", "--root", folder], {
    encoding: "utf8",
    cwd: folder,
  });
  expect(out).toMatch(/2 passed/);
});

test("every link leads to a file", () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, file = ""]) => file);
  expect(links.length).toBeGreaterThan(3);
  for (const file of links) expect(readFileSync(join(root, file), "utf8").length, file).toBeGreaterThan(100);
});
