/** The two entries as they are built: as ES modules and as CommonJS, with fast-check, without it, and with another major of it. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { root } from "../support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "preempt-fast-check-"));

/** A project that has preempt, and fast-check as `install` puts it there. */
function project(name: string, install: (path: string) => void): string {
  const at = join(folder, name);
  const installed = join(at, "node_modules", "preempt");
  mkdirSync(installed, { recursive: true });
  // Copied: what is linked would find what this repository has installed.
  cpSync(join(root, "dist"), join(installed, "dist"), { recursive: true });
  cpSync(join(root, "package.json"), join(installed, "package.json"));
  symlinkSync(join(root, "node_modules", "immutable"), join(at, "node_modules", "immutable"));
  install(join(at, "node_modules", "fast-check"));
  return at;
}

let present = "";
let absent = "";
let older = "";

beforeAll(() => {
  present = project("present", (path) => {
    symlinkSync(join(root, "node_modules", "fast-check"), path);
  });
  absent = project("absent", () => undefined);
  older = project("older", (path) => {
    // What is there now, under another version: who really has 3 has most of it.
    cpSync(join(root, "node_modules", "fast-check"), path, { recursive: true });
    symlinkSync(join(root, "node_modules", "pure-rand"), join(path, "..", "pure-rand"));
    for (const file of [join(path, "lib", "fast-check.js"), join(path, "lib", "cjs", "fast-check.js")]) {
      const text = readFileSync(file, "utf8");
      const now = `__version = "${fc.__version}"`;
      expect(text).toContain(now);
      writeFileSync(file, text.replace(now, '__version = "3.23.2"'));
    }
  });
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What `node` says of `code` in a file of this name. */
function ran(cwd: string, file: string, code: string): { readonly out: string; readonly failed: string } {
  writeFileSync(join(cwd, file), code);
  const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd, encoding: "utf8" });
  return { out: stdout, failed: stderr };
}

const uses = `
const { seed, drawn } = forAllWorkloads(deferredKernel(), "all", { seed: 1, numRuns: 2 });
console.log(seed, drawn, typeof forAllModels);
`;
const imports = `import { forAllModels } from "preempt/fast-check";
import { deferredKernel, forAllWorkloads } from "preempt/machine/fast-check";
`;
const requires = imports.replaceAll(/import (\{[^}]*\}) from ("[^"]*");/g, "const $1 = require($2);");

describe("with fast-check", () => {
  test("as ES modules", () => {
    expect(ran(present, "a.mjs", imports + uses)).toEqual({ out: "1 2 function\n", failed: "" });
  });

  test("as CommonJS modules", () => {
    expect(ran(present, "a.cjs", requires + uses)).toEqual({ out: "1 2 function\n", failed: "" });
  });
});

describe("without fast-check", () => {
  test("as ES modules: Node names the package and who asked for it", () => {
    expect(ran(absent, "a.mjs", imports + uses).failed).toMatch(
      /Cannot find package 'fast-check' imported from .*preempt.dist.(machine.)?fast-check/,
    );
  });

  test("as CommonJS modules", () => {
    expect(ran(absent, "a.cjs", requires + uses).failed).toMatch(
      /Cannot find module 'fast-check'\nRequire stack:\n- .*preempt.dist.(machine.)?fast-check/,
    );
  });

  test("everything else is there", () => {
    const code =
      'import { model } from "preempt";\nimport { machine } from "preempt/machine";\nconsole.log(typeof model, typeof machine);\n';
    expect(ran(absent, "b.mjs", code)).toEqual({ out: "function function\n", failed: "" });
    const required = code.replaceAll(/import (\{[^}]*\}) from ("[^"]*");/g, "const $1 = require($2);");
    expect(ran(absent, "b.cjs", required)).toEqual({ out: "function function\n", failed: "" });
  });
});

test.each([
  ["a.mjs", imports],
  ["a.cjs", requires],
])("with fast-check 3, in %s: what is installed, and what to install", (file, head) => {
  const code = `${head}\nforAllModels({}, () => undefined);\n`;
  expect(ran(older, file, code).failed).toMatch(
    /preempt\/fast-check works with fast-check 4, and found 3\.23\.2: npm install --save-dev fast-check@4/,
  );
});
