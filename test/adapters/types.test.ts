/** The types of the built entries, as a test of a user's sees them: from ES modules, CommonJS and a bundler. */

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "preempt-types-"));

beforeAll(() => {
  const modules = join(folder, "node_modules");
  for (const name of ["vitest", "@jest/globals", "expect", "immutable"]) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, "node_modules", name), join(modules, name), "dir");
  }
  symlinkSync(root, join(modules, "preempt"), "dir");
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A test that uses the matchers rightly, and wrongly where the next line says so. */
const uses = (runner: string, entry: string): string => `import { expect } from "${runner}";
import { explore } from "${entry}";
import { language, model, never, type Report } from "preempt";

const variables = { count: 0, mode: "user" as "user" | "guest" };
const { process, step } = language<typeof variables>();
const counting = model({ name: "counting", variables, processes: [process("A", { program: step("s") })] });

expect(counting).toHold();
expect(counting).not.toHold(["one", never("two", (k) => k.count === 2)], { inconclusive: "accept" });
expect(counting).toViolate("one", { preemptions: 1, steps: 3 });
expect(counting).toReach((k) => k.mode === "guest");
expect(counting).toBeDeadlockFree();
export const report: Promise<Report> = explore(counting, { maxStates: 10 });
// @ts-expect-error: there is no such matcher
expect(counting).toHolds();
// @ts-expect-error: there is no such variable
expect(counting).toReach((k) => k.cuont === 2);
// @ts-expect-error: there is no such figure
expect(counting).toViolate("one", { switches: 1 });
// @ts-expect-error: a table is of families
explore.each(counting);
`;

test.each([
  ["nodenext", { module: "nodenext" }, "mts"],
  ["nodenext", { module: "nodenext" }, "cts"],
  ["bundler", { module: "esnext" }, "ts"],
])("with %s %j, in .%s", (moduleResolution, options, ending) => {
  const place = join(folder, ending);
  mkdirSync(place);
  const files = [`of-vitest.${ending}`, `of-jest.${ending}`];
  writeFileSync(join(place, `of-vitest.${ending}`), uses("vitest", "preempt/vitest"));
  writeFileSync(join(place, `of-jest.${ending}`), uses("@jest/globals", "preempt/jest"));
  const compilerOptions = {
    ...options,
    moduleResolution,
    strict: true,
    target: "es2022",
    lib: ["es2022"],
    skipLibCheck: true,
    noEmit: true,
    types: [],
  };
  writeFileSync(join(place, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", place], { encoding: "utf8" });
  expect(stdout).toBe("");
  expect(status).toBe(0);
});
