/** The user's files in test/package/user, in the forms in which they are tried. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { root } from "../support/cli.js";

const source = (name: string): string =>
  readFileSync(join(root, "test", "package", "user", `${name}.ts`), "utf8");

/** A program on every entry that is no runner's. */
export const program = source("every");

/** A test of that program's model, whose file is named `every` with the given ending. */
export function testFor(runner: "vitest" | "jest", ending = "js"): string {
  const text = source("matchers").replace('"./every.js"', `"./every.${ending}"`);
  if (runner === "vitest") return text;
  return text.replace('"preempt/vitest"', '"preempt/jest"').replace('"vitest"', '"@jest/globals"');
}

/** The same in JavaScript: as an ES module, or as a CommonJS module. */
export function inJavaScript(text: string, module: "esm" | "cjs"): string {
  const { outputText } = ts.transpileModule(text, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: module === "esm" ? ts.ModuleKind.ESNext : ts.ModuleKind.CommonJS,
      esModuleInterop: true,
    },
  });
  return outputText;
}
