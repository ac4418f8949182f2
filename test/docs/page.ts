/** A page of the documentation with what commands print in it written anew. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { expect, vi } from "vitest";
import { familyNamed } from "../../src/cli/catalogue.js";
import { check } from "../../src/cli/commands/check.js";
import { matrix } from "../../src/cli/commands/matrix.js";
import { mutate } from "../../src/cli/commands/mutate.js";
import { settingsOf } from "../../src/cli/target.js";
import { plainStyle } from "../../src/render/style.js";
import { root } from "../support/cli.js";

const output = { json: false, style: plainStyle(), width: undefined };

/** The words of a shell line, quotes taken off. */
export function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = ""]) => quoted ?? plain);
}

/** What `run` writes to stdout. */
async function written(run: () => Promise<number>): Promise<string> {
  let text = "";
  const stdout = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    text += String(chunk);
    return true;
  });
  try {
    await run();
  } finally {
    stdout.mockRestore();
  }
  return text;
}

/** What `preempt` prints for `words`: `matrix <family> --markdown`, `check <family>@<variant> …`, or `mutate …`. */
export async function printed(words: readonly string[]): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      markdown: { type: "boolean", default: false },
      property: { type: "string", multiple: true },
      mutant: { type: "string" },
      set: { type: "string", multiple: true, default: [] },
    },
  });
  const [command, target = ""] = positionals;
  const { markdown, property, mutant, set } = values;
  const common = { ...output, maxStates: undefined, stats: false };
  switch (command) {
    case "matrix": {
      const families = [await familyNamed(target)];
      return written(() => matrix({ ...common, families, examples: false, markdown }));
    }
    case "check":
      return written(() =>
        check({
          ...common,
          target,
          settings: settingsOf(set),
          properties: property,
          witnesses: false,
          save: undefined,
        }),
      );
    case "mutate": {
      const asked = { ...common, target, settings: settingsOf(set), properties: property, markdown, mutant };
      return written(() => mutate(asked));
    }
    default:
      throw new Error(`the pages show check, matrix and mutate, not "${words.join(" ")}"`);
  }
}

/** What a command stands before in a page: a block of what it prints, or Markdown up to a comment that ends it. */
const blocks = [
  { pattern: /(```console\n\$ npx preempt ([^\n]+)\n)[\s\S]*?(```\n)/g, gap: "" },
  { pattern: /(<!-- preempt ([^\n]+) -->\n)[\s\S]*?(<!-- end -->\n)/g, gap: "\n" },
];

/** Every block of `text` as `print` has it now. */
export async function rewritten(
  text: string,
  print: (words: readonly string[]) => Promise<string> = printed,
): Promise<string> {
  let page = text;
  for (const { pattern, gap } of blocks) {
    for (const [whole, before = "", line = "", after = ""] of page.matchAll(pattern)) {
      const now = await print(wordsOf(line));
      page = page.replace(whole, () => `${before}${gap}${now}${gap}${after}`);
    }
  }
  return page;
}

/** The path of a page under docs/. */
export const pathOf = (page: string): string => join(root, "docs", page);

/** Fails unless every block of a page is what is printed today; `vitest -u` writes the page anew. */
export async function expectUpToDate(page: string): Promise<void> {
  const text = readFileSync(pathOf(page), "utf8");
  const now = await rewritten(text);
  expect([...now.matchAll(/^(```console\n\$ npx preempt|<!-- preempt )/gm)].length).toBeGreaterThan(0);
  await expect(now).toMatchFileSnapshot(pathOf(page));
}
