/** What the kernel's compiled code offers is what its caller takes it to. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Arena, wasm } from "../../src/kernel/arena.js";
import { registerCount } from "../../src/kernel/assembly/registers.js";
import { code } from "../../src/kernel/code.js";
import { root } from "../support/cli.js";

/** By name: how many parameters the functions have that src/kernel/compiled.ts declares. */
function declared(): Readonly<Record<string, number>> {
  const source = readFileSync(join(root, "src/kernel/compiled.ts"), "utf8");
  const body = /^export interface Exports \{\n(.*?)^\}/ms.exec(source)?.[1] ?? "";
  const functions = body.matchAll(/^ {2}(\w+)\((.*?)\): (?:number|void);$/gm);
  return Object.fromEntries(
    [...functions].map(([, name, of = ""]) => [name, of === "" ? 0 : of.split(",").length]),
  );
}

test("every function that is declared is exported, with as many parameters", () => {
  const { memory } = new Arena(4 * registerCount);
  const module = new wasm.Module(Buffer.from(code, "base64"));
  const { exports } = new wasm.Instance(module, { env: { memory } });
  const functions = Object.entries(exports).filter(([, value]) => typeof value === "function");
  expect(Object.fromEntries(functions.map(([name, { length }]) => [name, length]))).toEqual(declared());
  expect(functions.length).toBeGreaterThan(5);
});

describe("registers", () => {
  const source = readFileSync(join(root, "src/kernel/assembly/registers.ts"), "utf8");
  const numbersIn = (part: string): readonly number[] =>
    [...part.matchAll(/^export const \w+ = (\d+);$/gm)].map(([, number]) => Number(number));
  const [tables = "", others = ""] = source.split("// What is known of exchanges");
  const [, calls = ""] = others.split("// What a call works with");

  test("of the tables are different, and fit", () => {
    const all = numbersIn(tables);
    expect(new Set(all).size).toBe(all.length);
    // The last is how many there are.
    expect(Math.max(...all.slice(0, -1))).toBeLessThan(registerCount);
    expect(all.at(-1)).toBe(registerCount);
  });

  test("of a desk are different, and long ones have two", () => {
    const [desk = "", reasons = ""] = calls.split("/** Reasons. */");
    const all = numbersIn(desk);
    const long = [...desk.matchAll(/64-bit number\. \*\/\nexport const \w+ = (\d+);/g)].map(([, at]) =>
      Number(at),
    );
    expect(long.length).toBe(2);
    const taken = [...all.slice(0, -1), ...long.map((at) => at + 1)];
    expect(new Set(taken).size).toBe(taken.length);
    expect(Math.max(...taken)).toBeLessThan(all.at(-1) ?? 0);
    expect(reasons).toContain("finished");
  });
});
