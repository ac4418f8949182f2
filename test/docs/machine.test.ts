/** The page on the machine: its fragment, with what it leaves out, is a model. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJiti } from "jiti";
import type { Model } from "preempt";
import { afterAll, expect, test } from "vitest";
import { check } from "../../src/check.js";
import { root } from "../support/cli.js";
import { pathOf } from "./page.js";

const folder = mkdtempSync(join(tmpdir(), "machine-page-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const alias = {
  "preempt/machine": join(root, "models", "machine", "index.ts"),
  preempt: join(root, "src", "index.ts"),
};

/** What stands around the fragment: the variables, and what the tasks run. */
const around = `import { model, reachable } from "preempt";
import { deferred, kernel, type Machine, machine, task } from "preempt/machine";

const own = { seen: false };
type Variables = Machine & typeof own;
const { step, userMode } = kernel<Variables>();
const program = userMode(
  step("sees", (k) => {
    k.seen = true;
  }),
);
`;

test("its fragment is a model of two tasks on two CPUs, which can be explored", async () => {
  const fragment = /^```ts\n([\s\S]*?)^```$/m.exec(readFileSync(pathOf("machine.md"), "utf8"))?.[1] ?? "";
  const whole = fragment
    .replace("\nmodel({", "\nexport default model({")
    .replace("  …\n", '  name: "fragment",\n  properties: [reachable("it is seen", (s) => s.seen)],\n');
  expect(whole).not.toContain("…");
  const file = join(folder, "fragment.ts");
  writeFileSync(file, around + whole);
  const jiti = createJiti(join(root, "test", "docs", "x.ts"), { alias });
  const model = await jiti.import<Model>(file, { default: true });
  expect(model.processes.map(({ name }) => name)).toEqual(expect.arrayContaining(["A", "B"]));
  expect(check(model).verdicts.map(({ kind }) => kind)).toEqual(["holds"]);
});
