/** The packed package on each Node: in programs, on the command line, and in the runners. */

import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { between, failureInJest, failureInVitest, testingPage } from "../../support/testing-page.js";
import { done, run, write } from "../shell.js";
import { inJavaScript, program, testFor } from "../user-files.js";
import { keysOf, nodes, vitestsOn } from "./versions.js";

const { nodes: binaries, library, jest, vitests } = inject("installed");

/** What the user's program prints. */
const printed = `preempt: transfer ~ audit
preempt/machine, preempt/properties: { preemptions: 2, events: 0, steps: 5 }
preempt/laws: true true
preempt/fast-check: 3
preempt/machine/fast-check: 1 2
`;

/** Each copy of the library checks the model that the other made; and both are in the process. */
const copies = `import { createRequire } from "node:module";
import * as esm from "preempt";
import { bank as fromEsm } from "./every.mjs";
const require = createRequire(import.meta.url);
const cjs = require("preempt");
const { bank: fromCjs } = require("./every.cjs");
if (esm.check === cjs.check) throw new Error("there is one copy");
for (const [library, bank] of [[esm, fromCjs], [cjs, fromEsm]]) {
  const { verdicts: [verdict], grounds: { states } } = library.check(bank);
  console.log("checked by the other:", library.schedule(verdict.trace), states);
}
`;

/** What is written into every project; jest's are apart, as Vitest's configuration is. */
function furnish(project: string): void {
  write(project, "every.mjs", inJavaScript(program, "esm"));
  write(project, "every.cjs", inJavaScript(program, "cjs"));
}

beforeAll(() => {
  for (const project of [library, jest, ...Object.values(vitests)]) furnish(project);
  write(library, "copies.mjs", copies);
  write(library, "required.cjs", 'require("preempt/vitest");\n');
  write(library, "bank.ts", program.replace(/const report: Report[\s\S]*/, "").replace(/^import fc.*$/m, ""));
  write(jest, "jest.config.json", JSON.stringify({ testMatch: ["**/*.test.*"], transform: {} }));
  write(jest, "matchers.test.mjs", inJavaScript(testFor("jest", "mjs"), "esm"));
  write(jest, "matchers.test.cjs", inJavaScript(testFor("jest", "cjs"), "cjs"));
  write(jest, "required.test.cjs", 'test("required", () => { require("preempt/vitest"); });\n');
  write(jest, "bank.test.js", testingPage.file("bank.test.js"));
  for (const project of Object.values(vitests)) {
    write(project, "matchers.test.mjs", inJavaScript(testFor("vitest", "mjs"), "esm"));
    for (const name of ["bank.ts", "bank.test.ts"]) write(project, name, testingPage.file(name));
  }
});

const jestMain = join("node_modules", "jest", "bin", "jest.js");
const vitestMain = join("node_modules", "vitest", "vitest.mjs");

describe.each(keysOf(nodes))("on Node %s", (name) => {
  const node = binaries[name];

  test.each(["every.mjs", "every.cjs"])("every entry, in %s", (file) => {
    expect(done(library, node, file)).toBe(printed);
  });

  test("two copies in one process", () => {
    const out = done(library, node, "copies.mjs");
    expect(out.match(/^checked by the other: transfer ~ audit 21$/gm)).toHaveLength(2);
  });

  test("preempt/vitest, required: it says that it is an ES module", () => {
    const { status, stderr } = run(library, node, "required.cjs");
    expect(stderr).toContain("preempt/vitest is an ES module, as Vitest is, and was loaded by require()");
    expect(status).toBe(1);
  });

  test("the command line, on a TypeScript file", () => {
    const main = join("node_modules", "preempt", "dist", "cli", "main.js");
    const { status, stdout, stderr } = run(library, node, main, "check", "bank.ts");
    expect(stderr).toBe("");
    expect(stdout).toContain('replay: preempt replay bank.ts "transfer ~ audit"');
    expect(status).toBe(1);
  });

  describe.each(vitestsOn(name))("in Vitest %s", (major) => {
    const project = vitests[major];

    test("every matcher", () => {
      expect(done(project, node, vitestMain, "run", "matchers.test.mjs")).toMatch(/Tests {2}2 passed \(2\)/);
    });

    test("a failing test shows what the page shows", () => {
      const { status, stdout, stderr } = run(project, node, vitestMain, "run", "bank.test.ts");
      expect(between(stdout + stderr, ...failureInVitest)).toBe(testingPage.shown("vitest", "bank.test.ts"));
      expect(status).toBe(1);
    });
  });

  describe("in Jest", () => {
    const inJest = (...words: readonly string[]) =>
      run(
        jest,
        node,
        "--experimental-vm-modules",
        "--no-warnings",
        jestMain,
        "--config",
        "jest.config.json",
        ...words,
      );

    test.each(["matchers.test.mjs", "matchers.test.cjs"])("every matcher, in %s", (file) => {
      const { status, stderr } = inJest(file);
      expect(stderr).toMatch(/Tests: {7}2 passed, 2 total/);
      expect(status).toBe(0);
    });

    test("a failing test shows what the page shows", () => {
      const { status, stderr } = run(jest, node, jestMain, "--config", "jest.config.json", "bank.test.js");
      expect(between(stderr, ...failureInJest)).toBe(testingPage.shown("jest", "bank.test.js"));
      expect(status).toBe(1);
    });

    test("preempt/vitest, required in a CommonJS test: it says that it is an ES module", () => {
      const { status, stderr } = inJest("required.test.cjs");
      expect(stderr).toContain("preempt/vitest is an ES module, as Vitest is, and was loaded by require()");
      expect(status).toBe(1);
    });
  });
});
