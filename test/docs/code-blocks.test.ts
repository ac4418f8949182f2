/**
 * Every block of code in the README and under docs/ is executed or compiled by a test: each page and kind of block is in the table
 * below, with the test that runs it and the form in which that test finds it; a block of any other form fails here. What no test can
 * run is listed with the reason.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../support/cli.js";

interface Block {
  readonly page: string;
  readonly language: string;
  readonly text: string;
}

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];

const blocksOf = (page: string, text: string): readonly Block[] =>
  [...text.matchAll(/^ *```([^\n]+)\n([\s\S]*?)^ *```$/gm)].map(([, info = "", code = ""]) => ({
    page,
    language: info.split(" ")[0] ?? "",
    text: code,
  }));

const blocks = pages.flatMap((page) => blocksOf(page, readFileSync(join(root, page), "utf8")));

/** A kind of block: where it stands, what it looks like to the test that runs it, and that test. */
interface Ran {
  readonly page: RegExp;
  readonly language: RegExp;
  readonly form: RegExp;
  readonly by: string;
}

const named = /^\/\/ \S+\n/;
const command = /^\$ npx preempt \S/;

const ran: readonly Ran[] = [
  { page: /^(README|docs\/language)\.md$/, language: /^ts$/, form: named, by: "test/readme.test.ts" },
  { page: /^(README|docs\/language)\.md$/, language: /^console$/, form: command, by: "test/readme.test.ts" },
  { page: /^docs\/symmetry\.md$/, language: /^ts$/, form: /^symmetry: \[/, by: "test/docs/symmetry.test.ts" },
  {
    page: /^docs\/families\/kvm-deferred-load\.md$/,
    language: /^console$/,
    form: command,
    by: "test/docs/kvm-deferred-load.test.ts",
  },
  {
    page: /^docs\/families\/(?!kvm-deferred-load)/,
    language: /^console$/,
    form: command,
    by: "test/docs/families.test.ts",
  },
  { page: /fast-check\.md$/, language: /^(ts|text)$/, form: /^/, by: "test/docs/fast-check.test.ts" },
  { page: /testing\.md$/, language: /^(ts|js)$/, form: named, by: "test/docs/testing.test.ts" },
  { page: /testing\.md$/, language: /^text$/, form: /^/, by: "test/docs/testing.test.ts" },
  { page: /laws\.md$/, language: /^ts$/, form: /^\/\/ mailbox\.ts\n/, by: "test/docs/laws.test.ts" },
  { page: /laws\.md$/, language: /^ts$/, form: /^model\(\{ …, unreachable: /, by: "test/docs/laws.test.ts" },
  { page: /laws\.md$/, language: /^text$/, form: /^/, by: "test/docs/laws.test.ts" },
  { page: /mutation\.md$/, language: /^console$/, form: command, by: "test/docs/mutation.test.ts" },
  {
    page: /mutation\.md$/,
    language: /^ts$/,
    form: /^import \{ language, model, mutate\b/,
    by: "test/docs/mutation.test.ts",
  },
  { page: /machine\.md$/, language: /^ts$/, form: /^const regime = /, by: "test/docs/machine.test.ts" },
  {
    page: /writing-a-family\.md$/,
    language: /^ts$/,
    form: /^\/\/ signal-frame\.ts\n/,
    by: "test/docs/writing-a-family.test.ts",
  },
  {
    page: /writing-a-family\.md$/,
    language: /^(console|text)$/,
    form: /^/,
    by: "test/docs/writing-a-family.test.ts",
  },
  {
    page: /writing-a-family\.md$/,
    language: /^sh$/,
    form: /^git bisect start /,
    by: "test/docs/bisect.test.ts",
  },
];

/** What no test runs, word for word, and why. */
const notRun: Readonly<Record<string, string>> = {
  "npm ci && npm start    # every version of every path, against the verdicts expected of it, and a counterexample\nnpm ci && npm test     # the tests\n":
    ".ci/run does: the second is what runs this test",
  "npm install preempt\n": "it is not published from here; test/package installs the tarball instead",
};

const runners = ({ page, language, text }: Block): readonly string[] =>
  ran
    .filter((kind) => kind.page.test(page) && kind.language.test(language) && kind.form.test(text))
    .map(({ by }) => by);

test("there are blocks on many pages", () => {
  expect(new Set(blocks.map(({ page }) => page)).size).toBeGreaterThan(12);
  expect(new Set(blocks.map(({ language }) => language))).toEqual(
    new Set(["console", "js", "sh", "text", "ts"]),
  );
});

test("each is run by one test, or is listed with a reason", () => {
  const wrong = blocks.filter((block) => runners(block).length + (block.text in notRun ? 1 : 0) !== 1);
  expect(wrong).toEqual([]);
});

test("every line of the tables is of use, and every test is there", () => {
  const idle = ran.filter(({ page, language, form }) =>
    blocks.every(
      (block) => !(page.test(block.page) && language.test(block.language) && form.test(block.text)),
    ),
  );
  expect(idle).toEqual([]);
  expect(ran.map(({ by }) => by).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  const texts = blocks.map(({ text }) => text);
  expect(Object.keys(notRun).filter((text) => !texts.includes(text))).toEqual([]);
});

test("a block that nothing runs is found", () => {
  const added = "# A page\n\n```ts\nconst nobody = runs(this);\n```\n\n```console\n$ npx other\n```\n";
  for (const page of ["README.md", "docs/machine.md", "docs/families/amx-xfd.md", "docs/new.md"]) {
    const found = blocksOf(page, added);
    expect(found).toHaveLength(2);
    expect(found.flatMap(runners)).toEqual([]);
  }
});
