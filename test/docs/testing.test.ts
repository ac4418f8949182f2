/** The page on tests: its files are run in the runners that it names, and what it shows is what they print. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../support/cli.js";
import { between, failureInJest, failureInVitest, testingPage } from "../support/testing-page.js";

const { path: page, text, files } = testingPage;
const folder = mkdtempSync(join(tmpdir(), "preempt-testing-"));

/** As a shell has it. */
const env = Object.fromEntries(
  Object.entries({ ...process.env, NO_COLOR: "1" }).filter(
    ([name]) => !/^(npm_|FORCE_COLOR|NODE_|VITEST|TEST$|CI$|GITHUB_ACTIONS$)/i.test(name),
  ),
);

beforeAll(() => {
  const modules = join(folder, "node_modules");
  for (const name of ["vitest", "jest", "@jest/globals", "immutable"]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name), "dir");
  }
  symlinkSync(root, join(modules, "preempt"), "dir");
  writeFileSync(join(folder, "package.json"), "{}\n");
  writeFileSync(join(folder, "vitest.config.mjs"), 'export default { test: { include: ["*.test.ts"] } };\n');
  for (const [name, code] of files) writeFileSync(join(folder, name), code);
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function run(...words: readonly string[]): string {
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: folder, env, encoding: "utf8" });
  return `${stdout}${stderr}`;
}

const vitest = (...words: readonly string[]): string =>
  run(join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...words);

/** What a block of each kind shows. */
const shown: Readonly<Record<string, (file: string) => string>> = {
  vitest: (file) => between(vitest(file), ...failureInVitest),
  jest: (file) => between(run(join(root, "node_modules", "jest", "bin", "jest.js"), file), ...failureInJest),
  "vitest-names": (file) =>
    vitest(file, "--reporter=verbose")
      .split("\n")
      .filter((line) => /^ [✓×] /.test(line))
      .map((line) => line.replace(/ \d+ms$/, "").replace(/^ /, ""))
      .join("\n"),
};

test("what it shows is what is printed", async () => {
  const blocks = [...text.matchAll(/^```text (\S+) (\S+)\n[\s\S]*?^```$/gm)];
  expect(blocks.length).toBeGreaterThan(3);
  let now = text;
  for (const [block, how = "", file = ""] of blocks) {
    expect([...files.keys()]).toContain(file);
    now = now.replace(block, () => `\`\`\`text ${how} ${file}\n${shown[how]?.(file)}\n\`\`\``);
  }
  await expect(now).toMatchFileSnapshot(page);
});

test("its other tests pass", () => {
  const output = vitest("matchers.test.ts", "long.test.ts", "versions.test.ts");
  expect(output).toMatch(/Test Files {2}3 passed \(3\)/);
});

test("every block of code is a file that is run", () => {
  const code = [...text.matchAll(/^```([jt]s)\n(.*)$/gm)];
  expect(code.length).toBe(files.size);
  expect([...files.keys()].filter((name) => /\.test\./.test(name)).sort()).toEqual([
    "bank.test.js",
    "bank.test.ts",
    "cut.test.ts",
    "long.test.ts",
    "matchers.test.ts",
    "versions.test.ts",
  ]);
});
