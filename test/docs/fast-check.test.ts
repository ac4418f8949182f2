/** The page on fast-check: its code runs, and prints what the page says. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createJiti } from "jiti";
import { outcomeText } from "preempt/fast-check";
import { checkAllWorkloads, deferredKernel, workloadText } from "preempt/machine/fast-check";
import { afterAll, expect, test } from "vitest";
import { root } from "../support/cli.js";
import { pathOf } from "./page.js";

const page = pathOf("fast-check.md");
const text = readFileSync(page, "utf8");
const blocks = [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);

// Beside the sources, so that packages are found as they find them.
const folder = mkdtempSync(join(tmpdir(), "fast-check-page-"));

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const alias = {
  "preempt/machine/fast-check": join(root, "properties", "workloads", "index.ts"),
  "preempt/fast-check": join(root, "src", "adapters", "fast-check", "index.ts"),
  "preempt/machine": join(root, "models", "machine", "index.ts"),
  "preempt/properties": join(root, "properties", "fpu", "index.ts"),
  preempt: join(root, "src", "index.ts"),
  "fast-check": join(root, "node_modules", "fast-check"),
};

/** What running a block of the page throws, as text; undefined where it throws nothing. */
async function thrown(code: string): Promise<string | undefined> {
  const file = join(folder, `block-${blocks.indexOf(code)}.ts`);
  writeFileSync(file, code);
  const jiti = createJiti(join(root, "test", "docs", "x.ts"), { alias });
  try {
    await jiti.import(file);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The page with its printed blocks as they are today. */
function rewritten(printed: readonly string[]): string {
  let i = 0;
  return text.replaceAll(/^```text\n[\s\S]*?^```$/gm, () => `\`\`\`text\n${printed[i++] ?? ""}\n\`\`\``);
}

test("its blocks print what it says", async () => {
  const first = await thrown(blocks[0] ?? "");
  const faulty = checkAllWorkloads(deferredKernel({ fault: "mark_activate keeps the flag" }), "all", {
    seed: 1,
    numRuns: 100,
  });
  const now = rewritten([first ?? "nothing", outcomeText(faulty, workloadText)]);
  await expect(now).toMatchFileSnapshot(page);
});

test("the kernels as they are hold", async () => {
  const [, workloads = ""] = blocks;
  const few = workloads.replaceAll(/seed: 1(, numRuns: \d+)?/g, "seed: 1, numRuns: 5");
  expect(few).not.toBe(workloads);
  expect(await thrown(few)).toBe(undefined);
});

test("one's own regime, with its mistake, falls where a task forks", async () => {
  expect(blocks).toHaveLength(3);
  expect(await thrown(blocks[2] ?? "")).toMatch(
    /^"no lost state" is violated\n[\s\S]*calls the kernel \(fork\)/,
  );
});
