/** A project that has tests already gets preempt: one install, one import, and a failing test shows a trace. */

import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, inject, test } from "vitest";
import { between, failureInJest, failureInVitest, testingPage } from "../../support/testing-page.js";
import { done, install, run, write } from "../shell.js";

const { tarball } = inject("installed");
const folder = mkdtempSync(join(tmpdir(), "preempt-newcomer-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const newcomers = [
  {
    runner: "vitest",
    packages: ["vitest@4"],
    script: "vitest run",
    files: ["bank.ts", "bank.test.ts"],
    at: failureInVitest,
  },
  { runner: "jest", packages: ["jest"], script: "jest", files: ["bank.test.js"], at: failureInJest },
] as const;

test.each(newcomers)("$runner", ({ runner, packages, script, files, at }) => {
  const project = join(folder, runner);
  write(project, "package.json", JSON.stringify({ name: "shop", private: true, scripts: { test: script } }));
  install(project, ...packages);
  const uses = runner === "vitest" ? 'import { expect, test } from "vitest";\n' : "";
  write(project, "sum.test.js", `${uses}test("adds", () => { expect(1 + 2).toBe(3); });\n`);
  done(project, "npm", "test");

  install(project, tarball);
  for (const name of files) write(project, name, testingPage.file(name));

  const { status, stdout, stderr } = run(project, "npm", "test");
  const output = stdout + stderr;
  expect(between(output, ...at)).toBe(testingPage.shown(runner, files.at(-1) ?? ""));
  expect(output).toMatch(/Tests: +1 failed, 1 passed, 2 total|Tests {2}1 failed \| 1 passed \(2\)/);
  expect(status).toBe(1);

  const { devDependencies } = JSON.parse(readFileSync(join(project, "package.json"), "utf8"));
  expect(Object.keys(devDependencies).sort()).toEqual(["preempt", runner].sort());
});
